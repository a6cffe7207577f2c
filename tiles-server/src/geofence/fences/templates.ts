import type { FenceTemplate } from '../../contract/index.ts'

const ZONES = {
  property: 'zones',
  about: { 'zh-CN': '在哪些区域：选择已有区域，或在图上绘制', en: 'Where: zones there are, or drawn on the map' },
}
const OBJECTS = {
  property: 'objects',
  about: { 'zh-CN': '针对哪些对象：按标识或按分组', en: 'Of which objects: by their ids, or a group of them' },
}
const zonesOfKind = (kind: string) => [{ layer: 'zone', filter: `kind = '${kind}'` }]
const everyDay = [1, 2, 3, 4, 5, 6, 7]

/** Fences to begin with: what they are for, their defaults, and what a user has to decide. */
export const TEMPLATES: readonly FenceTemplate[] = [
  {
    id: 'loitering',
    name: { 'zh-CN': '防区徘徊', en: 'Loitering in a defence zone' },
    description: {
      'zh-CN': '对象在防区内累计停留过久，或短时间内反复进入。',
      en: 'An object is in a defence zone for long altogether, or enters it again and again.',
    },
    fence: {
      name: '防区徘徊',
      detect: ['loiter'],
      objects: { all: true },
      zones: zonesOfKind('defence'),
      loiter: { seconds: 600, entries: 3, window: 3_600 },
      severity: 'major',
      cooldown: 1_800,
      message: { 'zh-CN': '{object} 在 {zone} 徘徊', en: '{object} is loitering in {zone}' },
    },
    fill: [ZONES, { property: 'loiter', about: { 'zh-CN': '停留多久、进入几次算徘徊', en: 'How long, or how many entries' } }],
  },
  {
    id: 'missed-patrol',
    name: { 'zh-CN': '漏巡', en: 'Missed patrol' },
    description: { 'zh-CN': '巡逻区在规定时间内无人到达。', en: 'Nobody has been in a patrol zone for too long.' },
    fence: {
      name: '漏巡',
      detect: ['absent'],
      objects: { group: { layer: 'patrol' } },
      zones: zonesOfKind('patrol'),
      absent: { seconds: 7_200 },
      schedule: { timeZone: 'Asia/Shanghai', weekly: [{ days: everyDay, from: '06:00', to: '22:00' }] },
      severity: 'major',
      message: { 'zh-CN': '{zone} 漏巡（{time}）', en: 'No patrol in {zone} ({time})' },
    },
    fill: [
      ZONES,
      OBJECTS,
      { property: 'absent', about: { 'zh-CN': '多久无人到达算漏巡', en: 'How long without anybody' } },
      { property: 'schedule', about: { 'zh-CN': '巡逻时段', en: 'When there should be patrols' } },
    ],
  },
  {
    id: 'left-post',
    name: { 'zh-CN': '离岗', en: 'Patrol left its zone' },
    description: {
      'zh-CN': '值勤期间对象离开指定区域，或在区域内失去联系。',
      en: 'On duty, an object leaves its zone or falls silent in it.',
    },
    fence: {
      name: '离岗',
      detect: ['exit', 'silent'],
      confirm: { fixes: 3, seconds: 60 },
      silent: { seconds: 600 },
      schedule: { timeZone: 'Asia/Shanghai', weekly: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }] },
      severity: 'major',
      message: { 'zh-CN': '{object} 离开 {zone}（{time}）', en: '{object} left {zone} ({time})' },
    },
    fill: [OBJECTS, ZONES, { property: 'schedule', about: { 'zh-CN': '值勤时段', en: 'When it is on duty' } }],
  },
  {
    id: 'crowd',
    name: { 'zh-CN': '聚集', en: 'Crowd' },
    description: { 'zh-CN': '区域内的对象达到一定数量。', en: 'As many objects as that are in a zone at once.' },
    fence: {
      name: '聚集',
      detect: ['crowd'],
      objects: { all: true },
      crowd: { count: 20 },
      severity: 'major',
      cooldown: 600,
      message: { 'zh-CN': '{zone} 有人员聚集（{time}）', en: 'A crowd in {zone} ({time})' },
    },
    fill: [ZONES, { property: 'crowd', about: { 'zh-CN': '多少个对象算聚集', en: 'How many objects' } }],
  },
  {
    id: 'control-zone',
    name: { 'zh-CN': '布控区', en: 'Vehicle in a control zone' },
    description: { 'zh-CN': '布控车辆进入、穿越或离开布控区。', en: 'A vehicle looked for enters, crosses or leaves a control zone.' },
    fence: {
      name: '布控区',
      detect: ['enter', 'exit', 'cross'],
      zones: zonesOfKind('control'),
      confirm: { fixes: 1, seconds: 0 },
      severity: 'critical',
      message: { 'zh-CN': '布控车辆 {object}：{zone}（{time}）', en: 'Vehicle {object}: {zone} ({time})' },
    },
    fill: [OBJECTS, ZONES],
  },
]
