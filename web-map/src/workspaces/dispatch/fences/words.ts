import { useI18n } from 'vue-i18n'
import type { Detect, FenceSchedule } from '../../../../../tiles-server/src/contract/index.ts'
import { useValues } from '../../../i18n/values.ts'
import { useDefs } from '../keys.ts'
import { type Draft, idsOf } from './draft.ts'

/** A rule in one sentence: who, where, what, when, how bad. */
export function useFenceWords() {
  const { t } = useI18n()
  const { text } = useValues()
  const defs = useDefs()
  const join = (parts: readonly string[]): string => parts.join(t('fences.or'))

  function duration(seconds: number | null): string {
    if (seconds === null) return '…'
    const [h, min, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    const parts = [
      ...(h ? [t('fences.h', { n: h })] : []),
      ...(min ? [t('fences.min', { n: min })] : []),
      ...(s ? [t('fences.s', { n: s })] : []),
    ]
    return parts.join(' ') || t('fences.s', { n: 0 })
  }
  const layerName = (id: string): string => {
    const def = defs.value.get(id)
    return def ? text(def.title) : id
  }

  function who({ kind, layer, filter, ids }: Draft['objects']): string {
    if (kind === 'all') return t('fences.everybody')
    if (kind === 'ids') return t('fences.idsOf', { count: idsOf(ids).length }, idsOf(ids).length)
    return t(filter.trim() === '' ? 'fences.groupOf' : 'fences.groupSome', { layer: layerName(layer) || '…' })
  }
  function what(draft: Draft, word: Detect): string {
    const { loiter, speed } = draft
    const loitering = [
      ...(loiter.seconds === null ? [] : [t('fences.detect.loiterSeconds', { seconds: duration(loiter.seconds) })]),
      ...(loiter.entries === null ? [] : [t('fences.detect.loiterEntries', { entries: loiter.entries })]),
    ]
    const moving = [
      ...(speed.above === null ? [] : [t('fences.detect.speedAbove', { above: speed.above })]),
      ...(speed.below === null ? [] : [t('fences.detect.speedBelow', { below: speed.below })]),
    ]
    return t(`fences.detect.${word}`, {
      dwell: duration(draft.dwell),
      absent: duration(draft.absent),
      silent: duration(draft.silent),
      window: duration(loiter.window),
      loiter: loitering.join(t('fences.either')) || '…',
      count: draft.crowd.count ?? '…',
      width: draft.width ?? '…',
      speed: join(moving) || '…',
    })
  }
  function days(chosen: readonly number[]): string {
    if (chosen.length === 7) return t('fences.everyDay')
    return t('fences.dayPrefix') + join([...chosen].sort((a, b) => a - b).map(day => t(`fences.days.${day - 1}`)))
  }
  const when = (schedule: FenceSchedule | null): string =>
    schedule ? join(schedule.weekly.map(({ days: on, from, to }) => t('fences.onDays', { days: days(on), from, to }))) : t('fences.always')

  const sentence = (draft: Draft): string =>
    t('fences.summary', {
      who: who(draft.objects),
      where: draft.zones.length === 0 ? t('fences.noZones') : t('fences.zones', { count: draft.zones.length }, draft.zones.length),
      what: join(draft.detect.map(word => what(draft, word))) || t('fences.nothing'),
      when: when(draft.schedule),
      severity: t(`watch.severity.${draft.severity}`),
    })
  return { sentence, layerName }
}
