// shpjs has no types of its own. Tests compare with it.
declare module 'shpjs' {
  /** Layers of a zip of Shapefiles as feature collections. */
  export default function shp(zip: Uint8Array): Promise<unknown>
}
