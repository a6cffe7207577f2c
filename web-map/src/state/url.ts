import { type Asked, formatAsked, NOT_ASKED, parseAsked } from './asked.ts'
import type { Playing } from './playback.ts'
import { type FeatureRef, LAYER_ID } from './ref.ts'
import { SPANS, type TimeWindow } from './span.ts'
import { WATCHES, type Watched } from './watch.ts'

/** What a link to the map says. Everything is optional: a bare address opens the theme as it was designed. */
export interface UrlState {
  readonly page: Page
  readonly view: MapView | null
  /** Layers switched on or off against the theme. */
  readonly on: readonly string[]
  readonly off: readonly string[]
  readonly selection: FeatureRef | null
  /** Layer whose list is open. */
  readonly list: string | null
  /** Window of time; null = all times. */
  readonly time: TimeWindow | null
  /** The place and the area that are asked about. */
  readonly asked: Asked
  /** The alerts or the fences are open, or one of them. */
  readonly watched: Watched | null
  /** What is played back. */
  readonly playing: Playing | null
  readonly lang: Lang | null
  readonly scheme: SchemeChoice | null
}

export interface MapView {
  readonly zoom: number
  readonly lat: number
  readonly lon: number
  /** Degrees clockwise from north; 0 = north up. */
  readonly bearing: number
}

/** The workspaces: the dispatch map, and data in (an import) and its result (the data sets). */
export const PAGES = ['map', 'import', 'datasets'] as const
export type Page = (typeof PAGES)[number]
/** Longest id of an object. */
const MOST_OBJECT = 128
export const LANGS = ['zh-CN', 'en'] as const
export type Lang = (typeof LANGS)[number]
export const SCHEMES = ['auto', 'light', 'dark'] as const
export type SchemeChoice = (typeof SCHEMES)[number]

export const EMPTY_URL: UrlState = {
  page: 'map',
  view: null,
  on: [],
  off: [],
  selection: null,
  list: null,
  time: null,
  asked: NOT_ASKED,
  watched: null,
  playing: null,
  lang: null,
  scheme: null,
}

/**
 * Reads `#zoom/lat/lon[/bearing]&page=import&on=a,b&off=c&sel=layer/id&list=layer&time=week/2026-04-30T16:00Z&alert=id&lang=en&scheme=dark`
 * (or `fence=id`, or `panel=alerts` and `panel=fences` for their lists), what is asked (`asked.ts`) and what is played back,
 * `play=object&from=2026-05-01T08:00:00Z&to=2026-05-01T09:00:00Z&at=2026-05-01T08:30:00Z`.
 * A part that does not parse is left out; the rest still counts.
 */
