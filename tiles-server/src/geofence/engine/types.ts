import type { LineString, MultiPolygon, Polygon } from '../../geo/index.ts'

/** Why a fix was not evaluated; bits of `Fix.flags`. Whoever ingests says NULL_ISLAND and FUTURE, the engine the others, in log order. */
export const FLAG = {
  /** The same object and time as a fix known before. */
  duplicate: 1,
  nullIsland: 2,
  /** The way from the object's last good fix would have needed more than the fastest speed. */
  tooFast: 4,
  /** Older than the allowed lateness against the object's own latest event time: evaluated by replay only. */
  tooLate: 8,
  future: 16,
} as const

/** One position. `time` is the event's, milliseconds since 1970; degrees, WGS 84; metres; metres a second. */
export interface Fix {
  readonly seq: number
  readonly object: string
  readonly time: number
  readonly lon: number
  readonly lat: number
  readonly accuracy: number | null
  readonly speed: number | null
  readonly received: number
  readonly flags: number
}

/** A fix as alerts name it. */
export interface FixPoint {
  readonly time: number
  readonly lon: number
  readonly lat: number
  readonly accuracy: number | null
}

export type Transition = 'enter' | 'exit' | 'cross' | 'dwell' | 'loiter' | 'crowd' | 'absent' | 'silent' | 'speed' | 'corridor'

export interface WeeklyHours {
  /** Days of the week on which it begins, 1 Monday to 7 Sunday. */
  readonly days: readonly number[]
  /** `HH:MM` on the wall; `to` up to 24:00, at or before `from`: on the next day. */
  readonly from: string
  readonly to: string
}

export interface ScheduleRule {
  /** IANA name. */
  readonly timeZone: string
  readonly weekly: readonly WeeklyHours[]
}

export interface FenceZone {
  readonly id: string
  readonly name?: string
  /** Polygons, or a line for a corridor. Taken on the lattice of 1e-7 degree. */
  readonly geometry: Polygon | MultiPolygon | LineString
}

/** A fence with everything resolved: zones as geometry, objects as a test, defaults filled in. Seconds and metres. */
export interface CompiledFence {
  readonly id: string
  readonly version: number
  readonly enabled: boolean
  readonly dryRun?: boolean
  readonly severity: string
  readonly detect: readonly Transition[]
  readonly objects: 'all' | ReadonlySet<string> | ((object: string) => boolean)
  readonly zones: readonly FenceZone[]
  readonly confirm: { readonly fixes: number; readonly seconds: number }
  /** null: a tenth of the radius of a circle of the zone's area, 20 to 100 m. */
  readonly margin: number | null
  readonly maxGap: { readonly seconds: number; readonly metres: number }
  readonly cooldown: number
  readonly schedule?: ScheduleRule
  readonly dwell?: { readonly seconds: number }
  readonly loiter?: { readonly seconds?: number; readonly entries?: number; readonly window: number }
  readonly crowd?: { readonly count: number; readonly clear: number }
  readonly absent?: { readonly seconds: number }
  readonly silent?: { readonly seconds: number }
  readonly speed?: { readonly above?: number; readonly below?: number; readonly seconds: number }
  readonly corridor?: { readonly width: number }
}

/** Why an exit was raised though nobody left. */
export type ExitReason = 'disabled' | 'deleted' | 'schedule' | 'object-removed' | 'zone-removed' | 'zone-changed'

/** What lies behind an alert, in numbers: the one that writes sentences has the languages. */
export interface Explanation {
  /** Metres from the last fix behind it to the edge of the zone (of a corridor: to the rim of its buffer). */
  readonly edge?: number
  /** How many consecutive fixes confirmed it. */
  readonly confirmed?: number
  readonly accuracy?: number | null
  /** Seconds: of the stay, within the window, without a fix, without anybody. */
  readonly seconds?: number
  readonly entries?: number
  /** Objects in the zone at that moment. */
  readonly count?: number
  /** Metres a second. */
  readonly speed?: number
}

export interface Alert {
  readonly id: string
  readonly fence: string
  readonly fenceVersion: number
  /** null for what concerns a group. */
  readonly object: string | null
  readonly zone: string
  readonly transition: Transition
  /** Id of the enter that began the stay; null where none was told, or none belongs to it. */
  readonly enter: string | null
  /** Event time. */
  readonly time: number
  /** When the engine could know: the receipt of the deciding fix, or the clock. */
  readonly decidedAt: number
  /** It came of a fix out of order. */
  readonly late: boolean
  readonly initial?: boolean | undefined
  readonly reason?: ExitReason | undefined
  readonly position: readonly [lon: number, lat: number] | null
  readonly severity: string
  readonly explanation: Explanation
  readonly fixes: readonly FixPoint[]
}

/**
 * What changes in the list of alerts. `raise` again of one that was withdrawn brings it back; `update`: same id, other content;
 * `withdraw`: a late fix took away what it stood on.
 */
export type AlertChange =
  | { readonly kind: 'raise' | 'update'; readonly alert: Alert }
  | { readonly kind: 'withdraw'; readonly alert: Pick<Alert, 'id' | 'object' | 'decidedAt'> }
