import type { StyleSpecification } from 'maplibre-gl'
import type { LayerDef } from '../../../tiles-server/src/contract/index.ts'
import type { SwatchLook } from '../ui/swatch.ts'
import { ownerOf } from './dress.ts'
import { drawIcon } from './icons.ts'

/** One line of a legend; `text` in both languages. */
export interface LegendEntry {
  readonly text: { readonly 'zh-CN': string; readonly en: string }
  readonly look: SwatchLook
}

export interface Legend {
  /** The sample beside the layer's name. */
  readonly look: SwatchLook
  readonly entries: readonly LegendEntry[]
}

type Paint = Readonly<Record<string, unknown>>

/** The properties whose codes the layer's colours and icons tell apart. */
const CODED: Readonly<Record<string, readonly string[]>> = {
  incident: ['category', 'status'],
  camera: ['status', 'kind'],
  patrol: ['status', 'kind'],
  zone: ['kind'],
  road: ['class'],
  park: ['kind'],
  boundary: ['level'],
}

const DASHES = [undefined, '6 2 1.5 2', '5 2', '3 2', '1.5 1.8']
const WIDTHS = [3, 2.2, 1.8, 1.5, 1.3]

/** Reads a layer's legend out of the style it is drawn with, so that the legend cannot disagree with the map. */
export function legendOf(def: LayerDef, style: StyleSpecification): Legend {
  const drawn = style.layers.filter(layer => ownerOf(layer) === def.id)
  const ring = (style.metadata as Record<string, unknown>)['zongtu:scheme'] === 'dark' ? '#0d1218' : '#ffffff'
  const paint: Paint = Object.fromEntries(drawn.flatMap(layer => Object.entries(layer.paint ?? {})))
  const icon = drawn.flatMap(layer => (layer.type === 'symbol' && layer.id === def.id ? [layer.layout?.['icon-image']] : []))[0]
  if (def.kind === 'indicator') return choropleth(def, paint)
  const entries = (CODED[def.id] ?? []).flatMap(name => {
    const codes = def.properties.find(property => property.name === name)?.codes ?? []
    return codes.map((code, i) => ({ text: code.title, look: lookOf(def, paint, icon, ring, { name, value: code.value, i }) }))
  })
  return { look: lookOf(def, paint, icon, ring, null), entries }
}

/** The classes with their breaks, in the colours the map fills them with, and what is not known. */
function choropleth(def: LayerDef, paint: Paint): Legend {
  const { name, breaks = [], minimum = 0, maximum = 100, unit = '' } = def.properties.find(property => property.breaks)!
  const line = String(paint['line-color'])
  const look = (value: number | undefined): SwatchLook => ({
    kind: 'area',
    fill: String(evaluate(paint['fill-color'], { [name]: value })),
    line,
  })
  const classes = [minimum, ...breaks].map((from, i): LegendEntry => {
    const range = `${from}–${breaks[i] ?? maximum} ${unit}`
    return { text: { 'zh-CN': range, en: range }, look: look(from) }
  })
  return { look: look(breaks[1]), entries: [...classes, { text: { 'zh-CN': '未知', en: 'Not known' }, look: look(undefined) }] }
}

interface Code {
  readonly name: string
  readonly value: string | number
  readonly i: number
}

function lookOf(def: LayerDef, paint: Paint, icon: unknown, ring: string, code: Code | null): SwatchLook {
  const sample: Record<string, unknown> = { status: 'open', ...(code ? { [code.name]: String(code.value) } : {}) }
  if (icon !== undefined) {
    const drawn = drawIcon(String(evaluate(icon, sample)), ring)
    if (drawn) return { kind: 'image', url: urlOf(drawn.data), size: 20 }
  }
  if (def.id === 'boundary') {
    const i = code?.i ?? 1
    const dash = DASHES[i]
    return { kind: 'line', line: String(paint['line-color']), width: WIDTHS[i] ?? 1.5, ...(dash ? { dash } : {}) }
  }
  if (def.geometry === 'line')
    return {
      kind: 'line',
      line: String(evaluate(paint['line-color'], code ? sample : { class: 'expressway' })),
      width: code ? 4.5 - code.i * 0.8 : 4,
    }
  if (def.kind === 'unit') return { kind: 'area', fill: String(paint['fill-color']), line: String(paint['fill-color']), opacity: 0.12 }
  if (def.geometry === 'point') return { kind: 'area', fill: String(paint['circle-color']), line: String(paint['circle-stroke-color']) }
  const fill = String(evaluate(paint['fill-color'], sample))
  const line = paint['line-color'] === undefined ? fill : String(evaluate(paint['line-color'], sample))
  return { kind: 'area', fill, line, ...(def.id === 'zone' || def.kind === 'dataset' ? { opacity: 0.2 } : {}) }
}

/** The few expressions the style uses for colours and icons, for one feature's properties. */
function evaluate(expression: unknown, properties: Readonly<Record<string, unknown>>): unknown {
  if (!Array.isArray(expression)) return expression
  const [operator, ...args] = expression as [string, ...unknown[]]
  const value = (i: number): unknown => evaluate(args[i], properties)
  switch (operator) {
    case 'get':
      return properties[String(args[0])]
    case 'to-string':
      return textOf(value(0))
    case 'concat':
      return args.map((_, i) => textOf(value(i))).join('')
    case 'coalesce':
      return args.map((_, i) => value(i)).find(found => found !== undefined && found !== null)
    case 'match': {
      const input = value(0)
      for (let i = 1; i + 1 < args.length; i += 2) if (args[i] === input) return value(i + 1)
      return value(args.length - 1)
    }
    case 'typeof':
      return typeof value(0)
    case '==':
      return value(0) === value(1)
    case 'case':
      return value(0) === true ? value(1) : value(2)
    case 'to-number':
      return value(0)
    case 'step': {
      const at = value(0) as number
      let found = value(1)
      for (let i = 2; i + 1 < args.length; i += 2) if (at >= (args[i] as number)) found = value(i + 1)
      return found
    }
    case 'interpolate':
      return value(3)
    default:
      return value(0)
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

function urlOf(data: ImageData): string {
  const canvas = document.createElement('canvas')
  canvas.width = data.width
  canvas.height = data.height
  canvas.getContext('2d')!.putImageData(data, 0, 0)
  return canvas.toDataURL()
}

/** The first zoom at which the style draws anything of the layer. */
export const firstZoomOf = (layer: string, style: StyleSpecification): number =>
  Math.min(...style.layers.filter(drawn => ownerOf(drawn) === layer).map(drawn => ('minzoom' in drawn ? (drawn.minzoom ?? 0) : 0)), 24)
