import fc from 'fast-check'

/** Geometries of any shape, and some that are none. */
export const geometry = fc.record({
  type: fc.constantFrom('Point', 'Polygon', 'LineString', 'MultiPolygon', 'GeometryCollection', 'Nothing'),
  coordinates: fc.oneof(
    fc.array(fc.double()),
    fc.array(fc.array(fc.array(fc.oneof(fc.double({ min: -180, max: 180 }), fc.constant(null))))),
    fc.jsonValue(),
  ),
  geometries: fc.jsonValue(),
})

/** Fences, or nearly. */
export const fence = fc.record(
  {
    name: fc.oneof(fc.string({ unit: 'binary' }), fc.constant('围栏')),
    detect: fc.oneof(fc.array(fc.constantFrom('enter', 'exit', 'cross', 'dwell', 'crowd', 'corridor', 'x')), fc.jsonValue()),
    objects: fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(
        { all: true },
        { ids: ['a'] },
        { ids: [] },
        { group: { layer: 'patrol', filter: 'status' } },
        { group: { layer: '__proto__' } },
      ),
    ),
    zones: fc.array(
      fc.oneof(
        fc.record({ geometry }),
        fc.constantFrom(
          { layer: 'zone', filter: 'TRUE' },
          { layer: 'zone', filter: "name = '\0'" },
          { layer: 'zone', filter: "name LIKE '\ud800%'" },
          { layer: 'constructor', id: 'k' },
          { layer: 'camera', id: 'k' },
          {
            geometry: {
              type: 'Polygon',
              coordinates: [
                [
                  [0, 0],
                  [1, 0],
                  [1, 1],
                  [0, 0],
                ],
              ],
            },
          },
        ),
      ),
      { maxLength: 3 },
    ),
    dwell: fc.oneof(fc.jsonValue(), fc.record({ seconds: fc.double() })),
    crowd: fc.oneof(fc.jsonValue(), fc.record({ count: fc.oneof(fc.integer(), fc.double()) })),
    schedule: fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(
        { weekly: [{ days: [1], from: '08:00', to: '24:00' }] },
        { timeZone: '+08:00', weekly: [{ days: [1], from: '08:00', to: '08:00' }] },
        { timeZone: '../etc', weekly: [{ days: [8], from: '08:00', to: '08:00' }] },
      ),
    ),
    message: fc.oneof(fc.jsonValue(), fc.record({ 'zh-CN': fc.constantFrom('{object}', '{', '{__proto__}'), en: fc.string() })),
    id: fc.jsonValue(),
    description: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\0', '\ud800')),
  },
  { requiredKeys: ['name', 'detect', 'objects', 'zones'] },
)

const moment = fc.oneof(
  fc.constantFrom('2026-05-01T00:00:00Z', '2026-05-02T00:00:00+08:00', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59', 'now'),
  fc.string({ unit: 'binary' }),
  fc.jsonValue(),
)
/** Backtests, or nearly. */
export const backtest = fc.record(
  {
    from: moment,
    to: moment,
    runs: fc.oneof(
      fc.jsonValue(),
      fc.array(
        fc.oneof(
          fc.record({ version: fc.oneof(fc.constantFrom(1, 2, 0, -1, 2 ** 31 - 1, 2 ** 53), fc.double()) }),
          fc.record({ rule: fence }),
          fc.constant({
            rule: { name: 'x', detect: ['enter'], objects: { ids: ['k', '__proto__'] }, zones: [{ layer: 'zone', filter: 'TRUE' }] },
          }),
        ),
        { maxLength: 3 },
      ),
    ),
  },
  { requiredKeys: ['from', 'to'] },
)

/** Bodies of what is done to alerts. */
export const step = fc.record(
  { to: fc.string({ unit: 'binary' }), text: fc.string({ unit: 'binary' }), reason: fc.jsonValue() },
  { requiredKeys: [] },
)
