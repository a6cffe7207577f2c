import type { FenceRule, FenceWarning } from '../../contract/index.ts'
import { ZongtuError } from '../../kernel/index.ts'
import type { Live } from '../../live/index.ts'
import { resolveObjects } from './objects.ts'
import { longestOpening, mostOpenWithin } from './schedule.ts'
import { matching, zoneTypes } from './zones.ts'

/** Most zones of a fence when it is saved. */
const MOST_ZONES = 10_000
/** Fixes that are faster than this are taken for wrong and not looked at, metres a second. */
const FASTEST = 100
const BLOCKS = ['dwell', 'loiter', 'crowd', 'absent', 'silent', 'speed', 'corridor'] as const

type LiveLayers = Pick<Live, 'has' | 'layer'>

const warning = (code: string, property: string, zh: string, en: string): FenceWarning => ({ code, property, text: { 'zh-CN': zh, en } })

/**
 * What of a checked rule will not do what it seems to: by its own numbers, or by what the layers hold now. Throws bad-fence for more zones than a fence
 * may have.
 */
export function warningsOf(rule: FenceRule, live: LiveLayers): FenceWarning[] {
  return [...unused(rule), ...ofSchedule(rule), ...ofSpeed(rule), ...ofZones(rule, live), ...ofObjects(rule, live)]
}

const unused = ({ detect, ...rule }: FenceRule): FenceWarning[] =>
  BLOCKS.filter(word => rule[word] !== undefined && !detect.includes(word)).map(word =>
    warning(
      'unused',
      word,
      `填写了 ${word}，但未选择检测该情形，不起作用`,
      `${word} is given, but detect does not have it: it does nothing`,
    ),
  )

/** A stay ends when the schedule closes, so what takes longer than it is open is never seen. */
function ofSchedule(rule: FenceRule): FenceWarning[] {
  const { schedule, detect, loiter } = rule
  if (schedule === undefined) return []
  const open = longestOpening(schedule)
  const long = (property: string, seconds: number | undefined, most = open): FenceWarning[] =>
    seconds === undefined || seconds <= most
      ? []
      : [
          warning(
            'longer-than-open',
            property,
            `${property} 为 ${seconds} 秒，而时段最多连续开放 ${most} 秒，永远不会触发`,
            `${property} is ${seconds} s, but the schedule is open for ${most} s at most: it can never fire`,
          ),
        ]
  const block = (word: 'dwell' | 'absent' | 'silent' | 'speed') =>
    detect.includes(word) ? long(`${word}.seconds`, rule[word]?.seconds) : []
  return [
    ...long('confirm.seconds', rule.confirm.seconds),
    ...block('dwell'),
    ...block('absent'),
    ...block('silent'),
    ...block('speed'),
    ...(loiter && detect.includes('loiter') ? long('loiter.seconds', loiter.seconds, mostOpenWithin(schedule, loiter.window)) : []),
  ]
}

const ofSpeed = ({ detect, speed }: FenceRule): FenceWarning[] =>
  detect.includes('speed') && speed?.above !== undefined && speed.above >= FASTEST
    ? [
        warning(
          'implausible',
          'speed.above',
          `speed.above 为 ${speed.above} 米/秒，超过 ${FASTEST} 米/秒的定位视为异常、不参与判断`,
          `speed.above is ${speed.above} m/s, but fixes faster than ${FASTEST} m/s are taken for wrong and not looked at`,
        ),
      ]
    : []

function ofZones(rule: FenceRule, live: LiveLayers): FenceWarning[] {
  const types = zoneTypes(rule)
  const keys = new Set<string>()
  const warnings = rule.zones.flatMap((zone, i): FenceWarning[] => {
    if (!('filter' in zone)) return []
    const property = `zones.${i}.filter`
    let unfit = 0
    let found = 0
    for (const { id, geometry } of matching(live.layer(zone.layer), zone.filter)) {
      if (!types.includes(geometry?.type ?? '')) unfit++
      else {
        found++
        keys.add(`${zone.layer}/${id}`)
      }
    }
    if (keys.size > MOST_ZONES)
      throw new ZongtuError('bad-fence', `zones are ${keys.size} and more, at most ${MOST_ZONES} are taken; ${property} matches too many`, {
        property,
      })
    return [
      ...(found === 0 ? [warning('no-zones', property, '目前没有符合条件的区域', 'no zone matches now')] : []),
      ...(unfit > 0
        ? [
            warning(
              'unfit-zones',
              property,
              `${unfit} 个符合条件的要素形状不适用，已略过`,
              `${unfit} features that match are no ${types.join(' or ')} and are left out`,
            ),
          ]
        : []),
    ]
  })
  return warnings
}

function ofObjects(rule: FenceRule, live: LiveLayers): FenceWarning[] {
  const { objects, crowd, detect } = rule
  if (!('group' in objects)) return []
  const size = resolveObjects(rule, live).ids!.size
  if (size === 0) return [warning('no-objects', 'objects.group', '目前没有对象属于该组', 'no object belongs to the group now')]
  if (!crowd || !detect.includes('crowd') || crowd.count <= size) return []
  return [
    warning(
      'crowd-too-large',
      'crowd.count',
      `crowd.count 为 ${crowd.count}，而该组目前只有 ${size} 个对象`,
      `crowd.count is ${crowd.count}, but the group has ${size} objects now`,
    ),
  ]
}
