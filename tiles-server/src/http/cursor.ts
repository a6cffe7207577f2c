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
export const writeCursor = (lastId: string, layer: string): string => Buffer.from(JSON.stringify([layer, lastId])).toString('base64url')

/** The id to go on after. Throws bad-parameter for a cursor that is not ours or of another list. */
export function readCursor(text: string | undefined, layer: string): string | undefined {
  if (text === undefined) return undefined
  const content = Content.safeParse(parse(text))
  if (!content.success || content.data[0] !== layer) {
    throw new ZongtuError('bad-parameter', `cursor is ${shown(text)}, it must be one that this list gave`, { parameter: 'cursor' })
  }
  return content.data[1]
}

function parse(text: string): unknown {
  if (text.length > 1000 || !/^[\w-]+$/.test(text)) return undefined
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
