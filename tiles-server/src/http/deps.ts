import type { Logger } from 'pino'
import type { Catalog } from '../catalog/index.ts'
import type { MapCrs } from '../contract/index.ts'
import type { Webhooks } from '../delivery/index.ts'
import type { Imports } from '../exchange/index.ts'
import type { Features } from '../features/index.ts'
import type { Bbox } from '../geo/index.ts'
import type { Alerts, Backtests, Fences } from '../geofence/index.ts'
import type { Clock } from '../kernel/index.ts'
import type { Live } from '../live/index.ts'
import type { Positions } from '../positions/index.ts'
import type { Queries } from '../queries/index.ts'
import type { Store } from '../store/index.ts'
import type { Tiles } from '../tiles/index.ts'

/** What `http` needs of `stream`, its neighbour on the same floor: the two meet in app.ts. */
export interface StreamDoor {
  subscribe(
    subscription: { readonly layers?: ReadonlySet<string>; readonly bbox?: Bbox; readonly lastEventId?: string },
    sink: { write(text: string): void; pending(): number; end(abruptly: boolean): void },
  ): () => void
  readonly subscribers: number
}

export interface HttpDeps {
  readonly config: {
    /** Access token; absent on loopback. */
    readonly token?: string | undefined
    /** Folder of the built viewer. */
    readonly viewerDir: string
    readonly basemap?: { readonly url: string; readonly crs: MapCrs; readonly attribution?: string | undefined } | undefined
    readonly reviewNumber?: string | undefined
  }
  readonly catalog: Catalog
  readonly store: Store
  readonly live: Live
  readonly features: Features
  readonly positions: Positions
  readonly tiles: Tiles
  readonly queries: Queries
  readonly imports: Imports
  readonly fences: Fences
  readonly alerts: Alerts
  readonly backtests: Backtests
  readonly stream: StreamDoor
  readonly webhooks: Webhooks
  readonly log: Logger
  readonly clock?: Clock
}
