import { z } from 'zod'
import { shown } from '../features/index.ts'
import { ZongtuError } from '../kernel/index.ts'

/** Some lists are read from the database, which takes no NUL. */
const Content = z.tuple([
  z.string().max(64),
  z
    .string()
    .max(200)
    .regex(/^[^\0]*$/),
])

/** The next page of a layer, or of another list by its path, as an opaque text: which it is and the last id told. */
export const writeCursor = (lastId: string, layer: string): string => sealCursor([layer, lastId])

/** The id to go on after. Throws bad-parameter for a cursor that is not ours or of another list. */
export function readCursor(text: string | undefined, layer: string): string | undefined {
  const OfLayer = Content.refine(([own]) => own === layer)
  return openCursor(text, OfLayer, 'this list gave')?.[1]
}

/** Where a page ended, as an opaque text. */
export const sealCursor = (content: unknown): string => Buffer.from(JSON.stringify(content)).toString('base64url')

/** What `sealCursor` was given. Throws bad-parameter for what is not of this shape; `rule` ends "it must be one that ...". */
export function openCursor<T>(text: string | undefined, shape: z.ZodType<T>, rule: string): T | undefined {
  if (text === undefined) return undefined
  const content = shape.safeParse(parse(text))
  if (content.success) return content.data
  throw new ZongtuError('bad-parameter', `cursor is ${shown(text)}, it must be one that ${rule}`, { parameter: 'cursor' })
}

function parse(text: string): unknown {
  if (text.length > 1000 || !/^[\w-]+$/.test(text)) return undefined
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
