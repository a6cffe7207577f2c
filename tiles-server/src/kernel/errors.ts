/**
 * The error catalogue. Every failure that a caller can cause or must tell apart has one stable code here;
 * `http` turns a ZongtuError into application/problem+json with this code and status.
 */
const ERRORS = {
  'bad-json': 400,
  'bad-parameter': 400,
  'unknown-parameter': 400,
  'bad-filter': 400,
  'bad-tile': 400,
  'bad-geometry': 400,
  'bad-property': 400,
  'bad-import': 400,
  'bad-fence': 400,
  unauthorized: 401,
  forbidden: 403,
  'unknown-layer': 404,
  'unknown-theme': 404,
  'unknown-feature': 404,
  'unknown-webhook': 404,
  'unknown-fence': 404,
  'unknown-alert': 404,
  'not-found': 404,
  'method-not-allowed': 405,
  'duplicate-id': 409,
  'unit-layer': 409,
  'read-only-layer': 409,
  'invalid-coverage': 409,
  'seq-not-reached': 409,
  'edited-since': 409,
  'alert-status': 409,
  'version-gone': 410,
  'stale-version': 412,
  'too-large': 413,
  'unsupported-media-type': 415,
  'expectation-failed': 417,
  'misdirected-host': 421,
  'version-required': 428,
  busy: 429,
  'store-unavailable': 503,
  'store-locked': 503,
  'not-caught-up': 503,
  // Not a refusal: the write is committed as change `seq` and will appear; sending it again would do it twice.
  'not-shown': 503,
  'too-many-subscribers': 503,
  internal: 500,
} as const

export type ErrorCode = keyof typeof ERRORS

/** An expected failure. `detail` names the wrong value and the rule it breaks; `extra` adds machine-readable members. */
export class ZongtuError extends Error {
  readonly status: number
  constructor(
    readonly code: ErrorCode,
    readonly detail: string,
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${code}: ${detail}`)
    this.name = 'ZongtuError'
    this.status = ERRORS[code]
  }
}

export const errorCodes = Object.keys(ERRORS) as ErrorCode[]

/** The HTTP status a code stands for. */
export const statusOf = (code: ErrorCode): number => ERRORS[code]
