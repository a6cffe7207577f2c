import type { BacktestFound } from '../../contract/index.ts'
import { explain } from '../alerts/explain.ts'
import { toRow } from '../alerts/raised.ts'
import { toKept } from '../service/to-raised.ts'
import type { Run } from './plan.ts'
import type { Found } from './tally.ts'

/** An alert as it is told, made of what a raised one is made of. */
export function toFound({ run, alert }: Found, runs: readonly Run[]): BacktestFound {
  const { fence, version, rule } = runs[run === 'second' ? 1 : 0]!
  const name = rule.zones.find(({ id }) => id === alert.zone)?.name ?? alert.zone
  const engine = { describe: () => ({ name, dryRun: false }), fences: new Map([[rule.id, rule]]) }
  const [raised] = toKept([{ kind: 'raise', alert }], engine).raised
  const row = toRow(raised!)
  const { id, object, zone, zoneName, transition, time, initial, reason, severity, fixes, situation } = row
  return {
    run,
    alert: {
      ...{ id, fence, fenceVersion: version, object, zone, zoneName, transition, time, initial, reason },
      ...{ position: alert.position && [...alert.position], severity, explanation: explain(row), fixes, situation },
    },
  }
}
