import { FORMATS, type Format, type ImportOptions } from '../exchange/index.ts'
import { shown } from '../features/index.ts'
import { badParameter, readChoice, readRepeated } from './query.ts'
import type { Call } from './route.ts'

/** Query parameters of `POST /api/imports`. */
export const IMPORT_QUERY = {
  query: [
    ...['layer', 'upload', 'name', 'format', 'entry', 'id', 'map', 'crs', 'join', 'on'],
    ...['coverage', 'clean', 'fix', 'partial', 'strict', 'dry', 'title', 'source', 'licence'],
  ],
  repeated: ['map'],
}

/** Farther than this no vertex is moved to clean a coverage, in metres: beyond, it is not dirt. */
const CLEAN_LIMIT = 50
const TEXT_LIMIT = 200

/** The options of an import; `format` is the one that the body's content type shows. */
export function readImportOptions({ ctx, query }: Pick<Call, 'ctx' | 'query'>, format: Format | undefined): ImportOptions {
  const layer = query.get('layer')
  if (layer === undefined || layer === '') throw badParameter('layer', 'absent, it must name the layer to import into')
  return {
    layer,
    id: query.get('id') || undefined,
    map: readMap(readRepeated(ctx.querystring, 'map')),
    crs: query.get('crs') || undefined,
    coverage: readFlag(query, 'coverage'),
    clean: readClean(query),
    fix: readFlag(query, 'fix'),
    partial: readFlag(query, 'partial'),
    strict: readFlag(query, 'strict'),
    dryRun: readFlag(query, 'dry'),
    entry: query.get('entry') || undefined,
    format: query.has('format') ? readChoice(query, 'format', FORMATS, 'geojson') : format,
    about: { title: readText(query, 'title'), source: readText(query, 'source'), licence: readText(query, 'licence') },
  }
}

const readFlag = (query: Call['query'], name: string): boolean => readChoice(query, name, ['true', 'false'], 'false') === 'true'

function readClean(query: Call['query']): number | undefined {
  const text = query.get('clean')
  if (text === undefined) return undefined
  const metres = /^\d{1,3}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN
  if (!(metres > 0 && metres <= CLEAN_LIMIT))
    throw badParameter('clean', `${shown(text)}, it must be metres, over 0 and at most ${CLEAN_LIMIT}`)
  if (!readFlag(query, 'coverage')) throw badParameter('clean', 'given without coverage=true: only a coverage is cleaned')
  return metres
}

function readText(query: Call['query'], name: string): string | undefined {
  const text = query.get(name)?.trim()
  if (text === undefined || text === '') return undefined
  if (text.length > TEXT_LIMIT || /\p{Cc}/u.test(text))
    throw badParameter(name, `${shown(text)}, it must be one line of at most ${TEXT_LIMIT} characters`)
  return text
}

function readMap(pairs: readonly string[]): Map<string, string> {
  const map = new Map<string, string>()
  for (const pair of pairs) {
    const [from, to] = readPair('map', pair)
    if (map.has(from)) throw badParameter('map', `${shown(pair)}, but ${shown(from)} is renamed already`)
    map.set(from, to)
  }
  return map
}

/** `join` (the token of an upload) and `on` belong together. */
export function readJoin(join: string | undefined, on: string | undefined): { token: string; left: string; right: string } | undefined {
  if (join === undefined && on === undefined) return undefined
  if (join === undefined) throw badParameter('join', 'absent, but on is given: upload the table to /api/uploads first')
  const [left, right] = readPair('on', on ?? '')
  return { token: join, left, right }
}

function readPair(name: string, pair: string): [string, string] {
  const at = pair.indexOf('=')
  if (at <= 0 || at === pair.length - 1) throw badParameter(name, `${shown(pair)}, it must be two names: a=b`)
  return [pair.slice(0, at), pair.slice(at + 1)]
}

/** A file name as people see it. */
export function readFileName(query: Call['query']): string {
  const name = query.get('name') ?? 'upload'
  if (name.length > 200 || /[/\\\p{Cc}]/u.test(name))
    throw badParameter('name', `${shown(name)}, it must be a file name of at most 200 characters`)
  return name
}
