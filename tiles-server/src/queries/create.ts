import type { Live } from '../live/index.ts'
import { type Cameras, createCameras } from './cameras/cameras.ts'
import { createLocate, type Locate } from './locate.ts'

/** What other systems ask of the map: which unit, who is near, who sees it. Answers come from live, exact, as of one moment. */
export interface Queries {
  readonly cameras: Cameras
  readonly locate: Locate
}

export const createQueries = ({ live }: { readonly live: Live }): Queries => ({
  cameras: createCameras(live),
  locate: createLocate(live),
})
