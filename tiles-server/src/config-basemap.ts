import type { MapCrs } from './contract/index.ts'

/** A raster basemap of the operator's choice, drawn beneath everything. */
export interface BasemapConfig {
  /** Template of an http(s) URL with {z}, {x} and {y}; may hold a key, and is never told to anyone. */
  readonly url: string
  readonly crs: MapCrs
  /** Whose map it is, as its publisher wants it named. */
  readonly attribution?: string | undefined
}

/** Reads ZONGTU_BASEMAP_*. Throws naming the variable, its value (never a URL, which may hold a key) and the rule. */
export function basemapFromEnvironment(env: NodeJS.ProcessEnv): BasemapConfig | undefined {
  const url = env.ZONGTU_BASEMAP_URL
  const crs = env.ZONGTU_BASEMAP_CRS || 'wgs84'
  if (crs !== 'wgs84' && crs !== 'gcj02') throw new Error(`ZONGTU_BASEMAP_CRS=${crs}: wgs84 or gcj02 is expected`)
  if (!url) return undefined
  const isTemplate = ['{z}', '{x}', '{y}'].every(part => url.includes(part)) && isHttp(url.replaceAll(/\{[zxy]\}/g, '0'))
  if (!isTemplate) throw new Error('ZONGTU_BASEMAP_URL=...: an http or https URL with {z}, {x} and {y} is expected')
  return { url, crs, attribution: env.ZONGTU_BASEMAP_ATTRIBUTION || undefined }
}

function isHttp(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol)
}
