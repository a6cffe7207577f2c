import { useI18n } from 'vue-i18n'
import { useSettings } from '../state/settings.ts'

const WINDS = 8

/** Distances, areas and bearings in the UI's words. */
export function useMeasure() {
  const settings = useSettings()
  const { t } = useI18n()
  const number = (value: number, digits: number): string =>
    new Intl.NumberFormat(settings.lang, { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(value)

  /** Metres; kilometres from a thousand. */
  const distance = (m: number): string =>
    m < 999.5 ? t('units.m', { n: number(m, 0) }) : t('units.km', { n: number(m / 1000, m < 99_950 ? 2 : 0) })

  /** Square metres, hectares, square kilometres. */
  function area(m2: number): string {
    if (m2 < 10_000) return t('measure.m2', { n: number(m2, 0) })
    return m2 < 1_000_000 ? t('measure.ha', { n: number(m2 / 10_000, 2) }) : t('measure.km2', { n: number(m2 / 1_000_000, 2) })
  }
  /** The wind and the degrees: "NE 47°"; `deg` clockwise from north. */
  function bearing(deg: number): string {
    const whole = Math.round(deg) % 360
    return `${t(`compass.${Math.round(whole / (360 / WINDS)) % WINDS}`)} ${t('units.deg', { n: whole })}`
  }
  /** How far and in which direction; without a bearing it is right there. */
  const away = (m: number, deg: number | null): string =>
    deg === null ? t('measure.at') : t('measure.away', { distance: distance(m), bearing: bearing(deg) })
  return { distance, area, bearing, away }
}
