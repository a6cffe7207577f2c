/** Times that are chosen by name, in hours back. */
export const PERIODS = { hour: 1, day: 24, week: 168 } as const
export type Period = keyof typeof PERIODS

export const HOUR_MS = 3_600_000

/** As the browser's own field for a local time wants an instant (ms since the epoch), to the second. */
export function toField(time: number): string {
  const date = new Date(time)
  const two = (n: number): string => String(n).padStart(2, '0')
  const day = [String(date.getFullYear()).padStart(4, '0'), two(date.getMonth() + 1), two(date.getDate())].join('-')
  return `${day}T${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`
}

/** The times two such fields say; null unless both say one, and the first is the earlier one. */
export function spanOfFields(from: string, to: string): { readonly from: number; readonly to: number } | null {
  const [first, last] = [Date.parse(from), Date.parse(to)]
  return first < last ? { from: first, to: last } : null
}
