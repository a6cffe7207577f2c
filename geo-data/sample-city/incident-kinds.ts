/** One kind of incident: its titles and when and where it comes up. */
export interface IncidentKind {
  readonly category: 'environment' | 'traffic' | 'facility' | 'dispute' | 'safety' | 'service'
  readonly department: 'urban-management' | 'police' | 'housing' | 'civil' | 'emergency' | 'community'
  readonly titles: readonly string[]
  readonly share: number
  /** Weight by hour of the day, eight spans of three hours from midnight (UTC+8). */
  readonly hours: readonly number[]
  readonly weekend: number
  /** Weight by quarter: spring (3-5), summer, autumn, winter. */
  readonly seasons: readonly [number, number, number, number]
  /** Preference for places: homes, trade, traffic, country. */
  readonly places: { readonly homes: number; readonly trade: number; readonly works: number; readonly country: number }
}

const day = [0.05, 0.05, 0.5, 1, 0.9, 1, 0.6, 0.2]
const peaks = [0.1, 0.05, 0.9, 0.7, 0.5, 0.9, 1, 0.3]
const night = [0.7, 0.15, 0.1, 0.2, 0.25, 0.35, 0.8, 1]
const round = [0.4, 0.3, 0.5, 0.8, 0.9, 0.9, 0.9, 0.6]

export const INCIDENT_KINDS: readonly IncidentKind[] = [
  {
    category: 'environment',
    department: 'urban-management',
    titles: ['占道经营', '流动摊贩聚集', '店外经营'],
    share: 13,
    hours: [0.1, 0.05, 0.7, 0.7, 0.6, 0.9, 1, 0.6],
    weekend: 1.25,
    seasons: [1, 1.25, 1, 0.7],
    places: { homes: 0.6, trade: 3, works: 0.2, country: 0.1 },
  },
  {
    category: 'environment',
    department: 'urban-management',
    titles: ['垃圾乱堆', '垃圾箱满溢', '建筑垃圾乱倒', '道路保洁不到位'],
    share: 11,
    hours: day,
    weekend: 0.9,
    seasons: [1, 1.3, 1, 0.8],
    places: { homes: 1, trade: 1.2, works: 0.6, country: 0.8 },
  },
  {
    category: 'environment',
    department: 'urban-management',
    titles: ['油烟扰民', '渣土车遗撒', '露天焚烧', '小广告乱贴'],
    share: 6,
    hours: round,
    weekend: 1,
    seasons: [1, 0.9, 1.4, 0.9],
    places: { homes: 0.8, trade: 1.2, works: 1, country: 0.7 },
  },
  {
    category: 'traffic',
    department: 'police',
    titles: ['机动车违法停放', '占用消防通道停车', '堵塞路口', '非机动车乱停放'],
    share: 14,
    hours: peaks,
    weekend: 0.85,
    seasons: [1, 0.95, 1, 1],
    places: { homes: 1, trade: 2, works: 0.6, country: 0.1 },
  },
  {
    category: 'traffic',
    department: 'police',
    titles: ['轻微剐蹭事故', '信号灯故障', '道路积水影响通行', '逆行多发'],
    share: 7,
    hours: peaks,
    weekend: 0.8,
    seasons: [0.9, 1.2, 1, 1.1],
    places: { homes: 0.8, trade: 1.4, works: 1, country: 0.4 },
  },
  {
    category: 'facility',
    department: 'urban-management',
    titles: ['井盖破损', '路灯不亮', '人行道破损', '护栏损坏', '路面坑洼'],
    share: 11,
    hours: day,
    weekend: 0.7,
    seasons: [1, 1.1, 0.9, 1],
    places: { homes: 1, trade: 1, works: 1, country: 0.5 },
  },
  {
    category: 'facility',
    department: 'housing',
    titles: ['供水管道漏水', '污水外溢', '电梯故障', '燃气设施异常', '供暖不热'],
    share: 8,
    hours: round,
    weekend: 0.95,
    seasons: [0.9, 0.9, 0.8, 1.5],
    places: { homes: 1.6, trade: 0.6, works: 0.3, country: 0.3 },
  },
  {
    category: 'dispute',
    department: 'community',
    titles: ['噪声扰民', '邻里纠纷', '楼道堆物', '宠物扰民'],
    share: 10,
    hours: night,
    weekend: 1.3,
    seasons: [1, 1.4, 1, 0.7],
    places: { homes: 2, trade: 0.6, works: 0.1, country: 0.3 },
  },
  {
    category: 'dispute',
    department: 'civil',
    titles: ['物业纠纷', '消费纠纷', '租赁纠纷', '土地边界纠纷'],
    share: 5,
    hours: day,
    weekend: 0.9,
    seasons: [1, 1, 1, 1.1],
    places: { homes: 1.1, trade: 1.4, works: 0.4, country: 0.8 },
  },
  {
    category: 'safety',
    department: 'emergency',
    titles: ['消防通道堵塞', '电动自行车违规充电', '高空坠物隐患', '施工围挡破损', '用电线路老化'],
    share: 7,
    hours: round,
    weekend: 0.9,
    seasons: [1, 1.2, 0.9, 1.2],
    places: { homes: 1.3, trade: 1, works: 1.4, country: 0.4 },
  },
  {
    category: 'safety',
    department: 'police',
    titles: ['夜间滋事', '可疑物品', '财物被盗线索'],
    share: 3,
    hours: night,
    weekend: 1.5,
    seasons: [0.9, 1.4, 1, 0.8],
    places: { homes: 0.8, trade: 2.6, works: 0.4, country: 0.2 },
  },
  {
    category: 'service',
    department: 'community',
    titles: ['政策咨询', '社保咨询', '老年人助餐需求', '公共活动场地预约', '惠民设施报修'],
    share: 5,
    hours: day,
    weekend: 0.35,
    seasons: [1, 1, 1, 1],
    places: { homes: 1.4, trade: 0.4, works: 0.2, country: 0.7 },
  },
]
