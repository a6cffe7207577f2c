import type { AlertEvidence, Detect, Severity } from '../../contract/index.ts'
import type { NewAlert } from '../../store/index.ts'

/** Most fixes that are kept with an alert: the last of those it was decided by. */
const MOST_FIXES = 50

/** An alert as the engine raises it. Times in milliseconds since the Unix epoch, degrees WGS 84, metres. */
export interface RaisedAlert {
  /** The same for the same decision, however often it is made. */
  readonly id: string
  readonly fence: string
  readonly fenceVersion: number
  readonly object: string | null
  /** Key and name of the zone, as resolveZones has them. */
  readonly zone: string
  readonly zoneName: string
  readonly transition: Detect
  /** Id of the enter that began the stay; null where none did. */
  readonly enter: string | null
  readonly time: number
  readonly decidedAt: number
  readonly late: boolean
  readonly initial: boolean
  readonly reason: string | null
  readonly dryRun: boolean
  readonly severity: Severity
  readonly position: readonly [lon: number, lat: number] | null
  readonly evidence: AlertEvidence
  readonly fixes: readonly { readonly time: number; readonly lon: number; readonly lat: number; readonly accuracy: number | null }[]
}

/** What one step of the engine changes. `at`: milliseconds since the Unix epoch. */
export interface EngineChanges {
  readonly raised: readonly RaisedAlert[]
  readonly updated: readonly RaisedAlert[]
  readonly withdrawn: readonly { readonly id: string; readonly at: number }[]
}

const iso = (time: number): string => new Date(time).toISOString()

/**
 * As it is kept. Its situation is the enter that began the stay, whose id says fence, object and zone already; an alert that no enter began is a situation
 * of its own.
 */
export function toRow({ enter, position, time, decidedAt, fixes, ...alert }: RaisedAlert): NewAlert {
  return {
    ...alert,
    situation: enter ?? alert.id,
    time: iso(time),
    decidedAt: iso(decidedAt),
    lon: position?.[0] ?? null,
    lat: position?.[1] ?? null,
    fixes: fixes.slice(-MOST_FIXES).map(fix => ({ ...fix, time: iso(fix.time) })),
  }
}
