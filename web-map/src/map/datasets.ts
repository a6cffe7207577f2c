import type { FilterSpecification, LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl'
import type { LayerDef, MapCrs } from '../../../tiles-server/src/contract/index.ts'
import { crsOf } from './dress.ts'

/** Hues told apart by all common kinds of colour vision (after Okabe and Ito), darker on light ground, lighter on dark. */
const HUES = [
  { light: '#0b7a5c', dark: '#2fc79a' },
  { light: '#b4480a', dark: '#f08a4b' },
  { light: '#0a6ea8', dark: '#5cb8ec' },
  { light: '#a3417e', dark: '#e58cc0' },
  { light: '#7a6a00', dark: '#d8c64a' },
  { light: '#6b4fc4', dark: '#a992f5' },
  { light: '#4d6b1e', dark: '#a3c860' },
  { light: '#8a4a3a', dark: '#d99a86' },
] as const

/** Data sets and indicators: switching one on loads that one only. */
export const hasOwnSource = (def: LayerDef | undefined): boolean => def?.kind === 'dataset' || def?.kind === 'indicator'

/** The source that draws a data set, or an indicator in the served style. */
export const dataSource = (layer: string): string => `data:${layer}`

/** The layer a tile address is of (`/tiles/{layer}/z/x/y.mvt`), when it is a data set's. */
export const tilesetOf = (url: string): string | null => /\/tiles\/([^/]+)\/\d+\/\d+\/\d+\.mvt/.exec(url)?.[1] ?? null

/**
 * The served style with the data sets that users added: areas under the style's first symbols, marks on top. Each set has a colour of its own,
 * by its id, so that it keeps it whatever comes and goes beside it.
 */
export function withDatasets(style: StyleSpecification, defs: readonly LayerDef[], origin: string): StyleSpecification {
  const datasets = defs.filter(def => def.kind === 'dataset')
  if (datasets.length === 0) return style
  const crs = crsOf(style)
  const dark = (style.metadata as Record<string, unknown> | undefined)?.['zongtu:scheme'] === 'dark'
  const font = style.layers.flatMap(layer => (layer.type === 'symbol' ? [layer.layout?.['text-font']] : [])).find(Array.isArray) as
    | string[]
    | undefined
  const firstMark = style.layers.findIndex(layer => layer.type === 'symbol')
  const below = firstMark < 0 ? style.layers.length : firstMark
  const parts = datasets.map(def => partsOf(def, hueOf(def.id)[dark ? 'dark' : 'light'], dark ? '#0d1218' : '#ffffff', font))
  return {
    ...style,
    sources: { ...style.sources, ...Object.fromEntries(datasets.map(def => [dataSource(def.id), sourceOf(def, origin, crs)])) },
    layers: [
      ...style.layers.slice(0, below),
      ...parts.flatMap(part => part.areas),
      ...style.layers.slice(below),
      ...parts.flatMap(part => part.marks),
    ],
  }
}

const sourceOf = ({ id, minzoom, maxzoom }: LayerDef, origin: string, crs: MapCrs): SourceSpecification => ({
  type: 'vector',
  tiles: [`${origin}/tiles/${id}/{z}/{x}/{y}.mvt${crs === 'gcj02' ? '?crs=gcj02' : ''}`],
  minzoom,
  maxzoom,
  promoteId: 'id',
})

function hueOf(id: string): (typeof HUES)[number] {
  let sum = 0
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0
  return HUES[sum % HUES.length]!
}

const IS_CLUSTER: FilterSpecification = ['==', ['get', 'cluster'], true]
const IS_POINT: FilterSpecification = ['all', ['==', ['geometry-type'], 'Point'], ['!=', ['get', 'cluster'], true]]

function partsOf(def: LayerDef, color: string, ring: string, font: string[] | undefined) {
  const base = (part: string) => ({
    id: part === '' ? def.id : `${def.id}-${part}`,
    source: dataSource(def.id),
    'source-layer': def.id,
    metadata: { 'zongtu:layer': def.id },
  })
  const text = font ? { 'text-font': font } : {}
  const areas: LayerSpecification[] = [
    {
      ...base(''),
      type: 'fill',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': color, 'fill-opacity': 0.16 },
    },
    {
      ...base('line'),
      type: 'line',
      filter: ['!=', ['geometry-type'], 'Point'],
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': color, 'line-width': ['interpolate', ['linear'], ['zoom'], 8, 0.7, 14, 1.8] },
    },
  ]
  const points: LayerSpecification[] = [
    {
      ...base('point'),
      type: 'circle',
      filter: IS_POINT,
      paint: {
        'circle-color': color,
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 8, 3, 16, 6],
        'circle-stroke-color': ring,
        'circle-stroke-width': 1.2,
      },
    },
    {
      ...base('cluster'),
      type: 'circle',
      filter: IS_CLUSTER,
      paint: { 'circle-color': ring, 'circle-radius': 13, 'circle-stroke-color': color, 'circle-stroke-width': 2 },
    },
    {
      ...base('count'),
      type: 'symbol',
      filter: IS_CLUSTER,
      layout: { 'text-field': ['to-string', ['get', 'count']], 'text-size': 11, 'text-allow-overlap': true, ...text },
      paint: { 'text-color': color },
    },
  ]
  const label: LayerSpecification[] = def.label
    ? [
        {
          ...base('label'),
          type: 'symbol',
          minzoom: 13,
          filter: ['!=', ['get', 'cluster'], true],
          layout: {
            'text-field': ['to-string', ['get', def.label]],
            'text-size': 11.5,
            'text-padding': 10,
            'text-offset': [0, 1.1],
            ...text,
          },
          paint: { 'text-color': color, 'text-halo-color': ring, 'text-halo-width': 1.4 },
        },
      ]
    : []
  return {
    areas: def.geometry === 'point' ? [] : areas,
    marks: [...(def.geometry === 'point' || def.geometry === 'mixed' ? points : []), ...label],
  }
}
