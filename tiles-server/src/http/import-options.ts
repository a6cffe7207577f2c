import { FORMATS, type Format, type ImportOptions } from '../exchange/index.ts'
import { shown } from '../features/index.ts'
import { badParameter, choice, flag, parsed, required, text, texts, type Values, withDefault } from './param.ts'

/** Farther than this no vertex is moved to clean a coverage, in metres: beyond, it is not dirt. */
const CLEAN_LIMIT = 50
const TEXT_LIMIT = 200
const LINE = { type: 'string', maxLength: TEXT_LIMIT } as const

/** A file name as people see it. */
export const FILE_NAME = withDefault(parsed('Name of the file as people know it; it can tell its format.', LINE, readFileName), 'upload')

const line = (about: string) => parsed(about, LINE, readLine)

/** Query parameters of `POST /api/imports`. */
export const IMPORT_QUERY = {
  layer: required(text('The layer to import into: built in, a data set, or a new id for a new one.'), 'name the layer to import into'),
  upload: text('The file, as the token of an upload; without it the body is the file.'),
  name: FILE_NAME,
  format: choice('What the file is; else its type and content tell.', FORMATS),
  entry: text('One layer of a file that has several.'),
  id: text('The column that holds ids; such an import adds to the layer and replaces what has the same id.'),
  map: texts('A column under another name, `from=to`; each given by itself.'),
  crs: text('The coordinate system of the file, `EPSG:n`, `gcj02` or `bd09`; else what the file says, else WGS 84.'),
  join: text('A table to join, as the token of an upload; with `on`.'),
  on: text('The columns that join it, `left=right`.'),
  coverage: flag('The features are to leave no gap and no overlap: neighbours will share their boundaries.'),
  clean: parsed(
    'Clean the coverage: move vertices by at most so many metres, close gaps and overlaps that are narrower.',
    { type: 'number', exclusiveMinimum: 0, maximum: CLEAN_LIMIT },
    readMetres,
  ),
  fix: flag('Mend geometry that has one obvious reading, and list it.'),
  partial: flag('Store the good rows although others are refused.'),
  strict: flag('Refuse also what the standard only advises against.'),
  dry: flag('Tell what would become of the rows and store nothing.'),
  title: line('Title of the data set.'),
  source: line('Where it comes from.'),
  licence: line('Under which licence.'),
}
export type ImportQuery = Values<typeof IMPORT_QUERY>

/** The options of an import; `format` is the one that the body's content type shows. */
export function readImportOptions(query: ImportQuery, format: Format | undefined): ImportOptions {
  if (query.clean !== undefined && !query.coverage) throw badParameter('clean', 'given without coverage=true: only a coverage is cleaned')
  return {
    layer: query.layer,
    id: query.id || undefined,
    map: readMap(query.map),
    crs: query.crs || undefined,
    coverage: query.coverage,
    clean: query.clean,
    fix: query.fix,
    partial: query.partial,
    strict: query.strict,
    dryRun: query.dry,
    entry: query.entry || undefined,
    format: query.format ?? format,
    about: { title: query.title || undefined, source: query.source || undefined, licence: query.licence || undefined },
  }
}

function readMetres(value: string, name: string): number {
  const metres = /^\d{1,3}(\.\d{1,3})?$/.test(value) ? Number(value) : Number.NaN
  if (!(metres > 0 && metres <= CLEAN_LIMIT))
    throw badParameter(name, `${shown(value)}, it must be metres, over 0 and at most ${CLEAN_LIMIT}`)
  return metres
}

function readLine(value: string, name: string): string {
  const trimmed = value.trim()
  if (trimmed.length > TEXT_LIMIT || /\p{Cc}/u.test(trimmed))
    throw badParameter(name, `${shown(trimmed)}, it must be one line of at most ${TEXT_LIMIT} characters`)
  return trimmed
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

function readFileName(name: string): string {
  if (name.length > TEXT_LIMIT || /[/\\\p{Cc}]/u.test(name))
    throw badParameter('name', `${shown(name)}, it must be a file name of at most ${TEXT_LIMIT} characters`)
  return name
}
