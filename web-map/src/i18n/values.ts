import { useI18n } from 'vue-i18n'
import type { LayerDef, PropertyDef, PropertyValue, Text } from '../../../tiles-server/src/contract/index.ts'
import { useSettings } from '../state/settings.ts'

/** Units of the properties that have one. */
const UNITS: Readonly<Record<string, 'm' | 'deg' | 'mps'>> = {
  azimuth: 'deg',
  azimuth_uncertainty: 'deg',
  fov: 'deg',
  vfov: 'deg',
  tilt: 'deg',
  pan_from: 'deg',
  pan_to: 'deg',
  pose_azimuth: 'deg',
  pose_tilt: 'deg',
  pose_fov: 'deg',
  heading: 'deg',
  range: 'm',
  height: 'm',
  speed: 'mps',
}

/** The catalog's texts and a feature's values in the UI's language. */
export function useValues() {
  const settings = useSettings()
  const { t } = useI18n()
  const text = (both: Text): string => both[settings.lang]

  function valueText(property: PropertyDef, value: PropertyValue): string {
    const code = property.codes?.find(candidate => candidate.value === value)
    if (code) return text(code.title)
    if (typeof value === 'boolean') return value ? '✓' : '✗'
    if (typeof value !== 'number') return String(value)
    const number = new Intl.NumberFormat(settings.lang, { maximumFractionDigits: 2 }).format(value)
    if (property.unit !== undefined) return `${number} ${property.unit}`
    const unit = UNITS[property.name]
    return unit ? t(`units.${unit}`, { n: number }) : number
  }

  /** The colour the catalog gives this value, if any. */
  const valueColor = (property: PropertyDef, value: PropertyValue): string | null =>
    property.codes?.find(candidate => candidate.value === value)?.color ?? null

  function nameOf(def: LayerDef, properties: Readonly<Record<string, PropertyValue>>, id: string): string {
    const name = def.label === undefined ? null : properties[def.label]
    return name === null || name === undefined || name === '' ? id : String(name)
  }
  return { text, valueText, valueColor, nameOf }
}
