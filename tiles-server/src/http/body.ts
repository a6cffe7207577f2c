import type { Context } from 'koa'
import getRawBody from 'raw-body'
import type { z } from 'zod'
import { assertBodyType } from '../access/index.ts'
import { shown } from '../features/index.ts'
import { type ErrorCode, ZongtuError } from '../kernel/index.ts'

/** Largest JSON body, in bytes. */
const BODY_LIMIT = 10 * 1024 * 1024
/** Deepest nesting of arrays and objects: a MultiPolygon in a feature in a list needs eight. */
const DEPTH_LIMIT = 32

/** The request's JSON. Throws unsupported-media-type, too-large, bad-json. */
export async function readJson(ctx: Context): Promise<unknown> {
  assertBodyType(ctx.get('Content-Type') || undefined)
  assertPlain(ctx)
  return parseJson(await readBytes(ctx.req, ctx.request.length))
}

/** Throws unsupported-media-type for a compressed body. */
export function assertPlain(ctx: Context): void {
  const coding = ctx.get('Content-Encoding')
  if (coding === '' || coding === 'identity') return
  throw new ZongtuError(
    'unsupported-media-type',
    `Content-Encoding is ${JSON.stringify(coding.slice(0, 60))}, bodies are taken as they are`,
  )
}

/** A body as its schema has it. Throws bad-property (or `code`), naming the member and the rule. */
export function parseAs<T>(schema: z.ZodType<T>, body: unknown, code: ErrorCode = 'bad-property'): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue!.path.length === 0 ? 'the body' : issue!.path.map(String).join('.')
  throw new ZongtuError(code, `${shown(where)}: ${issue!.message}`, { property: where })
}

async function readBytes(stream: NodeJS.ReadableStream, length: number | undefined): Promise<Buffer> {
  try {
    return await getRawBody(stream, { limit: BODY_LIMIT, length: length ?? null })
  } catch (error) {
    const { type } = error as { type?: string }
    if (type === 'entity.too.large') throw new ZongtuError('too-large', `the body is larger than ${BODY_LIMIT} bytes`)
    if (type === 'request.size.invalid') throw new ZongtuError('bad-json', 'the body is not as long as its Content-Length')
    if (type === 'request.aborted') throw new ZongtuError('bad-json', 'the body ended early')
    throw error
  }
}

/** Strict UTF-8 and bounded nesting, so that nothing behind it can run out of stack. */
export function parseJson(bytes: Buffer): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new ZongtuError('bad-json', 'the body is not UTF-8')
  }
  if (depthOf(text) > DEPTH_LIMIT) throw new ZongtuError('bad-json', `the body nests deeper than ${DEPTH_LIMIT} levels`)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ZongtuError('bad-json', `the body is not JSON: ${(error as Error).message.slice(0, 200)}`)
  }
}

function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (quoted) {
      if (c === 0x5c) i += 1
      else if (c === 0x22) quoted = false
    } else if (c === 0x22) quoted = true
    else if (c === 0x5b || c === 0x7b) deepest = Math.max(deepest, ++depth)
    else if (c === 0x5d || c === 0x7d) depth -= 1
  }
  return deepest
}
