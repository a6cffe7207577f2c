/**
 * Splits a whole number in proportion to weights, by largest remainders; no part above its own cap in `most`. What a cap cuts off goes to the others.
 * The parts sum to the total unless every weight is zero or the caps leave no room.
 */
export function share(total: number, weights: readonly number[], most: readonly number[] = []): number[] {
  const exact = capped(total, weights, most)
  const parts = exact.map(Math.floor)
  let left = Math.round(exact.reduce((a, b) => a + b, 0)) - parts.reduce((a, b) => a + b, 0)
  const order = [...weights.keys()].sort((a, b) => exact[b]! - parts[b]! - (exact[a]! - parts[a]!) || a - b)
  for (const i of order) {
    if (left <= 0) break
    if (weights[i]! <= 0 || parts[i]! + 1 > (most[i] ?? Infinity)) continue
    parts[i]! += 1
    left--
  }
  return parts
}

function capped(total: number, weights: readonly number[], most: readonly number[]): number[] {
  const full = new Set<number>()
  let taken = 0
  for (;;) {
    const open = weights.reduce((sum, w, i) => (full.has(i) ? sum : sum + w), 0)
    const unit = open > 0 ? Math.max(0, total - taken) / open : 0
    const over = weights.flatMap((w, i) => (!full.has(i) && w * unit > (most[i] ?? Infinity) ? [i] : []))
    if (over.length === 0) return weights.map((w, i) => (full.has(i) ? most[i]! : w * unit))
    for (const i of over) {
      full.add(i)
      taken += most[i]!
    }
  }
}
