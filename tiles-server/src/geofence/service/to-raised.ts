import { evidenceOf } from '../alerts/evidence.ts'
import type { EngineChanges, RaisedAlert } from '../alerts/raised.ts'
import type { Engine } from '../engine/engine.ts'
import type { Alert, AlertChange, CompiledFence } from '../engine/types.ts'

/** Changes of the engine as they are kept. */
export function toKept(changes: readonly AlertChange[], engine: Pick<Engine, 'describe' | 'fences'>): EngineChanges {
  const rules = engine.fences
  const raised = (alert: Alert): RaisedAlert => toRaised(alert, engine.describe(alert), rules.get(alert.fence))
  const kept = { raised: [] as RaisedAlert[], updated: [] as RaisedAlert[], withdrawn: [] as { id: string; at: number }[] }
  for (const { kind, alert } of changes) {
    if (kind === 'withdraw') kept.withdrawn.push({ id: alert.id, at: alert.decidedAt })
    else kept[kind === 'raise' ? 'raised' : 'updated'].push(raised(alert))
  }
  return kept
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
