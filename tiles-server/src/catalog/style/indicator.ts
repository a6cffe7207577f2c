import type { LayerDef } from '../../contract/index.ts'
import { base, get, indicatorSourceId, ramp, type StyleContext, type StyleParts } from './parts.ts'

/** A choropleth: areas in the colour of their class, in the quiet colour where the value is not known, parted by hairlines. */
export function indicator(def: LayerDef, { tokens }: StyleContext): StyleParts {
  const { name, breaks = [] } = def.properties.find(property => property.breaks)!
  const source = indicatorSourceId(def.id)
  const colors = tokens.classes.slice(-breaks.length - 1)
  const steps = breaks.flatMap((from, i) => [from, colors[i + 1]!])
  return {
    ground: [
      {
        ...base(def.id),
        source,
        type: 'fill',
        minzoom: def.minzoom,
        paint: {
          'fill-color': [
            'case',
            ['==', ['typeof', get(name)], 'number'],
            ['step', ['to-number', get(name)], colors[0]!, ...steps],
            tokens.unknown,
          ],
          'fill-opacity': ramp(10, 0.86, 14, 0.7, 17, 0.5),
          'fill-antialias': false,
        },
      },
      {
        ...base(def.id, 'edge'),
        source,
        type: 'line',
        minzoom: def.minzoom,
        layout: { 'line-join': 'round' },
        paint: { 'line-color': tokens.land, 'line-width': ramp(8, 0.4, 14, 1, 17, 1.6), 'line-opacity': 0.7 },
      },
    ],
  }
}
