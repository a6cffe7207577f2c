import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../support/app.ts'
import { createClient } from '../support/client.ts'
import { sendImport } from './client.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())

const camera = (id: string) => createClient(app.url).get('camera', id)
const csv = (body: string, options: object = {}) => sendImport(app.url, body, { layer: 'camera', type: 'text/csv', ...options })

const HEAD =
  'DeviceID,Name,Manufacturer,CivilCode,Status,Longitude,Latitude,PTZType,DirectionType,HorizontalFieldAngle,VerticalFieldAngle,MaxViewDistance'

describe('a GB/T 28181 catalogue', () => {
  it('is understood without map: fields renamed, codes turned into what they stand for, the device id the feature’s', async () => {
    const rows = [
      '34020000001320000001,北门,海康,340200,ON,118.1,31.1,1,1,60,34.5,150',
      '34020000001320000002,南门,海康,340200,OFF,118.2,31.2,3,8,90,,80',
      '34020000001310000003,河边,,340200,on,118.3,31.3,,,,,',
    ]
    const { report } = await csv([HEAD, ...rows].join('\n'))
    expect(report).toMatchObject({ committed: true, stored: 3, rejectedCount: 0, id: { choice: 'feature-id' }, mode: 'upsert' })
    expect(report!.warnings.map(({ detail }) => detail)).toEqual([
      'layer camera has no attribute "Manufacturer"; its values were left out',
      'layer camera has no attribute "CivilCode"; its values were left out',
    ])
    expect(await camera('34020000001320000001')).toMatchObject({
      geometry: { type: 'Point', coordinates: [118.1, 31.1] },
      properties: {
        code: '34020000001320000001',
        name: '北门',
        kind: 'ptz',
        ptz_type: 'dome',
        azimuth: 90,
        azimuth_uncertainty: 22.5,
        fov: 60,
        vfov: 34.5,
        range: 150,
        status: 'online',
      },
    })
    expect((await camera('34020000001320000002')).properties).toEqual({
      code: '34020000001320000002',
      name: '南门',
      kind: 'fixed',
      ptz_type: 'fixed_bullet',
      azimuth: 315,
      azimuth_uncertainty: 22.5,
      fov: 90,
      range: 80,
      status: 'offline',
    })
    expect((await camera('34020000001310000003')).properties).toEqual({ code: '34020000001310000003', name: '河边', status: 'online' })
  })

  it.each([
    [1, 90],
    [2, 270],
    [3, 180],
    [4, 0],
    [5, 135],
    [6, 45],
    [7, 225],
    [8, 315],
  ])('DirectionType %d looks %d degrees, give or take an eighth of the circle', async (direction, azimuth) => {
    const id = `3402000000132010000${direction}`
    const { report } = await csv(`deviceid,name,status,directiontype,lon,lat\n${id},n,ON,${direction},118,31\n`)
    expect(report).toMatchObject({ committed: true })
    expect((await camera(id)).properties).toMatchObject({ azimuth, azimuth_uncertainty: 22.5 })
  })

  it('reports malformed ids and codes row by row, naming the digit and the rule', async () => {
    const rows = [
      '3402000000132020000,short,,,ON,118,31,1,1,60,30,100',
      '3402000000132O200002,letter,,,ON,118,31,1,1,60,30,100',
      '34000100001322000003,region,,,ON,118,31,1,1,60,30,100',
      '34020000000002000004,type,,,ON,118,31,1,1,60,30,100',
      '34020000001322000005,direction,,,ON,118,31,1,9,60,30,100',
      '34020000001322000006,mount,,,ON,118,31,8,1,60,30,100',
      '34020000001322000007,status,,,BROKEN,118,31,1,1,60,30,100',
      '34020000001322000008,angle,,,ON,118,31,1,1,361,30,100',
      ',none,,,ON,118,31,1,1,60,30,100',
      '34020000001322000009,good,,,ON,118,31,1,1,60,30,100',
    ]
    const strict = await csv([HEAD, ...rows].join('\n'))
    expect(strict.report).toMatchObject({ committed: false, stored: 0, heldBack: 1 })
    const { report } = await csv([HEAD, ...rows].join('\n'), { partial: true })
    expect(report).toMatchObject({ committed: true, stored: 1, rejectedCount: 9 })
    expect([...report!.rejected].sort((a, b) => a.row - b.row).map(({ row, rule, value, detail }) => [row, rule, value, detail])).toEqual([
      [
        1,
        'device-id length',
        '3402000000132020000',
        'DeviceID 3402000000132020000: the id ends before digit 20, it must have 20 digits, not 19',
      ],
      [2, 'device-id digit', '3402000000132O200002', 'DeviceID 3402000000132O200002: digit 14 is "O", all 20 must be 0 to 9'],
      [3, 'device-id region', '34000100001322000003', expect.stringMatching(/digits 5-6 are 01 after 00 in digits 3-4/)],
      [4, 'device-id type', '34020000000002000004', expect.stringMatching(/digits 11-13 are 000, types are 111 to 999/)],
      [5, 'DirectionType', '9', 'DirectionType is 9, it must be 1 to 8 (GB/T 28181-2022, DirectionType)'],
      [6, 'PTZType', '8', 'PTZType is 8, it must be 1 to 7 (GB/T 28181-2022, PTZType)'],
      [7, 'property status', '"BROKEN"', expect.stringMatching(/online, offline, fault/)],
      [8, 'property fov', '361', expect.stringMatching(/at most 360/)],
      [9, 'id', 'absent', 'the id of the feature must be text or a number'],
    ])
  })

  it('is read from GeoJSON and NDJSON too, with the fields of Info; numbers of twenty digits are no ids', async () => {
    const item = (id: unknown, more: object = {}) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [118.4, 31.4] },
      properties: { DeviceID: id, Name: 'n', Status: 'ON', Info: { PTZType: '4', DirectionType: 2, MaxViewDistance: '70' }, ...more },
    })
    const body = JSON.stringify({ type: 'FeatureCollection', features: [item('34020000001320300001'), item(3.4e19)] })
    const { report } = await sendImport(app.url, body, { layer: 'camera', partial: true })
    expect(report).toMatchObject({ stored: 1, rejectedCount: 1 })
    expect(report!.rejected[0]).toMatchObject({ row: 2, rule: 'device-id', detail: expect.stringMatching(/must be text/) as string })
    expect((await camera('34020000001320300001')).properties).toMatchObject({
      kind: 'ptz',
      ptz_type: 'ptz_bullet',
      azimuth: 270,
      range: 70,
    })
    const bare = {
      type: 'Feature',
      geometry: null,
      properties: { DeviceID: '34020000001320300003', Name: 'n', Status: 'OFF', Longitude: '118.5', Latitude: 31.5 },
    }
    expect(
      (await sendImport(app.url, JSON.stringify(bare), { layer: 'camera', type: 'application/geo+json-seq', format: 'ndjson' })).report,
    ).toMatchObject({ stored: 1 })
    expect((await camera('34020000001320300003')).geometry).toEqual({ type: 'Point', coordinates: [118.5, 31.5] })
  })

  it('is read from the XML that devices answer with, in GB2312 too', async () => {
    const item = (id: string, name: string, info: string) =>
      `<Item><DeviceID>${id}</DeviceID><Name>${name}</Name><Status>ON</Status><Longitude>118.6</Longitude><Latitude>31.6</Latitude><Info>${info}</Info></Item>`
    const items = [
      item('34020000001320500001', '北门', '<PTZType>1</PTZType><DirectionType>3</DirectionType><MaxViewDistance>80</MaxViewDistance>'),
      item('3402000000132050000', '南门', ''),
    ]
    const xml = `<?xml version="1.0" encoding="GB2312"?>\r\n<Response>\r\n<CmdType>Catalog</CmdType><SN>1</SN><DeviceID>34020000002000000001</DeviceID><SumNum>2</SumNum><DeviceList Num="2">${items.join('')}</DeviceList></Response>`
    const { report } = await sendImport(app.url, iconv.encode(xml, 'gb2312'), {
      layer: 'camera',
      partial: true,
      type: 'application/octet-stream',
      name: 'catalog.xml',
    })
    expect(report).toMatchObject({ format: 'gb28181', encoding: 'gbk', rowsIn: 2, stored: 1 })
    expect(report!.rejected[0]).toMatchObject({ row: 2, rule: 'device-id length', value: '3402000000132050000' })
    expect(await camera('34020000001320500001')).toMatchObject({
      geometry: { coordinates: [118.6, 31.6] },
      properties: { name: '北门', kind: 'ptz', azimuth: 180, range: 80, status: 'online' },
    })
    const other = await sendImport(app.url, xml.replace('Catalog', 'Alarm'), {
      layer: 'camera',
      type: 'application/octet-stream',
      format: 'gb28181',
    })
    expect(other.error?.detail).toMatch(/no catalogue: its CmdType is Alarm/)
  })

  it('leaves to map and id what they name, and other files and layers alone', async () => {
    const one = await csv(`DeviceID,Name,Status,key,Longitude,Latitude\n34020000001320400001,n,ON,own,118,31\n`, {
      id: 'key',
      map: ['Name=name'],
    })
    expect(one.report).toMatchObject({ committed: true, id: { choice: 'column', column: 'key' } })
    expect((await camera('own')).properties).toMatchObject({ code: '34020000001320400001', name: 'n' })
    const named = await csv(`DeviceID,Name,Status,Longitude,Latitude\n34020000001320400002,n,ON,118,31\n`, { id: 'DeviceID' })
    expect(named.report).toMatchObject({ committed: true })
    expect((await camera('34020000001320400002')).properties).toMatchObject({ status: 'online' })
    expect((await csv('code,name,status,lon,lat\nany-old-code,n,online,118,31\n', { id: 'code' })).report).toMatchObject({
      committed: true,
    })
    const other = await csv(`DeviceID,Name,Longitude,Latitude\nx,n,118,31\n`, { layer: 'devices' })
    expect(other.report).toMatchObject({ committed: true, stored: 1 })
    expect(app.live.layer('devices').def.properties.map(({ name }) => name)).toEqual(['DeviceID', 'Name'])
  })
})
