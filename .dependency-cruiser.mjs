// The floors of DESIGN.md section 3 as dependency-cruiser rules (17.4.3). A start: keep it true as the house grows.
const S = '^tiles-server/src/'
const floors = [
  ['kernel'],
  ['geo', 'contract'],
  ['filter'],
  ['store'],
  ['catalog'],
  ['live'],
  ['access'],
  ['features', 'positions'],
  ['tiles', 'queries', 'geofence', 'boundaries', 'stats', 'search', 'delivery', 'exchange'],
  ['http', 'stream'],
  ['app'],
  ['main'],
]
const rooms = list => `${S}(${list.join('|')})(/|[.]ts$)`
const above = floors.flatMap((own, i) =>
  own.map(room => ({
    name: `${room}-imports-from-below-only`,
    severity: 'error',
    from: { path: rooms([room]) },
    to: {
      path: rooms(
        floors
          .slice(i)
          .flat()
          .filter(other => other !== room),
      ),
    },
  })),
)
export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    ...above,
    {
      name: 'geo-and-contract-are-pure',
      severity: 'error',
      from: { path: `${S}(kernel|geo|contract|filter)/`, pathNot: '[.]test[.]ts$' },
      to: {
        path: 'node_modules/(koa|@koa|knex|pg|@electric-sql|pino|prom-client)(/|$)|^(node:)?(fs|fs/promises|http|net|child_process|worker_threads)$',
      },
    },
    {
      name: 'use-the-door',
      severity: 'error',
      from: { path: `${S}([^/]+)/`, pathNot: '[.]test[.]ts$' },
      to: { path: `${S}[^/]+/`, pathNot: [`${S}$1/`, `${S}[^/]+/index[.]ts$`] },
    },
    {
      name: 'viewer-sees-contract-and-geo',
      severity: 'error',
      from: { path: '^web-map/' },
      to: { path: '^tiles-server/', pathNot: `${S}(contract|geo)/` },
    },
    {
      name: 'api-client-stands-alone',
      severity: 'error',
      from: { path: '^web-map/api-client/' },
      to: { path: '^(tiles-server|web-map/src|geo-data|scripts|test)/' },
    },
    {
      name: 'sample-city-sees-geo-only',
      severity: 'error',
      from: { path: '^geo-data/' },
      to: { path: '^(tiles-server|web-map|scripts|test)/', pathNot: `${S}(geo|kernel)/` },
    },
    {
      name: 'workspaces-are-islands',
      severity: 'error',
      from: { path: '^web-map/src/workspaces/([^/]+)/' },
      to: { path: '^web-map/src/workspaces/', pathNot: '^web-map/src/workspaces/$1/' },
    },
    {
      name: 'maplibre-in-map-only',
      severity: 'error',
      from: { path: '^web-map/src/', pathNot: '^web-map/src/map/' },
      to: { path: 'node_modules/maplibre-gl' },
    },
    {
      name: 'nothing-imports-scripts-or-test',
      severity: 'error',
      from: { pathNot: '^(scripts|test)/|[.]test[.]ts$' },
      to: { path: '^(scripts|test)/' },
    },
  ],
  options: { tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' }, doNotFollow: { path: 'node_modules' } },
}
