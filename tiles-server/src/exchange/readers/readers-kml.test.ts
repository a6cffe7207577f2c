import { describe, expect, it } from 'vitest'
import { bytesSource, failure, readAll, zipOf } from './readers-support.ts'

const document = (inner: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>${inner}</Document></kml>`
const placemark = (inner: string) => `<Placemark><name>罗湖</name>${inner}</Placemark>`
const POINT = '<Point><coordinates>114.1,22.5,0</coordinates></Point>'
const read = (text: string | Uint8Array, name = 'x.kml') => readAll(bytesSource(Buffer.from(text), name))

describe('KML', () => {
  it('flattens folders and keeps typed and untyped attributes, not styles', async () => {
    const schema =
      '<Schema name="s" id="s"><SimpleField name="count" type="int"/></Schema><Style id="a"><LineStyle><width>3</width></LineStyle></Style>'
    const data =
      '<ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="count">7</SimpleData></SchemaData><Data name="code"><value>007</value></Data></ExtendedData>'
    const text = document(
      `${schema}<Folder><Folder>${placemark(`<styleUrl>#a</styleUrl>${data}${POINT}`)}</Folder></Folder>${placemark('')}`,
    )
    const { rows, info } = await read(text)
    expect(rows.map(row => [row.row, row.geometry, Object.fromEntries(row.properties)])).toEqual([
      [1, { type: 'Point', coordinates: [114.1, 22.5, 0] }, { name: '罗湖', count: 7, code: '007' }],
      [2, null, { name: '罗湖' }],
    ])
    expect(info).toMatchObject({ format: 'kml', encoding: 'utf-8', warnings: [] })
  })

  it('makes parts of one kind one geometry', async () => {
    const { rows } = await read(document(placemark(`<MultiGeometry>${POINT}${POINT}</MultiGeometry>`)))
    expect(rows[0]!.geometry).toMatchObject({ type: 'MultiPoint' })
  })

  it('tells what it leaves out', async () => {
    const { rows, info } = await read(
      document(`<NetworkLink><Link><href>http://127.0.0.1:1/x.kml</href></Link></NetworkLink>${placemark(POINT)}`),
    )
    expect([rows.length, info.warnings.map(({ rule }) => rule)]).toEqual([1, ['kml']])
  })

  it('reads the encoding that the declaration names', async () => {
    const text = Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="GBK"?><kml><Placemark><name>'),
      Buffer.from([0xc2, 0xde, 0xba, 0xfe]),
      Buffer.from('</name></Placemark></kml>'),
    ])
    const { rows, info } = await read(text)
    expect([rows[0]!.properties.get('name'), info.encoding]).toEqual(['罗湖', 'gbk'])
  })

  it('reads a KMZ: doc.kml among others', async () => {
    const kmz = await zipOf({ 'a.kml': document(''), 'doc.kml': document(placemark(POINT)), 'files/icon.png': 'x' })
    expect((await read(kmz, 'x.kmz')).rows).toHaveLength(1)
  })

  it.each([
    ['an entity', `<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml><Placemark><name>&x;</name></Placemark></kml>`, 'doctype'],
    ['broken XML', document(placemark('<Point>')), 'xml'],
    ['another XML', '<?xml version="1.0"?><gpx></gpx>', 'format'],
    ['no known encoding', '<?xml version="1.0" encoding="klingon"?><kml/>', 'encoding'],
    ['bytes that are not of its encoding', Buffer.concat([Buffer.from('<?xml version="1.0"?><kml>'), Buffer.from([0xff])]), 'encoding'],
  ])('refuses %s', async (_, text, rule) => expect((await failure(read(text))).extra.rule).toBe(rule))
})
