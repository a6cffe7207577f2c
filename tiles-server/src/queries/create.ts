import type { CameraCoverage } from '../contract/index.ts'
import type { Clock } from '../kernel/index.ts'
import type { Live } from '../live/index.ts'
import { CameraIndex } from './cameras/camera-index.ts'
import { type Cameras, createCameras } from './cameras/cameras.ts'
import { createLocate, type Locate } from './locate.ts'
import { createSpatial, type Spatial } from './spatial/spatial.ts'
import { UnitShares } from './view-shares/coverage-answer.ts'
import { showShares } from './view-shares/share-layers.ts'
import { Shares } from './view-shares/shares.ts'

/** What other systems ask of the map: which unit, who is near, who sees it. Answers come from live, exact, as of one moment. */
export interface Queries {
  readonly cameras: Cameras
  readonly coverage: Coverage
  readonly locate: Locate
  readonly spatial: Spatial
  close(): void
}

/** How much of the units cameras have in view; worked out in the background from the first question on. */
interface Coverage {
  /** Of the unit with a code, or of the one on top, as far as it is known. Throws unknown-feature. */
  of(code: string | undefined): CameraCoverage
  /** Resolves when a change is in the figures. Throws seq-not-reached after five seconds. */
  waitFor(seq: number): Promise<void>
}

export function createQueries({ live, clock }: { readonly live: Live; readonly clock: Clock }): Queries {
  const index = new CameraIndex(live)
  const shares = new Shares(live, index)
  const units = new UnitShares(live, shares)
  showShares(live, shares, units)
  return {
    cameras: createCameras(live, index),
    coverage: { of: code => units.of(code), waitFor: seq => shares.waitFor(seq) },
    locate: createLocate(live),
    spatial: createSpatial(live, clock),
    close: () => shares.close(),
  }
}
