import { ZongtuError } from '../kernel/index.ts'

/** A bad-filter error that says where (1-based character), what was found and what was expected. */
export function filterProblem(position: number, found: string, expected: string): ZongtuError {
  return new ZongtuError('bad-filter', `at character ${position}: found ${found}, expected ${expected}`, { position, found, expected })
}

/** Long values are cut in messages. */
export const shown = (value: string): string => JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value)
