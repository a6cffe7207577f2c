import type { FenceRule } from '../../contract/index.ts'
import type { Live } from '../../live/index.ts'
import { matching } from './zones.ts'

/** The objects of a fence as the layers are now. */
export interface ResolvedObjects {
  /** Whether a fence looks at an object, by the id its positions come with. */
  has(object: string): boolean
  /** All of them by name; null where any object counts. */
  readonly ids: ReadonlySet<string> | null
}

/** An object belongs to a group while the layer has a feature of its id that meets the filter. */
export function resolveObjects({ objects }: Pick<FenceRule, 'objects'>, live: Pick<Live, 'has' | 'layer'>): ResolvedObjects {
  if ('all' in objects) return { ids: null, has: () => true }
  const ids = new Set('ids' in objects ? objects.ids : groupOf(objects.group, live))
  return { ids, has: object => ids.has(object) }
}

function* groupOf(
  group: { readonly layer: string; readonly filter?: string | undefined },
  live: Pick<Live, 'has' | 'layer'>,
): Iterable<string> {
  if (!live.has(group.layer)) return
  for (const { id } of matching(live.layer(group.layer), group.filter)) yield id
}
