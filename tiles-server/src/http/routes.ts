import type { Clock } from '../kernel/index.ts'
import { alertRoutes } from './alerts.ts'
import { backtestRoutes } from './backtests.ts'
import { backupRoutes } from './backup.ts'
import { basemapRoutes } from './basemap.ts'
import { cameraRoutes } from './cameras.ts'
import { catalogRoutes } from './catalog.ts'
import { crsRoutes } from './crs.ts'
import { datasetRoutes } from './datasets.ts'
import type { HttpDeps } from './deps.ts'
import { exportRoutes } from './export.ts'
import { featureRoutes } from './features.ts'
import { fenceRoutes } from './fences.ts'
import { healthRoutes } from './health.ts'
import { importRoutes } from './imports.ts'
import { locateRoutes } from './locate.ts'
import type { Metrics } from './metrics.ts'
import { describeApi, type OpenApi } from './openapi/document.ts'
import { openApiRoutes } from './openapi/routes.ts'
import { positionRoutes } from './positions.ts'
import type { Route } from './route.ts'
import { sessionRoutes } from './session.ts'
import { spatialRoutes } from './spatial-queries.ts'
import { streamRoutes } from './stream.ts'
import { styleRoutes } from './styles.ts'
import { tileRoutes } from './tiles.ts'
import { unitRoutes } from './units.ts'
import { uploadRoutes } from './uploads.ts'
import type { WarmTiles } from './warm-tiles.ts'
import { webhookRoutes } from './webhooks.ts'

/** What lives as long as the server beside its rooms. */
interface Parts {
  readonly metrics: Metrics
  readonly warm: WarmTiles
  readonly clock: Clock
}

/** All routes, by resource. */
export function createRoutes(deps: HttpDeps, { metrics, warm, clock }: Parts): Route[] {
  const routes: Route[] = [
    ...healthRoutes(deps, metrics),
    ...catalogRoutes(deps),
    ...featureRoutes(deps),
    ...exportRoutes(deps),
    ...datasetRoutes(deps),
    ...backupRoutes(deps),
    ...uploadRoutes(deps),
    ...importRoutes(deps),
    ...crsRoutes(),
    ...tileRoutes(deps, warm),
    ...styleRoutes(deps),
    ...basemapRoutes(deps),
    ...unitRoutes(deps),
    ...locateRoutes(deps),
    ...spatialRoutes(deps),
    ...cameraRoutes(deps),
    ...fenceRoutes(deps),
    ...backtestRoutes(deps),
    ...alertRoutes(deps),
    ...positionRoutes(deps),
    ...streamRoutes(deps),
    ...webhookRoutes(deps),
    ...sessionRoutes(deps.config.token, clock),
    ...openApiRoutes(() => routes),
  ]
  return routes
}

/** The description without a server: routes look at what they work on only when they are asked. */
export function apiDocument(): OpenApi {
  const none = { config: { viewerDir: '' }, imports: {} } as HttpDeps
  return describeApi(createRoutes(none, {} as Parts))
}
