import type { AlertEvidence, Detect, FenceRule } from '../../contract/index.ts'

type Asked = Pick<FenceRule, 'loiter' | 'crowd' | 'speed'>

/** The numbers an alert was decided by, with what its fence asked for beside them. */
export function evidenceOf(rule: Asked, transition: Detect, numbers: AlertEvidence): AlertEvidence {
  const { loiter, crowd, speed } = rule
  if (transition === 'loiter' && loiter) return { ...numbers, window: loiter.window }
  if (transition === 'crowd' && crowd) return { ...numbers, needed: crowd.count }
  const limit = transition === 'speed' ? (speed?.above ?? speed?.below) : undefined
  return limit === undefined ? numbers : { ...numbers, limit }
}
