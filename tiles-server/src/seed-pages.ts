import { type CityFeature, type CityLayer, type CityOptions, type CityUnit, generateCity } from '../../geo-data/sample-city/index.ts'

/** Rows that are handed over and stored at a time. */
const PAGE = 4_000

/** A part of the sample city: all its units at last, before that the layers, piece by piece. */
export type CityPage =
  | { readonly layer: CityLayer; readonly from: number; readonly total: number; readonly features: readonly CityFeature[] }
  | { readonly units: readonly CityUnit[] }

/** Generates the city when the first page is asked for. `progress` tells each stage. */
export function* cityPages(options: CityOptions, progress: (step: string) => void): Generator<CityPage, undefined> {
  const { units, layers } = generateCity({ ...options, progress })
  for (const layer of Object.keys(layers) as CityLayer[]) {
    const features = layers[layer]
    const total = features.length
    for (let from = 0; from < total; from += PAGE) yield { layer, from, total, features: features.slice(from, from + PAGE) }
  }
  yield { units }
}
