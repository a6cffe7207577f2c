import type { Map as MapLibre, Source } from 'maplibre-gl'

/**
 * MapLibre takes an answer with the ETag that the tile already has for no news: the tile is loaded then, but there is neither an event nor
 * a frame. Whoever waits for a source to be loaded, or for the map to be idle, would wait until somebody moves the map: a frame is asked for.
 */
export function drawUnmodified(map: MapLibre): void {
  const known = new WeakSet<Source>()
  map.on('sourcedataloading', ({ sourceId }) => {
    const source = map.getSource(sourceId)
    if (!source || known.has(source)) return
    known.add(source)
    const load = source.loadTile.bind(source)
    source.loadTile = async tile => {
      const result = await load(tile)
      if (result?.unmodified) map.triggerRepaint()
      return result
    }
  })
}
