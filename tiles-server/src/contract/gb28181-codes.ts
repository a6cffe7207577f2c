import type { Text } from './catalog.ts'

/**
 * Code tables of a GB/T 28181 device id: GB/T 28181-2022, annex E (E.1 types and networks, E.3 industries), as wvp-GB28181-pro (DeviceTypeEnum,
 * IndustryCodeTypeEnum, NetworkIdentificationTypeEnum) and twinkleway.com/gbcode have them. The 2016 edition (annex D) names industries 43 to 55 otherwise.
 * Provinces: GB/T 2260.
 */
const text = (zh: string, en: string): Text => ({ 'zh-CN': zh, en })

/** Codes that have a title of their own. */
type Titles = Readonly<Record<string, Text>>

/** Codes from and to, both included, that share a title. */
export type Ranges = readonly (readonly [from: number, to: number, title: Text])[]

/** Titles of consecutive codes from a first one. */
const from = (first: number, width: number, titles: readonly (readonly [zh: string, en: string])[]): Titles =>
  Object.fromEntries(titles.map(([zh, en], i) => [String(first + i).padStart(width, '0'), text(zh, en)]))

export const INDUSTRIES: Titles = {
  ...from(0, 2, [
    ['社会治安路面接入', 'Public security: roads and public places'],
    ['社会治安社区接入', 'Public security: communities'],
    ['社会治安内部接入', 'Public security: own premises'],
    ['社会治安其他接入', 'Public security: other'],
    ['交通路面接入', 'Traffic: roads'],
    ['交通卡口接入', 'Traffic: checkpoints'],
    ['交通内部接入', 'Traffic: own premises'],
    ['交通其他接入', 'Traffic: other'],
    ['城市管理接入', 'City management'],
    ['卫生环保接入', 'Health and environment'],
    ['商检海关接入', 'Inspection and customs'],
    ['教育部门接入', 'Education authorities'],
    ['民航接入', 'Civil aviation'],
    ['铁路接入', 'Railways'],
    ['航运接入', 'Shipping'],
  ]),
  ...from(40, 2, [
    ['农、林、牧、渔业接入', 'Agriculture, forestry and fishing'],
    ['采矿业接入', 'Mining'],
    ['制造业接入', 'Manufacturing'],
    ['电力、热力、燃气及水生产和供应业接入', 'Power, heat, gas and water supply'],
    ['建筑业接入', 'Construction'],
    ['批发和零售业接入', 'Wholesale and retail'],
    ['交通运输、仓储和邮政业接入', 'Transport, storage and post'],
    ['住宿和餐饮业接入', 'Hotels and catering'],
    ['信息传输、软件和信息技术服务业接入', 'Information technology'],
    ['金融业接入', 'Finance'],
    ['房地产业接入', 'Real estate'],
    ['租赁和商务服务业接入', 'Leasing and business services'],
    ['科学研究和技术服务业接入', 'Research and technical services'],
    ['水利、环境和公共设施管理业接入', 'Water, environment and public facilities'],
    ['居民服务、修理和其他服务业接入', 'Household and other services'],
    ['教育接入', 'Education'],
    ['卫生和社会工作接入', 'Health and social work'],
    ['文化、体育和娱乐业接入', 'Culture, sports and entertainment'],
    ['公共管理、社会保障和社会组织接入', 'Public administration and social organisations'],
    ['国际组织接入', 'International organisations'],
  ]),
}

export const INDUSTRY_RANGES: Ranges = [
  [0, 39, text('政府机关(预留)', 'Government (reserved)')],
  [40, 79, text('企业/事业单位(预留)', 'Enterprises and institutions (reserved)')],
  [80, 89, text('居民自建', 'Set up by residents')],
  [90, 99, text('其他主体', 'Others')],
]

