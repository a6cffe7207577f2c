import { evidenceOf } from '../alerts/evidence.ts'
import type { EngineChanges, RaisedAlert } from '../alerts/raised.ts'
import type { Engine } from '../engine/engine.ts'
import type { Alert, AlertChange, CompiledFence } from '../engine/types.ts'

/** Changes of the engine as they are kept. */
export function toKept(changes: readonly AlertChange[], engine: Pick<Engine, 'describe' | 'fences'>): EngineChanges {
  const of = (kind: AlertChange['kind']): Alert[] => changes.filter(change => change.kind === kind).map(({ alert }) => alert)
  const rules = engine.fences
  const raised = (alert: Alert): RaisedAlert => toRaised(alert, engine.describe(alert), rules.get(alert.fence))
  return {
    raised: of('raise').map(raised),
    updated: of('update').map(raised),
    withdrawn: of('withdraw').map(({ id, decidedAt }) => ({ id, at: decidedAt })),
  }
}

function toRaised(alert: Alert, { name, dryRun }: { name: string; dryRun: boolean }, rule: CompiledFence | undefined): RaisedAlert {
  const { explanation, initial = false, reason = null, severity, ...rest } = alert
  return {
    ...rest,
    severity: severity as RaisedAlert['severity'],
    zoneName: name,
    dryRun,
    initial,
    reason,
    evidence: evidenceOf(rule ?? {}, alert.transition, explanation),
  }
}
