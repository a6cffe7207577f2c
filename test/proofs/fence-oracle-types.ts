export interface OracleFix {
  readonly seq: number
  readonly object: string
  readonly time: number
  readonly lon: number
  readonly lat: number
  readonly accuracy: number | null
  readonly speed: number | null
  readonly flags: number
}

export type Ring = readonly (readonly number[])[]

export interface OracleFence {
  readonly id: string
  readonly version: number
  readonly detect: readonly string[]
  readonly objects: 'all' | ReadonlySet<string>
  /** Rings of all polygons together (even-odd), or a line. */
  readonly zones: readonly { readonly id: string; readonly rings?: readonly Ring[]; readonly line?: Ring }[]
  readonly confirm: { readonly fixes: number; readonly seconds: number }
  readonly margin: number | null
  readonly maxGap: { readonly seconds: number; readonly metres: number }
  readonly cooldown: number
  readonly schedule?: {
    readonly timeZone: string
    readonly weekly: readonly { readonly days: readonly number[]; readonly from: string; readonly to: string }[]
  }
  readonly dwell?: { readonly seconds: number }
  readonly loiter?: { readonly seconds?: number; readonly entries?: number; readonly window: number }
  readonly crowd?: { readonly count: number; readonly clear: number }
  readonly absent?: { readonly seconds: number }
  readonly silent?: { readonly seconds: number }
  readonly speed?: { readonly above?: number; readonly below?: number; readonly seconds: number }
  readonly corridor?: { readonly width: number }
}

export interface OracleAlert {
  readonly fence: string
  readonly version: number
  readonly object: string | null
  readonly zone: string
  readonly transition: string
  readonly time: number
  readonly initial: boolean
  readonly reason: string | null
}

export interface OracleCounts {
  good: number
  duplicate: number
  implausible: number
  tooFast: number
  tooLate: number
}

/** When somebody counts in a zone. */
export interface Presence {
  readonly from: number
  readonly to: number
  readonly object: string
}
