import { describe, expect, it } from 'vitest'
import { openJoin } from '../join.ts'
import { SchemaInference } from '../schema.ts'
import { openReader } from './format.ts'
import { bytesSource, dataFile, failure, readAll, zipOf } from './readers-support.ts'
import { fileSource } from './source.ts'

const csv = (text: string) => bytesSource(Buffer.from(text), 'x.csv')

/** Types as an import infers them: all rows, then what the source declares. */
async function typesOf(text: string) {
  const reader = await openReader(csv(text))
  const inference = new SchemaInference(() => reader.textual)
  for await (const batch of reader.rows()) for (const row of batch) for (const [name, value] of row.properties) inference.add(name, value)
  return Object.fromEntries(inference.properties(reader.info().types).map(({ name, type }) => [name, type]))
}

describe('quoting in delimited text', () => {
  it.each([
    [
      'text quoted, numbers bare: a quoted number is text',
      '"lon","lat","code","n"\n1,2,"101",5\n1,2,"102",6\n',
      { code: 'string', n: 'integer' },
    ],
    ['everything quoted says nothing', '"lon","lat","code"\n"1","2","101"\n', { code: 'integer' }],
    ['nothing quoted says nothing', 'lon,lat,code\n1,2,101\n', { code: 'integer' }],
    ['only what has to be', 'lon,lat,name,n\n1,2,"a,b",5\n', { name: 'string', n: 'integer' }],
    ['an empty quoted cell among numbers is none', '"lon","lat","n","s"\n1,2,"","a"\n1,2,5,"b"\n', { n: 'integer', s: 'string' }],
  ])('%s', async (_, text, types) => expect(await typesOf(text)).toEqual(types))

  it('tells empty text from nothing', async () => {
    const { rows } = await readAll(csv('"lon","lat","s","t"\n1,2,"",\n'))
    expect(Object.fromEntries(rows[0]!.properties)).toEqual({ s: '' })
  })

  it('takes empty cells for nothing where everything is quoted, once it is known', async () => {
    const reader = await openReader(csv('"lon","lat","s"\n"1","2",""\n'))
    for await (const batch of reader.rows()) expect(batch).toHaveLength(1)
    for await (const batch of reader.rows()) expect(batch[0]!.properties.size).toBe(0)
  })
})

describe('GeoJSON in a column', () => {
  it('is found by what it holds', async () => {
    const line = JSON.stringify({
      type: 'LineString',
      coordinates: [
        [1, 2],
        [3, 4],
      ],
    }).replaceAll('"', '""')
    const { rows } = await readAll(csv(`id;geometry\na;\nb;"${line}"\nc;"{broken"\n`))
    expect(rows.map(row => row.problem?.rule ?? row.geometry)).toEqual([
      null,
      {
        type: 'LineString',
        coordinates: [
          [1, 2],
          [3, 4],
        ],
      },
      'geojson',
    ])
  })
})

const sheet = (rows: string) =>
  `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`
const text = (at: string, value: string) => `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`
const number = (at: string, value: string) => `<c r="${at}"><v>${value}</v></c>`
const workbook = (sheets: Record<string, string>) => {
  const names = Object.keys(sheets)
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  return zipOf({
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<workbook xmlns:r="${relation}"><sheets>${names.map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${names.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${relation}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}</Relationships>`,
    ...Object.fromEntries(names.map((name, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheet(sheets[name]!)])),
  })
}
const HEADER = `<row r="1">${text('A1', 'lon')}${text('B1', 'lat')}${text('C1', 'code')}${text('D1', 'n')}</row>`
const first = `${HEADER}<row r="2">${number('A2', '114.1')}${number('B2', '22.5')}${text('C2', '101')}${number('D2', '5.0')}</row>`

describe('XLSX', () => {
  it('is a table whose cells have types', async () => {
    const source = bytesSource(await workbook({ one: first, two: first.replace('101', '102') }), 'x.xlsx')
    const { rows, info } = await readAll(source)
    expect(rows.map(row => [row.geometry, Object.fromEntries(row.properties)])).toEqual([
      [
        { type: 'Point', coordinates: [114.1, 22.5] },
        { code: '101', n: '5' },
      ],
    ])
    expect([info.format, Object.fromEntries(info.types!)]).toEqual(['xlsx', { code: 'string' }])
    expect((await readAll(source, { entry: 'two' })).rows[0]!.properties.get('code')).toBe('102')
    expect((await failure(readAll(source, { entry: 'three' }))).extra).toMatchObject({ rule: 'entry', entries: ['one', 'two'] })
  })

  it('refuses a sheet that is small in its file and endless in memory', async () => {
    const wide = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    const source = bytesSource(await workbook({ a: wide }), 'x.xlsx')
    expect((await failure(readAll(source))).extra.rule).toBe('size')
  })

  it('refuses a bomb before anything of it is parsed', async () => {
    const source = bytesSource(await workbook({ a: ' '.repeat(100 * 2 ** 20) }), 'x.xlsx')
    expect((await failure(readAll(source))).extra.rule).toBe('zip')
  })

  it.skipIf(dataFile('lancashire/lancashire_ward_pop.xlsx') === undefined)('joins by its first sheet', async () => {
    const source = await fileSource(dataFile('lancashire/lancashire_ward_pop.xlsx')!)
    const join = await openJoin({ source, left: 'ward_code', right: 'gss_code' })
    expect(join.columns).toEqual(['ward', 'population'])
    const { row } = join.apply({ row: 1, geometry: null, properties: new Map([['ward_code', 'E05001643']]) })
    expect(row.properties.get('ward')).toBe('Anchorsholme')
    expect(row.properties.get('population')).toMatch(/^\d+$/)
  })
})
