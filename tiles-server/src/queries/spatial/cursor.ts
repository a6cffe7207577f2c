import { z } from 'zod'
import { ZongtuError } from '../../kernel/index.ts'

const id = z.string().max(200)
const index = z.int().min(0)
const Near = z.tuple([z.string(), z.number().min(0), index, id])
const In = z.tuple([z.string(), index, id])

/** Where a page ended: the last feature's distance in metres, its layer's place in the order asked, its id. */
export interface NearPlace {
  readonly metres: number
  readonly index: number
  readonly id: string
}

const write = (content: readonly unknown[]): string => Buffer.from(JSON.stringify(content)).toString('base64url')

export const writeNear = (question: string, { metres, index, id }: NearPlace): string => write([question, metres, index, id])
export const writeIn = (question: string, index: number, id: string): string => write([question, index, id])

/** Throws bad-parameter for a cursor that is not ours, or of another question. */
export function readNear(question: string, text: string | undefined): NearPlace | undefined {
  if (text === undefined) return undefined
  const [, metres, index, id] = read(Near, question, text)
  return { metres, index, id }
}

export function readIn(question: string, text: string | undefined): { index: number; id: string } | undefined {
  if (text === undefined) return undefined
  const [, index, id] = read(In, question, text)
  return { index, id }
}

function read<T extends readonly [string, ...unknown[]]>(schema: z.ZodType<T>, question: string, text: string): T {
  const content = schema.safeParse(parsed(text))
  if (content.success && content.data[0] === question) return content.data
  throw new ZongtuError(
    'bad-parameter',
    `cursor is ${JSON.stringify(text.slice(0, 60))}, it must be one that this same question was answered with`,
    {
      parameter: 'cursor',
    },
  )
}

function parsed(text: string): unknown {
  if (!/^[\w-]+$/.test(text)) return undefined
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
