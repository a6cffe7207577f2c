import type { FenceRule } from '../../contract/index.ts'
import type { Live } from '../../live/index.ts'
import type { StoredFence } from '../../store/index.ts'
import type { CompiledFence, FenceZone } from '../engine/types.ts'
import { resolveObjects } from './objects.ts'
import { resolveZones } from './zones.ts'

/** Ways between two fixes that are looked at for passing through: the default of `maxGap`. */
const MAX_GAP = { seconds: 60, metres: 1_000 } as const

/** A fence as the engine takes it: zones and objects as the layers are now, all defaults filled in. */
export function compileFence(
  { id, version, rule }: Pick<StoredFence, 'id' | 'version' | 'rule'>,
  live: Pick<Live, 'has' | 'layer'>,
): CompiledFence {
  const { detect, confirm, margin, cooldown = 0, severity, enabled, dryRun, maxGap } = rule
  const zones = resolveZones(rule, live).map(({ key, name, geometry }) => ({ id: key, name, geometry }) as FenceZone)
  return {
    ...{ id, version, enabled, dryRun, severity, detect, zones, cooldown },
    objects: resolveObjects(rule, live).ids ?? 'all',
    confirm: { fixes: confirm.fixes, seconds: confirm.seconds },
    margin: margin ?? null,
    maxGap: { ...MAX_GAP, ...maxGap },
    ...rulesOf(rule),
  }
}

/** Rules of single detections, those that are there. */
function rulesOf({ schedule, dwell, loiter, crowd, absent, silent, speed, corridor }: FenceRule): Partial<CompiledFence> {
  return {
    ...(schedule && { schedule }),
    ...(dwell && { dwell }),
    ...(loiter && { loiter: withoutUndefined(loiter) }),
    ...(crowd && { crowd: { count: crowd.count, clear: (crowd.clear ?? Math.ceil(0.8 * crowd.count)) - 1 } }),
    ...(absent && { absent }),
    ...(silent && { silent }),
    ...(speed && { speed: { ...withoutUndefined(speed), seconds: speed.seconds ?? 0 } }),
    ...(corridor && { corridor }),
  }
}

type Defined<T> = { [Name in keyof T]: Exclude<T[Name], undefined> }
const withoutUndefined = <T extends object>(value: T): Defined<T> =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Defined<T>

/** Whether two say the same, objects and zones included. */
export const saysSame = (a: CompiledFence | undefined, b: CompiledFence): boolean => a !== undefined && textOf(a) === textOf(b)

const textOf = ({ objects, ...rest }: CompiledFence): string =>
  JSON.stringify([
    objects instanceof Set ? [...(objects as Set<string>)].sort() : objects,
    Object.entries(rest).sort(([x], [y]) => (x < y ? -1 : 1)),
  ])
