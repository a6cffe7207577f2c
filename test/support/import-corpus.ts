import { once } from 'node:events'
import iconv from 'iconv-lite'
import yazl from 'yazl'

/** One small good file of each format that imports read. `members`: what is zipped, so that a test can spoil it before it is zipped. */
export interface CorpusFile {
  readonly name: string
  readonly body: Buffer
  readonly members?: Readonly<Record<string, Buffer>>
}

const NAMES = ['人民路口', '滨河公园', '解放桥"东"', 'a,b;c', '']
const CENTRE = [114.05, 22.54] as const

const features = NAMES.map((name, i) => ({
  type: 'Feature',
  id: `f${i}`,
  properties: { name, n: i, share: i / 7, open: i % 2 === 0, at: '2026-01-01T00:00:00Z' },
  geometry:
    i % 2 === 0
      ? { type: 'Point', coordinates: [CENTRE[0] + i / 1000, CENTRE[1]] }
      : {
          type: 'Polygon',
          coordinates: [
            [
              [CENTRE[0], CENTRE[1]],
              [CENTRE[0] + 0.01, CENTRE[1]],
              [CENTRE[0] + 0.01, CENTRE[1] + 0.01],
              [CENTRE[0], CENTRE[1]],
            ],
          ],
        },
}))

const csv = [
  'id,name,n,lon,lat',
  ...NAMES.map((name, i) => `${i},"${name.replaceAll('"', '""')}",${i},${CENTRE[0] + i / 100},${CENTRE[1]}`),
].join('\n')

const topology = {
  type: 'Topology',
  transform: { scale: [0.001, 0.001], translate: [114, 22] },
  objects: {
    areas: {
      type: 'GeometryCollection',
      geometries: [
        { type: 'Polygon', id: 'left', properties: { name: '左' }, arcs: [[0, 1]] },
        { type: 'Polygon', id: 'right', properties: { name: '右' }, arcs: [[2, -1]] },
      ],
    },
  },
  arcs: [
    [
      [10, 0],
      [0, 10],
    ],
    [
      [10, 10],
      [-10, 0],
      [0, -10],
      [10, 0],
    ],
    [
      [10, 0],
      [10, 0],
      [0, 10],
      [-10, 0],
    ],
  ],
}

const kml = `<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder>
<Placemark id="p1"><name>路口</name><ExtendedData><Data name="n"><value>1</value></Data></ExtendedData><Point><coordinates>114.05,22.54,0</coordinates></Point></Placemark>
<Placemark><name>区</name><Polygon><outerBoundaryIs><LinearRing><coordinates>114,22 114.01,22 114.01,22.01 114,22</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>
</Folder></Document></kml>`

const workbook: Readonly<Record<string, string>> = {
  '[Content_Types].xml':
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
  '_rels/.rels':
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
  'xl/workbook.xml':
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels':
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
  'xl/worksheets/sheet1.xml': `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${[
    ['name', 'lon', 'lat'],
    ['路口', '114.05', '22.54'],
    ['公园', '114.06', '22.55'],
  ]
    .map(
      (row, r) =>
        `<row r="${r + 1}">${row.map((cell, c) => `<c r="${'ABC'[c]}${r + 1}" t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`,
    )
    .join('')}</sheetData></worksheet>`,
}

/** The small files; all of them import as they are (with their only entry). */
export async function importCorpus(): Promise<CorpusFile[]> {
  const geojson = Buffer.from(JSON.stringify({ type: 'FeatureCollection', features }))
  const bytes = (parts: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, Buffer.from(text)]))
  return [
    { name: 'a.geojson', body: geojson },
    { name: 'b.ndjson', body: Buffer.from(features.map(feature => JSON.stringify(feature)).join('\n')) },
    { name: 'c.csv', body: Buffer.from(csv) },
    { name: 'd.csv', body: iconv.encode(csv, 'gb18030') },
    { name: 'e.csv', body: iconv.encode(csv, 'utf-16le', { addBOM: true }) },
    { name: 'f.topojson', body: Buffer.from(JSON.stringify(topology)) },
    { name: 'g.kml', body: Buffer.from(kml) },
    await zipped('h.kmz', bytes({ 'doc.kml': kml })),
    await zipped('i.zip', { 'points.geojson': geojson }),
    await zipped('j.zip', shapefile()),
    await zipped('k.xlsx', bytes(workbook)),
  ]
}

/** A zip of these members. */
export async function zipped(name: string, members: Readonly<Record<string, Buffer>>): Promise<CorpusFile> {
  const zip = new yazl.ZipFile()
  for (const [path, body] of Object.entries(members)) zip.addBuffer(body, path)
  zip.end()
  const parts: Buffer[] = []
  zip.outputStream.on('data', (part: Buffer) => parts.push(part))
  await once(zip.outputStream, 'end')
  return { name, body: Buffer.concat(parts), members }
}

/** Three points with a name and a number (ESRI Shapefile technical description, 1998; dBASE III). */
function shapefile(): Record<string, Buffer> {
  const rows = [
    [114.05, 22.54, '路口'],
    [114.06, 22.55, '公园'],
    [114.07, 22.56, '桥'],
  ] as const
  const shp = Buffer.alloc(100 + rows.length * 28)
  shp.writeInt32BE(9994, 0)
  shp.writeInt32BE(shp.length / 2, 24)
  shp.writeInt32LE(1000, 28)
  shp.writeInt32LE(1, 32)
  rows.forEach(([x, y], i) => {
    const at = 100 + i * 28
    shp.writeInt32BE(i + 1, at)
    shp.writeInt32BE(10, at + 4)
    shp.writeInt32LE(1, at + 8)
    shp.writeDoubleLE(x, at + 12)
    shp.writeDoubleLE(y, at + 20)
  })
  const header = Buffer.alloc(32 + 32 + 1)
  header.writeUInt8(3, 0)
  header.writeUInt32LE(rows.length, 4)
  header.writeUInt16LE(header.length, 8)
  header.writeUInt16LE(21, 10)
  header.write('name', 32)
  header.write('C', 32 + 11)
  header.writeUInt8(20, 32 + 16)
  header.writeUInt8(0x0d, 64)
  const records = rows.map(([, , name]) =>
    Buffer.concat([Buffer.from(' '), iconv.encode(name, 'gb18030'), Buffer.alloc(20, ' ')]).subarray(0, 21),
  )
  return {
    'points/p.shp': shp,
    'points/p.dbf': Buffer.concat([header, ...records, Buffer.from([0x1a])]),
    'points/p.cpg': Buffer.from('GB18030'),
    'points/p.prj': Buffer.from(
      'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]',
    ),
  }
}
