import type { FenceInput, FenceRule } from '../../contract/index.ts'
import type { Live } from '../../live/index.ts'
import { checkPlaces } from './check-places.ts'
import { checkRule } from './check-rule.ts'
import { ruleOf } from './rule.ts'

/** A rule that a client sent, as it is kept. Throws what a rule is refused with: bad-fence, bad-property, bad-geometry, bad-filter, unknown-layer, unknown-feature. */
export function checkedRule(input: FenceInput, live: Pick<Live, 'layer'>): FenceRule {
  const given = ruleOf(input)
  checkRule(given)
  return checkPlaces(given, live)
}
