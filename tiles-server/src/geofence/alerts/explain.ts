import type { Alert, AlertEvidence, Detect } from '../../contract/index.ts'

/** What of an alert its explanation is made of. */
export interface Explained {
  readonly transition: Detect
  readonly evidence: AlertEvidence
  readonly initial: boolean
  readonly late: boolean
  readonly reason: string | null
}

interface Words {
  readonly m: (metres: number) => string
  readonly s: (seconds: number) => string
}
type Line = Alert['explanation']
type Language = keyof Line
type Part = (words: Words, evidence: AlertEvidence) => string | undefined
/** Parts of a line; one whose number is not known is left out. */
type Parts = readonly Readonly<Record<Language, Part>>[]

const when =
  <K extends keyof AlertEvidence>(
    key: K,
    write: (value: NonNullable<AlertEvidence[K]>, words: Words, evidence: AlertEvidence) => string,
  ): Part =>
  (words, evidence) => {
    const value = evidence[key]
    return value === undefined || value === null ? undefined : write(value, words, evidence)
  }

const rounded = (value: number): string => (Math.abs(value) < 10 ? String(Math.round(value * 10) / 10) : String(Math.round(value)))

/** 3 h 5 min; what is nothing is left out. */
function duration(seconds: number, [h, min, s]: readonly [string, string, string]): string {
  const whole = Math.round(seconds)
  const parts = [
    [Math.floor(whole / 3_600), h],
    [Math.floor(whole / 60) % 60, min],
    [whole % 60, s],
  ] as const
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`)
  return said.length === 0 ? `0 ${s}` : said.join(' ')
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: { m: metres => `${rounded(metres)} m`, s: seconds => duration(seconds, ['h', 'min', 's']) },
  'zh-CN': { m: metres => `${rounded(metres)} 米`, s: seconds => duration(seconds, ['小时', '分', '秒']) },
}

/** Whoever was inside as the fence began was there before any fix could confirm it. */
const CONFIRMED: Parts[number] = {
  en: (_, { confirmed: fixes }) => (fixes ? `confirmed by ${fixes} ${fixes === 1 ? 'fix' : 'fixes'}` : undefined),
  'zh-CN': (_, { confirmed: fixes }) => (fixes ? `经 ${fixes} 次定位确认` : undefined),
}
const ACCURACY: Parts[number] = {
  en: when('accuracy', (accuracy, { m }) => `accuracy ${m(accuracy)}`),
  'zh-CN': when('accuracy', (accuracy, { m }) => `精度 ${m(accuracy)}`),
}
/** `begin` where the metres are known, `bare` where they are not. */
const beyond = (zh: readonly [begin: string, bare: string], en: readonly [begin: string, bare: string]): Parts => [
  {
    en: ({ m }, { edge }) => (edge === undefined ? en[1] : `${en[0]} ${m(edge)} beyond the edge`),
    'zh-CN': ({ m }, { edge }) => (edge === undefined ? zh[1] : `${zh[0]}边界 ${m(edge)}`),
  },
  CONFIRMED,
  ACCURACY,
]

const LINES: Readonly<Record<Detect, Parts>> = {
  enter: beyond(['进入', '进入'], ['entered', 'entered']),
  exit: beyond(['离开', '离开'], ['left', 'left']),
  corridor: beyond(['偏离走廊', '偏离走廊'], ['left the corridor', 'left the corridor']),
  cross: [
    { en: () => 'passed through between two fixes', 'zh-CN': () => '在两次定位之间穿越' },
    { en: when('seconds', (seconds, { s }) => `${s(seconds)} apart`), 'zh-CN': when('seconds', (seconds, { s }) => `相隔 ${s(seconds)}`) },
  ],
  dwell: [
    {
      en: ({ s }, { seconds }) => (seconds === undefined ? 'stayed' : `stayed for ${s(seconds)}`),
      'zh-CN': ({ s }, { seconds }) => (seconds === undefined ? '停留' : `停留 ${s(seconds)}`),
    },
  ],
  loiter: [
    {
      en: when('seconds', (seconds, { s }) => `inside for ${s(seconds)} altogether`),
      'zh-CN': when('seconds', (seconds, { s }) => `累计停留 ${s(seconds)}`),
    },
    { en: when('entries', entries => `entered ${entries} times`), 'zh-CN': when('entries', entries => `进入 ${entries} 次`) },
    { en: when('window', (window, { s }) => `within ${s(window)}`), 'zh-CN': when('window', (window, { s }) => `在 ${s(window)} 之内`) },
  ],
  crowd: [
    { en: when('count', count => `${count} objects inside`), 'zh-CN': when('count', count => `区域内有 ${count} 个对象`) },
    { en: when('needed', needed => `${needed} are a crowd`), 'zh-CN': when('needed', needed => `达到 ${needed} 个即为聚集`) },
  ],
  absent: [
    {
      en: ({ s }, { seconds }) => (seconds === undefined ? 'nobody was inside' : `nobody was inside for ${s(seconds)}`),
      'zh-CN': ({ s }, { seconds }) => (seconds === undefined ? '无人在区域内' : `${s(seconds)}内无人在区域内`),
    },
  ],
  silent: [
    {
      en: ({ s }, { seconds }) => (seconds === undefined ? 'inside without a fix' : `inside without a fix for ${s(seconds)}`),
      'zh-CN': ({ s }, { seconds }) => (seconds === undefined ? '在区域内失去定位' : `在区域内 ${s(seconds)}没有定位`),
    },
  ],
  speed: [
    { en: when('speed', speed => `moved at ${rounded(speed)} m/s`), 'zh-CN': when('speed', speed => `速度 ${rounded(speed)} 米/秒`) },
    {
      en: when('limit', (limit, _, { speed }) => `${(speed ?? Infinity) > limit ? 'more' : 'less'} than ${rounded(limit)} m/s`),
      'zh-CN': when('limit', (limit, _, { speed }) => `${(speed ?? Infinity) > limit ? '高于' : '低于'} ${rounded(limit)} 米/秒`),
    },
    { en: when('seconds', (seconds, { s }) => `for ${s(seconds)}`), 'zh-CN': when('seconds', (seconds, { s }) => `持续 ${s(seconds)}`) },
  ],
}

/** Why an alert is there although no fix made it so. */
const REASONS: Readonly<Record<string, Line>> = {
  disabled: { en: 'the fence was switched off', 'zh-CN': '围栏已停用' },
  schedule: { en: 'the schedule closed', 'zh-CN': '时段结束' },
  deleted: { en: 'the fence was removed', 'zh-CN': '围栏已删除' },
  'object-removed': { en: 'the fence no longer concerns the object', 'zh-CN': '围栏不再针对该对象' },
  'zone-removed': { en: 'the zone was removed', 'zh-CN': '区域已删除' },
  'zone-changed': { en: 'the zone changed', 'zh-CN': '区域已变更' },
}
const INITIAL: Line = { en: 'was inside when the fence began to look', 'zh-CN': '围栏生效时已在区域内' }
const LATE: Line = { en: 'by fixes that came late', 'zh-CN': '由迟到的定位得出' }

/** One line on how an alert came about, made of the numbers it was decided by: "entered 12 m beyond the edge, confirmed by 3 fixes, accuracy 8 m". */
export function explain({ transition, evidence, initial, late, reason }: Explained): Line {
  const line = (language: Language): string => {
    const said = LINES[transition].flatMap(part => part[language](WORDS[language], evidence) ?? [])
    const why = reason === null ? undefined : (REASONS[reason]?.[language] ?? reason)
    const parts = why === undefined ? said : [...(transition === 'exit' ? [] : said), why]
    const all = [...(initial && why === undefined ? [INITIAL[language], ...said.slice(1)] : parts), ...(late ? [LATE[language]] : [])]
    return all.join(language === 'en' ? ', ' : '，')
  }
  return { 'zh-CN': line('zh-CN'), en: line('en') }
}
