const LONGEST = 60

/** A value as an error names it: short, on one line, never the whole of a large input. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  if (typeof value !== 'string') return String(value)
  const text = value.length > LONGEST ? `${value.slice(0, LONGEST)}...` : value
  return JSON.stringify(text)
}
