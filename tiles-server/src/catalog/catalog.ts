import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { LayerDef, ThemeDef } from '../contract/index.ts'

/** The built-in layers and themes. Imported datasets are known to `live`, which follows their creation. */
export interface Catalog {
  readonly layers: readonly LayerDef[]
  readonly themes: readonly ThemeDef[]
}

const folder = new URL('../../../geo-data/catalog/', import.meta.url)

/** Reads geo-data/catalog; throws with the path of the wrong member when a file breaks the schema or a theme names no layer. */
export function loadCatalog(): Catalog {
  const { layers } = read('layers.json', z.object({ layers: z.array(LayerDef) }))
  const { themes } = read('themes.json', z.object({ themes: z.array(ThemeDef) }))
  const known = new Set(layers.map(layer => layer.id))
  for (const theme of themes) {
    const lost = theme.layers.find(entry => !known.has(entry.layer))
    if (lost) throw new Error(`theme ${theme.id} names the unknown layer ${lost.layer}`)
  }
  return { layers, themes }
}

const read = <T>(name: string, schema: z.ZodType<T>): T => schema.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8')))
