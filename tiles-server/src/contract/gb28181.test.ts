import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DeviceId, decodeDeviceId } from './gb28181.ts'

const decoded = (id: string): DeviceId => {
  const result = decodeDeviceId(id)
  if ('problem' in result) throw new Error(result.problem.detail)
  return result
}
const refused = (id: string) => {
  const result = decodeDeviceId(id)
  return 'problem' in result ? result.problem : undefined
}

describe('a device id', () => {
  it('is decoded into region, industry, type, network and serial', () => {
    expect(decoded('34020000001320000001')).toEqual({
      region: { code: '3402', title: { 'zh-CN': '安徽省', en: 'Anhui' }, level: 'city' },
      industry: { code: '00', title: { 'zh-CN': '社会治安路面接入', en: 'Public security: roads and public places' } },
      type: { code: '132', title: { 'zh-CN': '网络摄像机(IPC)/在线视频图像信息采集设备', en: 'Network camera (IPC)' } },
      network: { code: '0', title: { 'zh-CN': '公安视频传输网', en: 'Police video network' } },
      serial: '000001',
    })
  })

  it.each([
    ['11000000001310000001', '11', 'province', '北京市'],
    ['44030000001310000001', '4403', 'city', '广东省'],
    ['44030500001310000001', '440305', 'county', '广东省'],
    ['44030512001310000001', '44030512', 'local', '广东省'],
    ['32102030001310000001', '32102030', 'local', '江苏省'],
    ['99010100041320000001', '990101', 'county', '未分配的行政区划'],
  ])('%s lies in region %s', (id, code, level, province) => {
    expect(decoded(id).region).toMatchObject({ code, level, title: { 'zh-CN': province } })
  })

  it.each([
    ['05', '131', '5', '交通卡口接入', '摄像机', '公安信息网'],
    ['15', '119', '9', '政府机关(预留)', '前端主设备(预留)', '预留'],
    ['59', '121', '8', '国际组织接入', '视频卡口', '专线'],
    ['60', '199', '7', '企业/事业单位(预留)', '前端外围设备(预留)', '互联网等公共网络'],
    ['85', '216', '6', '居民自建', '虚拟组织', '电子政务外网'],
    ['90', '217', '4', '其他主体', '平台设备(预留)', '公安移动信息网'],
    ['00', '343', '3', '社会治安路面接入', '中心用户(行业角色或预留)', '政法信息网'],
    ['00', '400', '2', '社会治安路面接入', '终端用户', '行业专网'],
    ['00', '504', '1', '社会治安路面接入', '平台外接服务器(预留)', '公安视频传输网'],
    ['00', '600', '0', '社会治安路面接入', '扩展类型', '公安视频传输网'],
  ])('industry %s, type %s and network %s have titles, reserved ones that of their range', (industry, type, network, ...titles) => {
    const id = decoded(`44030500${industry}${type}${network}000123`)
    expect([id.industry, id.type, id.network].map(part => part.title['zh-CN'])).toEqual(titles)
    expect([id.industry, id.type, id.network].map(part => part.code)).toEqual([industry, type, network])
  })

  it.each([
    ['', 'length', [1, 20], /ends before digit 1.*20 digits, not 0/],
    ['3402000000132000001', 'length', [20, 20], /before digit 20.*not 19/],
    ['340200000013200000012', 'length', [21, 21], /after digit 20.*not 21/],
    ['3402000000132000000x', 'digit', [20, 20], /digit 20 is "x"/],
    ['34020000001320000 01', 'digit', [18, 18], /digit 18 is " "/],
    ['３4020000001320000001', 'digit', [1, 1], /digit 1 is "３"/],
    ['3.402e19', 'digit', [2, 2], /digit 2 is "\."/],
    ['04020000001320000001', 'region', [1, 1], /digit 1 is 0.*GB\/T 2260/],
    ['34000100001320000001', 'region', [5, 6], /digits 5-6 are 01 after 00 in digits 3-4/],
    ['34020001001320000001', 'region', [7, 8], /digits 7-8 are 01 after 00 in digits 5-6/],
    ['34020000000000000001', 'type', [11, 13], /digits 11-13 are 000/],
    ['34020000001100000001', 'type', [11, 13], /digits 11-13 are 110.*111 to 999/],
  ])('"%s" is refused, with the digit and the rule', (id, rule, digits, detail) => {
    expect(refused(id)).toEqual({ rule, digits, detail: expect.stringMatching(detail) as string })
  })

  it('is either decoded or refused, whatever the text; its parts make the id again', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 20, maxLength: 20 }).map(list => list.join(''))
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 30 }), digits), id => {
        const result = decodeDeviceId(id)
        if ('problem' in result) {
          const [from, to] = result.problem.digits
          expect(from >= 1 && to >= from).toBe(true)
          return
        }
        const { region, industry, type, network, serial } = result
        expect(`${region.code.padEnd(8, '0')}${industry.code}${type.code}${network.code}${serial}`).toBe(id)
        for (const part of [region, industry, type, network]) expect(part.title.en !== '' && part.title['zh-CN'] !== '').toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})
