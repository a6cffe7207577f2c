import type { DatasetInfo } from '../../../../tiles-server/src/contract/index.ts'
import { useSettings } from '../../state/settings.ts'

const UNITS = ['B', 'KB', 'MB', 'GB'] as const

/** A file's size as people say it. */
export function bytesText(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1024)))
  const value = bytes / 1024 ** power
  return `${value.toFixed(power === 0 || value >= 100 ? 0 : 1)} ${UNITS[power]}`
}

/** Whole numbers with separators, others with at most three significant digits. */
export function useNumbers() {
  const settings = useSettings()
  return (value: number): string =>
    new Intl.NumberFormat(settings.lang, Number.isInteger(value) ? {} : { maximumSignificantDigits: 3 }).format(value)
}

/** A data set's name in the reader's language. */
export function useDatasetTitle() {
  const settings = useSettings()
  return ({ title, id }: Pick<DatasetInfo, 'title' | 'id'>): string => title[settings.lang] || id
}
