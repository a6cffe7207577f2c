import type { AlertAction, AlertEvidence, AlertFix, AlertStatus, Detect, FenceMessage, Severity } from '../contract/index.ts'

/** An alert as it is raised. Times RFC 3339, UTC to the millisecond. */
export interface NewAlert {
  readonly id: string
  readonly fence: string
  readonly fenceVersion: number
  readonly object: string | null
  readonly zone: string
  readonly zoneName: string
  readonly transition: Detect
  readonly situation: string
  readonly time: string
  readonly decidedAt: string
  readonly late: boolean
  readonly initial: boolean
  readonly reason: string | null
  readonly dryRun: boolean
  readonly severity: Severity
  readonly lon: number | null
  readonly lat: number | null
  readonly evidence: AlertEvidence
  readonly fixes: readonly AlertFix[]
}

/** What one step of an engine changes in the list of alerts. */
export interface AlertChanges {
  readonly raised: readonly NewAlert[]
  /** Other content under the same id. */
  readonly updated: readonly NewAlert[]
  /** Those that lost their support, and when, RFC 3339. */
  readonly withdrawn: readonly { readonly id: string; readonly at: string }[]
}

/** What was done to an alert, as history tells it. `at`: now where it is absent. */
export interface NewAlertEvent {
  readonly action: AlertAction
  readonly at?: string
  readonly note?: string | undefined
  readonly to?: string | undefined
}

/** An alert as kept, with its history, and of its fence what it is told with. */
export interface StoredAlert extends NewAlert {
  readonly version: number
  readonly withdrawn: boolean
  readonly status: AlertStatus
  readonly assignee: string | null
  readonly history: readonly {
    readonly at: string
    readonly actor: string
    readonly action: AlertAction
    readonly note?: string
    readonly to?: string
  }[]
  readonly fenceName: string
  readonly template: FenceMessage | null
  readonly timeZone: string | null
  /** Of its situation, alerts that meet the same conditions; null where it was not asked. */
  readonly count: number | null
}

/** An alert that is locked until the transaction ends. */
export type LockedAlert = Pick<StoredAlert, 'id' | 'version' | 'status' | 'assignee'> & { readonly events: number }

/** Conditions on alerts; what is absent selects all. Both ends of the time are included. */
export interface AlertQuery {
  readonly fence?: string | undefined
  readonly object?: string | undefined
  readonly zone?: string | undefined
  readonly transition?: Detect | undefined
  readonly status?: AlertStatus | undefined
  readonly severity?: Severity | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly withdrawn?: boolean | undefined
  readonly dryRun?: boolean | undefined
  /** Of each situation the newest that meets the conditions. */
  readonly bySituation: boolean
  /** Time and id of the last alert of the page before. */
  readonly after?: readonly [time: string, id: string] | undefined
  readonly limit: number
}