export const TYPES: Titles = {
  ...from(111, 3, [
    ['数字视频录像机(DVR)', 'Digital video recorder (DVR)'],
    ['视频服务器', 'Video server'],
    ['编码器', 'Encoder'],
    ['解码器', 'Decoder'],
    ['视频切换矩阵', 'Video matrix'],
    ['音频切换矩阵', 'Audio matrix'],
    ['报警控制器', 'Alarm controller'],
    ['网络视频录像机(NVR)', 'Network video recorder (NVR)'],
  ]),
  ...from(120, 3, [
    ['在线视频图像信息采集系统', 'Online video capture system'],
    ['视频卡口', 'Video checkpoint'],
    ['多目设备', 'Multi-lens device'],
    ['停车场出入口控制设备', 'Car park access control'],
    ['人员出入口控制设备', 'Personal access control'],
    ['安检设备', 'Security inspection device'],
  ]),
  ...from(130, 3, [
    ['混合硬盘录像机(HVR)', 'Hybrid video recorder (HVR)'],
    ['摄像机', 'Camera'],
    ['网络摄像机(IPC)/在线视频图像信息采集设备', 'Network camera (IPC)'],
    ['显示器', 'Monitor'],
    ['报警输入设备', 'Alarm input'],
    ['报警输出设备(警灯、警铃等)', 'Alarm output (lamps, bells)'],
    ['语音输入设备', 'Voice input'],
    ['语音输出设备', 'Voice output'],
    ['移动传输设备', 'Mobile transmitter'],
    ['其他外围设备', 'Other peripheral'],
    ['报警输出设备(继电器等)', 'Alarm output (relays)'],
    ['道闸', 'Barrier gate'],
    ['智能门', 'Smart door'],
    ['凭证识别单元', 'Credential reader'],
  ]),
  ...from(200, 3, [
    ['中心信令控制服务器', 'Central signalling server'],
    ['Web应用服务器', 'Web application server'],
    ['媒体分发服务器', 'Media distribution server'],
    ['代理服务器', 'Proxy server'],
    ['安全服务器', 'Security server'],
    ['报警服务器', 'Alarm server'],
    ['数据库服务器', 'Database server'],
    ['GIS服务器', 'GIS server'],
    ['管理服务器', 'Management server'],
    ['接入网关', 'Access gateway'],
    ['媒体存储服务器', 'Media storage server'],
    ['信令安全路由网关', 'Signalling security gateway'],
  ]),
  ...from(215, 3, [
    ['业务分组', 'Business group'],
    ['虚拟组织', 'Virtual organisation'],
  ]),
  '300': text('中心用户', 'Centre user'),
  '400': text('终端用户', 'Terminal user'),
  ...from(500, 3, [
    ['视频图像信息综合应用平台', 'Video application platform'],
    ['视频图像信息运维管理平台', 'Video operation platform'],
    ['视频图像分析系统', 'Video analysis system'],
    ['视频图像信息数据库', 'Video database'],
  ]),
  '505': text('视频图像分析设备', 'Video analysis device'),
}

export const TYPE_RANGES: Ranges = [
  [111, 130, text('前端主设备(预留)', 'Front-end main device (reserved)')],
  [131, 199, text('前端外围设备(预留)', 'Front-end peripheral (reserved)')],
  [200, 299, text('平台设备(预留)', 'Platform device (reserved)')],
  [300, 399, text('中心用户(行业角色或预留)', 'Centre user (role or reserved)')],
  [400, 499, text('终端用户(行业角色或预留)', 'Terminal user (role or reserved)')],
  [500, 599, text('平台外接服务器(预留)', 'External server (reserved)')],
  [600, 999, text('扩展类型', 'User-defined type')],
]

export const NETWORKS: Titles = from(0, 1, [
  ['公安视频传输网', 'Police video network'],
  ['公安视频传输网', 'Police video network'],
  ['行业专网', 'Industry network'],
  ['政法信息网', 'Political and legal network'],
  ['公安移动信息网', 'Police mobile network'],
  ['公安信息网', 'Police information network'],
  ['电子政务外网', 'Government extranet'],
  ['互联网等公共网络', 'Internet and other public networks'],
  ['专线', 'Leased line'],
  ['预留', 'Reserved'],
])

export const PROVINCES: Titles = {
  ...from(11, 2, [
    ['北京市', 'Beijing'],
    ['天津市', 'Tianjin'],
    ['河北省', 'Hebei'],
    ['山西省', 'Shanxi'],
    ['内蒙古自治区', 'Inner Mongolia'],
  ]),
  ...from(21, 2, [
    ['辽宁省', 'Liaoning'],
    ['吉林省', 'Jilin'],
    ['黑龙江省', 'Heilongjiang'],
  ]),
  ...from(31, 2, [
    ['上海市', 'Shanghai'],
    ['江苏省', 'Jiangsu'],
    ['浙江省', 'Zhejiang'],
    ['安徽省', 'Anhui'],
    ['福建省', 'Fujian'],
    ['江西省', 'Jiangxi'],
    ['山东省', 'Shandong'],
  ]),
  ...from(41, 2, [
    ['河南省', 'Henan'],
    ['湖北省', 'Hubei'],
    ['湖南省', 'Hunan'],
    ['广东省', 'Guangdong'],
    ['广西壮族自治区', 'Guangxi'],
    ['海南省', 'Hainan'],
  ]),
  ...from(50, 2, [
    ['重庆市', 'Chongqing'],
    ['四川省', 'Sichuan'],
    ['贵州省', 'Guizhou'],
    ['云南省', 'Yunnan'],
    ['西藏自治区', 'Tibet'],
  ]),
  ...from(61, 2, [
    ['陕西省', 'Shaanxi'],
    ['甘肃省', 'Gansu'],
    ['青海省', 'Qinghai'],
    ['宁夏回族自治区', 'Ningxia'],
    ['新疆维吾尔自治区', 'Xinjiang'],
  ]),
  '71': text('台湾省', 'Taiwan'),
  '81': text('香港特别行政区', 'Hong Kong'),
  '82': text('澳门特别行政区', 'Macao'),
}

/** A province code that GB/T 2260 has not given out. */
export const NO_PROVINCE: Text = text('未分配的行政区划', 'Division not assigned')
