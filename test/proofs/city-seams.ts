import { tilesCovering } from '../../tiles-server/src/geo/index.ts'
import { checkSeams, noSeams, type SeamFigures } from './seams.ts'

const LEVELS = ['grid', 'community', 'street', 'county', 'city'] as const
const AT_ONCE = 8

/** Every tile of the units of a server's sample city, all levels that are drawn at a zoom side by side. Throws at the first edge that two neighbours, or two levels, draw differently. */
export async function proveCitySeams(
  server: { readonly url: string },
  zooms: { readonly from: number; readonly to: number },
): Promise<SeamFigures> {
  const { bounds } = await tileJson(server.url, 'city')
  const firstZooms = new Map(
    await Promise.all(LEVELS.map(async layer => [layer, (await tileJson(server.url, layer)).vector_layers[0]!.minzoom] as const)),
  )
  const figures = noSeams()
  for (let zoom = zooms.from; zoom <= zooms.to; zoom++) {
    const tiles = [...tilesCovering(zoom, bounds)]
    const drawn = LEVELS.filter(layer => firstZooms.get(layer)! <= zoom)
    const worker = async (): Promise<void> => {
      for (let tile = tiles.pop(); tile; tile = tiles.pop()) {
        const place = tile.join('/')
        const levels = await Promise.all(
          drawn.map(async layer => ({ layer, body: await bodyOf(`${server.url}/tiles/${layer}/${place}.mvt`) })),
        )
        checkSeams(place, levels, figures)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
  }
  return figures
}

async function tileJson(url: string, layer: string) {
  return (await (await fetch(`${url}/tiles/${layer}.json`)).json()) as {
    bounds: [number, number, number, number]
    vector_layers: { minzoom: number }[]
  }
}

async function bodyOf(url: string): Promise<ArrayBuffer | undefined> {
  const response = await fetch(url)
  const body = await response.arrayBuffer()
  if (response.status !== 200 && response.status !== 204) throw new Error(`${url}: ${response.status}`)
  if (response.headers.has('zongtu-thinned')) throw new Error(`${url} was thinned`)
  return response.status === 200 ? body : undefined
}
