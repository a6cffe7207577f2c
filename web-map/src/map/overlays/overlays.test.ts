import type { FeatureCollection } from 'geojson'
import type { Map as MapLibre, StyleSpecification } from 'maplibre-gl'
import { expect, it } from 'vitest'
import { datumOf } from '../datum.ts'
import { createOverlays } from './overlays.ts'

/** A map that takes a style now and has its sources later, as MapLibre does. */
function slowMap() {
  const drawn = new Map<string, unknown>()
  const listeners: (() => void)[] = []
  let pending: StyleSpecification | null = null
  return {
    drawn,
    map: {
      on: (_: string, listener: () => void) => listeners.push(listener),
      getSource: (id: string) => (drawn.has(id) ? { setData: (data: unknown) => drawn.set(id, data) } : undefined),
    } as unknown as MapLibre,
    setStyle(style: StyleSpecification): void {
      pending = style
    },
    load(): void {
      for (const [id, source] of Object.entries(pending!.sources)) drawn.set(id, (source as { data: unknown }).data)
      for (const listener of listeners) listener()
    },
  }
}

const point: FeatureCollection = {
  type: 'FeatureCollection',
  features: [{ type: 'Feature', geometry: { type: 'Point', coordinates: [1, 2] }, properties: { role: 'pin' } }],
}
const STYLE: StyleSpecification = { version: 8, sources: {}, layers: [] }

it('what is shown while the style loads is drawn when it has loaded', () => {
  const slow = slowMap()
  const overlays = createOverlays(slow.map, () => datumOf('wgs84'))
  slow.setStyle(overlays.over(STYLE))
  overlays.set('here', point)
  slow.load()
  expect(slow.drawn.get('over:here')).toEqual(point)
})

it('what was shown before a style is in it, moved to where the map draws', () => {
  const slow = slowMap()
  const overlays = createOverlays(slow.map, () => datumOf('gcj02'))
  const inChina = JSON.parse(JSON.stringify(point).replace('[1,2]', '[113.2,33.1]')) as FeatureCollection
  overlays.set('here', inChina)
  slow.setStyle(overlays.over(STYLE))
  slow.load()
  expect(slow.drawn.get('over:here')).toEqual(datumOf('gcj02').featuresToMap(inChina))
  expect(slow.drawn.get('over:here')).not.toEqual(inChina)
})
