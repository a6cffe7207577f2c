import { ZongtuError } from '../kernel/index.ts'

/** A value as messages show it: one line, at most 60 characters. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

export const badImport = (detail: string, extra: Readonly<Record<string, unknown>> = {}): ZongtuError =>
  new ZongtuError('bad-import', detail, extra)
