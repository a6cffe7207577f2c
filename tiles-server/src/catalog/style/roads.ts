import type { DataDrivenPropertyValueSpecification, ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl'
import type { LayerDef } from '../../contract/index.ts'
import { base, byZoom, choose, get, ramp, type StyleContext, type StyleParts } from './parts.ts'

const CLASSES = ['path', 'local', 'collector', 'arterial', 'expressway'] as const
type RoadClass = (typeof CLASSES)[number]

/** Width in pixels by zoom and class: what a two, four, six or eight lane road asks for on paper. */
const WIDTHS: readonly (readonly [zoom: number, Readonly<Record<RoadClass, number>>])[] = [
  [6, { path: 0, local: 0, collector: 0, arterial: 0.3, expressway: 0.8 }],
  [9, { path: 0, local: 0, collector: 0.2, arterial: 0.7, expressway: 1.3 }],
  [11, { path: 0, local: 0.2, collector: 0.7, arterial: 1.4, expressway: 2.4 }],
  [13, { path: 0.3, local: 0.8, collector: 1.7, arterial: 2.8, expressway: 4.4 }],
  [14, { path: 0.7, local: 1.6, collector: 3, arterial: 4.4, expressway: 6.4 }],
  [16, { path: 2.4, local: 5.4, collector: 8.4, arterial: 11.5, expressway: 15 }],
  [18, { path: 7, local: 14, collector: 20, arterial: 27, expressway: 34 }],
]

/** First zoom of a class, so that a city view is not a mesh of every lane. */
const FROM: Readonly<Record<RoadClass, number>> = { expressway: 6, arterial: 8.5, collector: 10.5, local: 12.2, path: 13 }

const width = (extra: number): DataDrivenPropertyValueSpecification<number> =>
  byZoom(
    WIDTHS.flatMap(([zoom, widths]) => [
      zoom,
      choose(
        'class',
        Object.fromEntries(CLASSES.map(name => [name, widths[name] === 0 ? 0 : widths[name] + extra * Math.min(1, widths[name])])),
        0.5,
      ),
    ]),
  )

/** The filter steps with zoom: a class that is not due yet is not even laid out. */
const due: ExpressionSpecification = [
  'step',
  ['zoom'],
  ['in', get('class'), ['literal', ['expressway']]],
  FROM.arterial,
  ['in', get('class'), ['literal', ['expressway', 'arterial']]],
  FROM.collector,
  ['in', get('class'), ['literal', ['expressway', 'arterial', 'collector']]],
  FROM.local,
  ['!=', get('class'), 'path'],
  FROM.path,
  true,
]

const order = choose('class', Object.fromEntries(CLASSES.map((name, i) => [name, i])), 0)

const onBridge: FilterSpecification = ['==', ['get', 'bridge'], true]

export function road(def: LayerDef, { tokens, fonts }: StyleContext): StyleParts {
  const surface = choose('class', Object.fromEntries(CLASSES.map(name => [name, tokens[name]])), tokens.local)
  const casing = choose('class', { expressway: tokens.expresswayCasing }, tokens.roadCasing)
  const line = (
    part: string,
    extra: number,
    color: ExpressionSpecification,
    filter: FilterSpecification,
    minzoom: number,
  ): LayerSpecification => ({
    ...base(def.id, part),
    type: 'line',
    minzoom,
    filter,
    layout: { 'line-cap': part.startsWith('bridge') ? 'butt' : 'round', 'line-join': 'round', 'line-sort-key': order },
    paint: { 'line-color': color, 'line-width': width(extra) },
  })
  const bridges: FilterSpecification = ['all', onBridge, due] as FilterSpecification
  return {
    ground: [
      line('casing', 1.8, casing, due, 10),
      line('surface', 0, surface, due, def.minzoom),
      line('bridge-casing', 2.8, casing, bridges, 13),
      line('bridge-surface', 0, surface, bridges, 13),
    ],
    labels: [
      {
        ...base(def.id, 'label'),
        type: 'symbol',
        minzoom: 12.5,
        filter: [
          'step',
          ['zoom'],
          ['in', get('class'), ['literal', ['expressway']]],
          13,
          ['in', get('class'), ['literal', ['expressway', 'arterial']]],
          14.3,
          ['in', get('class'), ['literal', ['expressway', 'arterial', 'collector']]],
          15.6,
          true,
        ] as unknown as FilterSpecification,
        layout: {
          'symbol-placement': 'line',
          'symbol-spacing': ramp(12, 420, 16, 520, 18, 700),
          'symbol-sort-key': ['-', 5, order],
          'text-field': get('name'),
          'text-font': fonts.regular,
          'text-size': ramp(12, 10.5, 16, 12.5, 18, 14),
          'text-letter-spacing': 0.06,
          'text-max-angle': 30,
          'text-padding': 8,
          'text-rotation-alignment': 'map',
          'text-pitch-alignment': 'viewport',
        },
        paint: { 'text-color': tokens.roadText, 'text-halo-color': tokens.halo, 'text-halo-width': 1.4 },
      },
    ],
  }
}
