import type { Detect, FenceInput, FenceRule, FenceSchedule, FenceZone, Severity } from '../../../../../tiles-server/src/contract/index.ts'

/** A rule as it is being written: what every detection needs is there, whether it is chosen or not, so that changing one's mind loses nothing. */
export interface Draft {
  name: string
  description: string
  enabled: boolean
  dryRun: boolean
  detect: Detect[]
  objects: { kind: 'all' | 'group' | 'ids'; layer: string; filter: string; ids: string }
  zones: FenceZone[]
  dwell: number | null
  loiter: { seconds: number | null; entries: number | null; window: number | null }
  crowd: { count: number | null; clear: number | null }
  absent: number | null
  silent: number | null
  speed: { above: number | null; below: number | null; seconds: number | null }
  width: number | null
  confirm: { fixes: number | null; seconds: number | null }
  margin: number | null
  maxGap: { seconds: number | null; metres: number | null }
  schedule: FenceSchedule | null
  severity: Severity
  cooldown: number | null
  message: { 'zh-CN': string; en: string }
}

/** The draft of a rule, or of what a template says of one. */
export function draftOf(rule: Partial<FenceRule>): Draft {
  const { objects = { all: true }, loiter, crowd, speed, confirm, maxGap } = rule
  const group = 'group' in objects ? objects.group : null
  const draft: Draft = {
    name: rule.name ?? '',
    description: rule.description ?? '',
    enabled: rule.enabled ?? true,
    dryRun: rule.dryRun ?? false,
    detect: [...(rule.detect ?? [])],
    objects: {
      kind: group ? 'group' : 'ids' in objects ? 'ids' : 'all',
      layer: group?.layer ?? '',
      filter: group?.filter ?? '',
      ids: 'ids' in objects ? objects.ids.join('\n') : '',
    },
    zones: [...(rule.zones ?? [])],
    dwell: rule.dwell?.seconds ?? 600,
    loiter: loiter
      ? { seconds: loiter.seconds ?? null, entries: loiter.entries ?? null, window: loiter.window }
      : { seconds: 600, entries: null, window: 3600 },
    crowd: { count: crowd?.count ?? 20, clear: crowd?.clear ?? null },
    absent: rule.absent?.seconds ?? 7200,
    silent: rule.silent?.seconds ?? 600,
    speed: speed
      ? { above: speed.above ?? null, below: speed.below ?? null, seconds: speed.seconds }
      : { above: 16, below: null, seconds: 0 },
    width: rule.corridor?.width ?? 100,
    confirm: { fixes: confirm?.fixes ?? 2, seconds: confirm?.seconds ?? 0 },
    margin: rule.margin ?? null,
    maxGap: { seconds: maxGap?.seconds ?? 60, metres: maxGap?.metres ?? 1000 },
    schedule: rule.schedule ?? null,
    severity: rule.severity ?? 'minor',
    cooldown: rule.cooldown ?? 0,
    message: { 'zh-CN': rule.message?.['zh-CN'] ?? '', en: rule.message?.en ?? '' },
  }
  // Nothing of it is shared with what was read; what is reactive cannot be cloned by the browser.
  return JSON.parse(JSON.stringify(draft)) as Draft
}

/** What is missing before a draft can be sent. */
export function missingIn({ name, detect, objects, zones }: Draft): ('name' | 'who' | 'where' | 'what')[] {
  return [
    ...(name.trim() === '' ? (['name'] as const) : []),
    ...((objects.kind === 'group' && objects.layer === '') || (objects.kind === 'ids' && idsOf(objects.ids).length === 0)
      ? (['who'] as const)
      : []),
    ...(zones.length === 0 ? (['where'] as const) : []),
    ...(detect.length === 0 ? (['what'] as const) : []),
  ]
}

/** The ids in a text, a line each. */
export const idsOf = (text: string): string[] =>
  text
    .split('\n')
    .map(id => id.trim())
    .filter(id => id !== '')

/** What is sent: of the detections only what the chosen ones need. What was left empty is left out, and the server says what that means. */
export function inputOf(draft: Draft): FenceInput {
  const { detect, loiter, crowd, speed, message } = draft
  const when = <T>(word: Detect, block: T): T | Record<string, never> => (detect.includes(word) ? block : {})
  const [zh, en] = [message['zh-CN'].trim(), message.en.trim()]
  return JSON.parse(
    JSON.stringify({
      name: draft.name.trim(),
      description: draft.description.trim() || undefined,
      enabled: draft.enabled,
      dryRun: draft.dryRun,
      detect,
      objects: objectsOf(draft.objects),
      zones: draft.zones,
      ...when('dwell', { dwell: { seconds: draft.dwell ?? undefined } }),
      ...when('loiter', { loiter: given(loiter) }),
      ...when('crowd', { crowd: given(crowd) }),
      ...when('absent', { absent: { seconds: draft.absent ?? undefined } }),
      ...when('silent', { silent: { seconds: draft.silent ?? undefined } }),
      ...when('speed', { speed: given(speed) }),
      ...when('corridor', { corridor: { width: draft.width ?? undefined } }),
      confirm: given(draft.confirm),
      margin: draft.margin ?? undefined,
      maxGap: given(draft.maxGap),
      schedule: draft.schedule ?? undefined,
      severity: draft.severity,
      cooldown: draft.cooldown ?? undefined,
      // One language stands in for the other: an alert says something in both.
      message: zh || en ? { 'zh-CN': zh || en, en: en || zh } : undefined,
    }),
  ) as FenceInput
}

function objectsOf({ kind, layer, filter, ids }: Draft['objects']): FenceRule['objects'] {
  if (kind === 'all') return { all: true }
  return kind === 'ids' ? { ids: idsOf(ids) } : { group: { layer, ...(filter.trim() !== '' && { filter: filter.trim() }) } }
}

const given = (block: object): object => Object.fromEntries(Object.entries(block).filter(([, value]) => value !== null))
