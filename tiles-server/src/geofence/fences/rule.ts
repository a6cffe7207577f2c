import { DETECT, type FenceInput, type FenceRule } from '../../contract/index.ts'

/** Part of its count below which a crowd is over. */
const CLEAR = 0.8

/** The rule a client sent, as it is kept: without read-only members, each word and id once, all defaults filled in, in one order. */
export function ruleOf(input: FenceInput): FenceRule {
  const { id: _, version: _1, createdAt: _2, createdBy: _3, updatedAt: _4, updatedBy: _5, warnings: _6, ...rule } = input
  const { crowd, objects } = rule
  return {
    ...rule,
    detect: DETECT.filter(word => rule.detect.includes(word)),
    objects: 'ids' in objects ? { ids: [...new Set(objects.ids)] } : objects,
    ...(crowd && { crowd: { ...crowd, clear: crowd.clear ?? Math.ceil(CLEAR * crowd.count) } }),
  }
}
