import { ZongtuError } from '../kernel/index.ts'

/** SQLSTATE classes and codes that mean: the database is away or cannot write now, try again (PostgreSQL manual, appendix A). */
const AWAY = /^(08|53|57P|58)/
/** Read-only, idle too long inside a transaction, lock not to be had in time, deadlock, serialization, cancelled: trying again helps. */
const PASSING = new Set(['25006', '25P03', '55P03', '40P01', '40001', '57014'])
/** A value too large for an index or a column (class 54). */
const TOO_LARGE = /^54/
const UNIQUE = '23505'
/** A feature of a dataset that was removed meanwhile. */
const FOREIGN_KEY = '23503'
const SOCKET = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH'])

/** Turns what the driver throws into the catalogue's errors; anything else is a defect and passes through. */
export function storeError(error: unknown): unknown {
  if (error instanceof ZongtuError || !(error instanceof Error)) return error
  const { code, detail } = error as Error & { code?: string; detail?: string }
  if (code === UNIQUE) return new ZongtuError('duplicate-id', detail ?? error.message)
  if (code === FOREIGN_KEY) return new ZongtuError('unknown-layer', `the layer was removed meanwhile: ${detail ?? error.message}`)
  if (code !== undefined && TOO_LARGE.test(code)) return new ZongtuError('bad-property', `a value is too large: ${error.message}`)
  if (isAway(error, code))
    return new ZongtuError('store-unavailable', `the database cannot be reached or refuses to write: ${error.message}`)
  return error
}

function isAway(error: Error, code: string | undefined): boolean {
  if (code !== undefined && (AWAY.test(code) || PASSING.has(code) || SOCKET.has(code))) return true
  if (error.name === 'AggregateError') return true // every address of the host refused
  return (
    error.name === 'KnexTimeoutError' ||
    /Connection terminated|Connection ended|Client has encountered a connection error/.test(error.message)
  )
}

/** The answer of the driver, with its failures as the catalogue's. */
export const known = <T>(work: PromiseLike<T>): Promise<T> =>
  Promise.resolve(work).catch((error: unknown) => {
    throw storeError(error)
  })
