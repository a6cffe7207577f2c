import type { LiveFeature } from '../live/index.ts'

/** Whether a feature is drawn at a zoom its layer is drawn at. */
export const isShown = ({ zooms }: LiveFeature, zoom: number): boolean => !zooms || (zooms[0] <= zoom && zoom <= zooms[1])
