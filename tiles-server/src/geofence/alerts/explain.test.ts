import { expect, it } from 'vitest'
import { DETECT } from '../../contract/index.ts'
import { evidenceOf } from '../index.ts'
import { type Explained, explain } from './explain.ts'

const line = (over: Partial<Explained>) =>
  explain({ transition: 'enter', evidence: {}, initial: false, late: false, reason: null, ...over })

it.each<[Partial<Explained>, string, string]>([
  [
    { evidence: { edge: 12.34, confirmed: 3, accuracy: 8 } },
    'entered 12 m beyond the edge, confirmed by 3 fixes, accuracy 8 m',
    '进入边界 12 米，经 3 次定位确认，精度 8 米',
  ],
  [
    { evidence: { edge: 0.26, confirmed: 1, accuracy: null } },
    'entered 0.3 m beyond the edge, confirmed by 1 fix',
    '进入边界 0.3 米，经 1 次定位确认',
  ],
  [
    { evidence: { edge: 5, confirmed: 2 }, initial: true },
    'was inside when the fence began to look, confirmed by 2 fixes',
    '围栏生效时已在区域内，经 2 次定位确认',
  ],
  [
    { evidence: { edge: 5, confirmed: 0, accuracy: 9 }, initial: true },
    'was inside when the fence began to look, accuracy 9 m',
    '围栏生效时已在区域内，精度 9 米',
  ],
  [
    { transition: 'exit', evidence: { edge: 48 }, late: true },
    'left 48 m beyond the edge, by fixes that came late',
    '离开边界 48 米，由迟到的定位得出',
  ],
  [{ transition: 'exit', evidence: { edge: 48, confirmed: 2 }, reason: 'disabled' }, 'the fence was switched off', '围栏已停用'],
  [{ transition: 'exit', reason: 'moved' }, 'moved', 'moved'],
  [{ transition: 'cross', evidence: { seconds: 31 } }, 'passed through between two fixes, 31 s apart', '在两次定位之间穿越，相隔 31 秒'],
  [{ transition: 'dwell', evidence: { seconds: 3_661 } }, 'stayed for 1 h 1 min 1 s', '停留 1 小时 1 分 1 秒'],
  [
    { transition: 'loiter', evidence: { seconds: 600, entries: 3, window: 3_600 } },
    'inside for 10 min altogether, entered 3 times, within 1 h',
    '累计停留 10 分，进入 3 次，在 1 小时 之内',
  ],
  [
    { transition: 'crowd', evidence: { count: 21, needed: 20 } },
    '21 objects inside, 20 are a crowd',
    '区域内有 21 个对象，达到 20 个即为聚集',
  ],
  [{ transition: 'absent', evidence: { seconds: 7_200 } }, 'nobody was inside for 2 h', '2 小时内无人在区域内'],
  [{ transition: 'silent', evidence: { seconds: 0 } }, 'inside without a fix for 0 s', '在区域内 0 秒没有定位'],
  [
    { transition: 'speed', evidence: { speed: 23.46, limit: 20, seconds: 10 } },
    'moved at 23 m/s, more than 20 m/s, for 10 s',
    '速度 23 米/秒，高于 20 米/秒，持续 10 秒',
  ],
  [{ transition: 'speed', evidence: { speed: 1.26, limit: 2 } }, 'moved at 1.3 m/s, less than 2 m/s', '速度 1.3 米/秒，低于 2 米/秒'],
  [{ transition: 'corridor', evidence: { edge: 30 } }, 'left the corridor 30 m beyond the edge', '偏离走廊边界 30 米'],
])('%j is explained', (given, en, zh) => {
  expect(line(given)).toEqual({ en, 'zh-CN': zh })
})

it('every transition says something with few numbers', () => {
  for (const transition of DETECT) {
    const evidence = { loiter: { entries: 2 }, crowd: { count: 5 }, speed: { speed: 3 } }[transition as string] ?? {}
    for (const text of Object.values(line({ transition, evidence }))) expect(text).not.toMatch(/^$|undefined|NaN/)
  }
})

it('what the fence asked for stands beside what was counted', () => {
  const rule = { loiter: { entries: 3, window: 60 }, crowd: { count: 5 }, speed: { above: 2, below: 9, seconds: 0 } }
  expect(evidenceOf(rule, 'loiter', { entries: 3 })).toEqual({ entries: 3, window: 60 })
  expect(evidenceOf(rule, 'crowd', { count: 7 })).toEqual({ count: 7, needed: 5 })
  expect(evidenceOf(rule, 'speed', { speed: 3 })).toEqual({ speed: 3, limit: 2 })
  expect(evidenceOf({ speed: { below: 9, seconds: 0 } }, 'speed', { speed: 3 })).toEqual({ speed: 3, limit: 9 })
  for (const transition of ['enter', 'exit'] as const) expect(evidenceOf(rule, transition, { edge: 1 })).toEqual({ edge: 1 })
})