export function parseHash(hash: string): UrlState {
  const [head = '', ...rest] = hash.replace(/^#/, '').split('&')
  const pairs = head.includes('=') ? [head, ...rest] : rest
  const params = new Map(pairs.map(pair => splitAt(pair, '=')))
  const layers = (name: string): string[] => (params.get(name) ?? '').split(',').filter(id => LAYER_ID.test(id))
  const list = params.get('list') ?? ''
  return {
    page: PAGES.find(page => page === params.get('page')) ?? 'map',
    view: head.includes('=') ? null : parseView(head),
    on: layers('on'),
    off: layers('off'),
    selection: parseRef(params.get('sel') ?? ''),
    list: LAYER_ID.test(list) ? list : null,
    time: parseTime(params.get('time') ?? ''),
    asked: parseAsked(params),
    watched: parseWatched(params),
    playing: parsePlaying(params),
    lang: LANGS.find(lang => lang === params.get('lang')) ?? null,
    scheme: SCHEMES.find(scheme => scheme === params.get('scheme')) ?? null,
  }
}

/** The hash of a state; its inverse up to rounding (zoom 2 decimals, position 5 to 6, about a metre or better). */
export function formatHash(state: UrlState): string {
  const parts: string[] = []
  if (state.view) parts.push(formatView(state.view))
  if (state.page !== 'map') parts.push(`page=${state.page}`)
  if (state.on.length > 0) parts.push(`on=${state.on.join(',')}`)
  if (state.off.length > 0) parts.push(`off=${state.off.join(',')}`)
  if (state.selection) parts.push(`sel=${state.selection.layer}/${encodeURIComponent(state.selection.id)}`)
  if (state.list) parts.push(`list=${state.list}`)
  if (state.time) parts.push(`time=${state.time.span}/${new Date(state.time.from).toISOString().slice(0, 16)}Z`)
  parts.push(...formatAsked(state.asked))
  if (state.watched) parts.push(formatWatched(state.watched))
  if (state.playing) parts.push(...formatPlaying(state.playing))
  if (state.lang) parts.push(`lang=${state.lang}`)
  if (state.scheme) parts.push(`scheme=${state.scheme}`)
  return parts.length === 0 ? '' : `#${parts.join('&')}`
}

function parseWatched(params: ReadonlyMap<string, string>): Watched | null {
  const [alert, fence] = [decoded(params.get('alert') ?? ''), decoded(params.get('fence') ?? '')]
  if (alert) return { panel: 'alerts', id: alert }
  if (fence) return { panel: 'fences', id: fence }
  const panel = WATCHES.find(name => name === params.get('panel'))
  return panel ? { panel, id: null } : null
}

function formatWatched({ panel, id }: Watched): string {
  return id === null ? `panel=${panel}` : `${panel === 'alerts' ? 'alert' : 'fence'}=${encodeURIComponent(id)}`
}

/** The times count only where they make sense: `from` before `to`, `at` between them. */
function parsePlaying(params: ReadonlyMap<string, string>): Playing | null {
  const object = decoded(params.get('play') ?? '')
  if (!params.has('play') || object === null || object.length > MOST_OBJECT) return null
  const time = (name: string): number | null => parseInstant(params.get(name) ?? '')
  const [from, to, at] = [time('from'), time('to'), time('at')]
  if (object === '' || from === null || to === null || from >= to) return { object, from: null, to: null, at: null }
  return { object, from, to, at: at !== null && at >= from && at <= to ? at : null }
}

function formatPlaying({ object, from, to, at }: Playing): string[] {
  const times = object === '' || from === null || to === null ? [] : Object.entries({ from, to, at })
  const told = times.flatMap(([name, time]) => (time === null ? [] : [`${name}=${new Date(time).toISOString().replace('.000Z', 'Z')}`]))
  return [`play=${encodeURIComponent(object)}`, ...told]
}

const parseInstant = (text: string): number | null =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(text) && !Number.isNaN(Date.parse(text)) ? Date.parse(text) : null

function splitAt(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

function parseView(text: string): MapView | null {
  const parts = text.split('/')
  if (parts.length < 3 || parts.length > 4 || parts.some(part => part.trim() === '')) return null
  const [zoom, lat, lon, bearing = 0] = parts.map(Number) as [number, number, number, number?]
  const inside = zoom >= 0 && zoom <= 24 && Math.abs(lat) <= 85.06 && Math.abs(lon) <= 180 && Math.abs(bearing) <= 360
  return inside ? { zoom, lat, lon, bearing } : null
}

function formatView({ zoom, lat, lon, bearing }: MapView): string {
  const digits = zoom >= 15 ? 6 : 5
  const numbers = [Number(zoom.toFixed(2)), Number(lat.toFixed(digits)), Number(lon.toFixed(digits))]
  const turned = Number(bearing.toFixed(1))
  return [...numbers, ...(turned === 0 ? [] : [turned])].join('/')
}

function parseRef(text: string): FeatureRef | null {
  const [layer, encoded] = splitAt(text, '/')
  const id = decoded(encoded)
  return LAYER_ID.test(layer) && id ? { layer, id } : null
}

/** Null where the text is no encoding of any. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** A span and the instant it begins at, in UTC to the minute: the same window wherever the link is opened. */
function parseTime(text: string): TimeWindow | null {
  const [name, start] = splitAt(text, '/')
  const span = SPANS.find(candidate => candidate === name)
  const from = /^(19|[2-9]\d)\d\d-\d\d-\d\dT\d\d:\d\dZ$/.test(start) ? Date.parse(start) : Number.NaN
  return span && !Number.isNaN(from) ? { span, from } : null
}
