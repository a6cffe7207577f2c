import type { Context } from 'koa'
import { PositionBatch, PositionInput } from '../contract/index.ts'
import { shown } from '../features/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import { type Records, Unreadable } from '../positions/index.ts'
import { assertPlain } from './body.ts'
import { allLinesOf } from './lines.ts'
import { type Body, jsonBody } from './request-body.ts'

const NDJSON = 'application/x-ndjson'
/** Longest line in characters; with every character of an id escaped a record has a third of it. */
const LONGEST_LINE = 4_000

const JSON_BODY = jsonBody(PositionBatch)

/** Positions as a JSON array, or a line each and as many as there are. */
export const POSITIONS_BODY: Body<Records> = {
  ...JSON_BODY,
  content: { ...JSON_BODY.content, [NDJSON]: { schema: PositionInput } },
  async read(ctx) {
    if (!isNdjson(ctx)) return [await JSON_BODY.read(ctx)]
    assertPlain(ctx)
    return linesOf(ctx)
  },
}

const isNdjson = (ctx: Context): boolean => ctx.get('Content-Type').split(';')[0]!.trim().toLowerCase() === NDJSON

/** A request that is left before its end stays open: the answer has to go out on its connection. */
async function* linesOf({ req }: Context): AsyncIterable<unknown[]> {
  let line = 0
  try {
    for await (const lines of allLinesOf(req.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>, LONGEST_LINE + 1))
      yield lines.map(text => recordOf(text, ++line))
  } catch (error) {
    if (req.complete) throw error
    throw new ZongtuError('bad-json', `the body ended early, in line ${line + 1}`)
  }
}

function recordOf(text: string, line: number): unknown {
  if (text === '') return undefined
  if (text.length > LONGEST_LINE) return new Unreadable(`line ${line} is longer than ${LONGEST_LINE} characters`)
  if (text.includes('\ufffd')) return new Unreadable(`line ${line} is not UTF-8`)
  try {
    return JSON.parse(text)
  } catch {
    return new Unreadable(`line ${line} is ${shown(text)}, it must be a position as JSON`)
  }
}
