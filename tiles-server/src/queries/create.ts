import type { Clock } from '../kernel/index.ts'
import type { Live } from '../live/index.ts'
import { type Cameras, createCameras } from './cameras/cameras.ts'
import { createLocate, type Locate } from './locate.ts'
import { createSpatial, type Spatial } from './spatial/spatial.ts'

/** What other systems ask of the map: which unit, who is near, who sees it. Answers come from live, exact, as of one moment. */
export interface Queries {
  readonly cameras: Cameras
  readonly locate: Locate
  readonly spatial: Spatial
}

export const createQueries = ({ live, clock }: { readonly live: Live; readonly clock: Clock }): Queries => ({
  cameras: createCameras(live),
  locate: createLocate(live),
  spatial: createSpatial(live, clock),
})
