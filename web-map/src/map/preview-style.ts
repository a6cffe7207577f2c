import type { FeatureCollection } from 'geojson'
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import { ownerOf } from './dress.ts'

/** What lies over the city in a preview. */
export interface PreviewData {
  readonly sample: FeatureCollection
  readonly marks: FeatureCollection
  readonly moves: FeatureCollection
  /** Number of the mark that is looked at, and the row it is about. */
  readonly chosen: number | null
  readonly row: number | null
}

export const SAMPLE = 'preview-sample'
export const MARKS = 'preview-marks'
export const MOVES = 'preview-moves'

interface Colors {
  readonly data: string
  readonly halo: string
  readonly before: string
  readonly after: string
  readonly kinds: ExpressionSpecification
}

/** The tokens of theme.css that tell how grave something is. */
const gravity = (dark: boolean): { readonly bad: string; readonly warn: string; readonly good: string } =>
  dark ? { bad: '#ff8080', warn: '#f0a54a', good: '#57c795' } : { bad: '#c02626', warn: '#a3520a', good: '#1f7a50' }

const colorsOf = (dark: boolean): Colors => {
  const { bad, warn, good } = gravity(dark)
  return {
    data: dark ? '#8fd3ff' : '#0a5f94',
    halo: dark ? '#0d1218' : '#ffffff',
    before: bad,
    after: good,
    kinds: ['match', ['get', 'kind'], 'warning', warn, 'fixed', good, bad],
  }
}

/** Moving things would draw the eye away from what is looked at. */
const LEFT_OUT = new Set(['incident', 'patrol', 'camera', 'zone', 'block'])

/** The quiet part of a served style with the preview over it. */
export function previewStyle(style: StyleSpecification, data: PreviewData): StyleSpecification {
  const dark = (style.metadata as Record<string, unknown> | undefined)?.['zongtu:scheme'] === 'dark'
  const font = style.layers.flatMap(layer => (layer.type === 'symbol' ? [layer.layout?.['text-font']] : [])).find(Array.isArray)
  const geojson = (content: FeatureCollection, tolerance = 0.375) => ({
    type: 'geojson' as const,
    data: content,
    maxzoom: 20,
    tolerance,
  })
  return {
    ...style,
    sources: {
      ...style.sources,
      [SAMPLE]: geojson(data.sample),
      [MARKS]: geojson(data.marks),
      [MOVES]: geojson(data.moves, 0),
    },
    layers: [
      ...style.layers.filter(layer => !LEFT_OUT.has(ownerOf(layer) ?? '')),
      ...previewLayers(colorsOf(dark), Array.isArray(font) ? (font as string[]) : undefined, data),
    ],
  }
}

/** Filters of the layers that show what is looked at. */
export const isChosen = (n: number | null): ExpressionSpecification => ['==', ['get', 'n'], n ?? -1]
export const isRow = (row: number | null): ExpressionSpecification => ['==', ['get', 'row'], row ?? -1]

function previewLayers(colors: Colors, font: string[] | undefined, data: PreviewData): LayerSpecification[] {
  const part = (name: string): ExpressionSpecification => ['==', ['get', 'part'], name]
  const text = font ? { 'text-font': font } : {}
  return [
    {
      id: 'sample-fill',
      type: 'fill',
      source: SAMPLE,
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': colors.data, 'fill-opacity': 0.22 },
    },
    {
      id: 'sample-line',
      type: 'line',
      source: SAMPLE,
      filter: ['==', ['geometry-type'], 'LineString'],
      layout: { 'line-join': 'round' },
      paint: { 'line-color': colors.data, 'line-width': ['interpolate', ['linear'], ['zoom'], 8, 1, 16, 2] },
    },
    {
      id: 'sample-point',
      type: 'circle',
      source: SAMPLE,
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-color': colors.data,
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 8, 3, 16, 6],
        'circle-stroke-color': colors.halo,
        'circle-stroke-width': 1.2,
      },
    },
    {
      id: 'sample-chosen',
      type: 'line',
      source: SAMPLE,
      filter: ['all', ['==', ['geometry-type'], 'LineString'], isRow(data.row)],
      layout: { 'line-join': 'round' },
      paint: { 'line-color': colors.before, 'line-width': 3 },
    },
    {
      id: 'moves-before',
      type: 'line',
      source: MOVES,
      filter: part('before'),
      paint: { 'line-color': colors.before, 'line-width': 2, 'line-dasharray': [2, 2] },
    },
    { id: 'moves-after', type: 'line', source: MOVES, filter: part('after'), paint: { 'line-color': colors.after, 'line-width': 2.4 } },
    { id: 'moves-move', type: 'line', source: MOVES, filter: part('move'), paint: { 'line-color': colors.before, 'line-width': 4 } },
    {
      id: 'marks-dot',
      type: 'circle',
      source: MARKS,
      paint: { 'circle-color': colors.kinds, 'circle-radius': 4.5, 'circle-stroke-color': colors.halo, 'circle-stroke-width': 1.5 },
    },
    {
      id: 'marks-number',
      type: 'symbol',
      source: MARKS,
      // Where numbers would lie over each other the dots remain; going closer parts them.
      layout: {
        'icon-image': ['concat', 'mark-', ['get', 'kind']],
        'text-field': ['to-string', ['get', 'n']],
        'text-size': 11,
        'symbol-sort-key': ['get', 'n'],
        ...text,
      },
      paint: { 'text-color': colors.halo },
    },
    {
      id: 'marks-chosen',
      type: 'circle',
      source: MARKS,
      filter: isChosen(data.chosen),
      paint: {
        'circle-color': colors.kinds,
        'circle-opacity': 0.15,
        'circle-radius': 22,
        'circle-stroke-color': colors.kinds,
        'circle-stroke-width': 3,
      },
    },
  ]
}

/** The badge under a number, drawn at twice its size; null for any other image. */
export function drawBadge(id: string, dark: boolean): ImageData | null {
  const kind = /^mark-(\w+)$/.exec(id)?.[1]
  if (kind === undefined) return null
  const { bad, warn, good } = gravity(dark)
  const size = 44
  const canvas = document.createElement('canvas')
  canvas.width = size
  canvas.height = size
  const brush = canvas.getContext('2d')!
  brush.beginPath()
  brush.arc(size / 2, size / 2, 18, 0, Math.PI * 2)
  brush.fillStyle = kind === 'warning' ? warn : kind === 'fixed' ? good : bad
  brush.fill()
  brush.lineWidth = 4
  brush.strokeStyle = dark ? '#0d1218' : '#ffffff'
  brush.stroke()
  return brush.getImageData(0, 0, size, size)
}
