import { setTimeout as pause } from 'node:timers/promises'

/**
 * Asks `probe` again until it answers something truthy and returns that; a probe that throws counts as "not yet".
 * Fails after `within` milliseconds with what was awaited and the last answer or error.
 */
export async function until<T>(what: string, probe: () => T | Promise<T>, within = 30_000): Promise<NonNullable<T>> {
  const deadline = performance.now() + within
  let last: unknown
  for (;;) {
    try {
      const answer = await probe()
      if (answer) return answer
      last = answer
    } catch (error) {
      last = error
    }
    if (performance.now() > deadline) throw new Error(`not within ${within} ms: ${what}; last answer: ${String(last)}`)
    await pause(25)
  }
}
