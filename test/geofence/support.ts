import type { Alert, Fence } from '../../tiles-server/src/contract/index.ts'
import type { RaisedAlert } from '../../tiles-server/src/geofence/index.ts'
import type { RunningApp } from '../support/app.ts'

/** A square in degrees, from its south-west corner. */
export const square = (lon: number, lat: number, side = 0.01) => ({
  type: 'Polygon' as const,
  coordinates: [
    [
      [lon, lat],
      [lon + side, lat],
      [lon + side, lat + side],
      [lon, lat + side],
      [lon, lat],
    ],
  ],
})

/** The least a fence needs. */
export const plain = (over: object = {}) => ({
  name: '南门',
  detect: ['enter', 'exit'],
  objects: { all: true },
  zones: [{ geometry: square(113, 33) }],
  ...over,
})

export interface Answer<T = Record<string, unknown>> {
  readonly status: number
  readonly headers: Headers
  readonly body: T
}

/** Asks an app's API. */
export async function ask<T = Record<string, unknown>>(
  app: Pick<RunningApp, 'url'>,
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {},
): Promise<Answer<T>> {
  const response = await fetch(`${app.url}/api${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: (text === '' ? {} : JSON.parse(text)) as T }
}

/** A fence that is accepted. */
export async function addFence(app: RunningApp, over: object = {}): Promise<Fence> {
  const { status, body } = await ask<Fence>(app, 'POST', '/fences', { body: plain(over) })
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body
}

export const NOON = Date.parse('2026-05-01T04:00:00Z')

/** An alert as an engine would raise it, `minutes` after noon in Shanghai. */
export const raised = (
  { id, version }: Pick<Fence, 'id' | 'version'>,
  name: string,
  minutes: number,
  over: Partial<RaisedAlert> = {},
): RaisedAlert => ({
  id: name,
  fence: id,
  fenceVersion: version,
  object: 'car-1',
  zone: 'zone/z1',
  zoneName: '一号区',
  transition: 'enter',
  enter: null,
  time: NOON + minutes * 60_000,
  decidedAt: NOON + minutes * 60_000 + 5_000,
  late: false,
  initial: false,
  reason: null,
  dryRun: false,
  severity: 'minor',
  position: [113.005, 33.005],
  evidence: { edge: 12, confirmed: 3, accuracy: 8 },
  fixes: [{ time: NOON + minutes * 60_000, lon: 113.005, lat: 33.005, accuracy: 8 }],
  ...over,
})

/** What an engine does at the end of a step. */
export const save = async (app: RunningApp, changes: Parameters<RunningApp['alerts']['save']>[1]) =>
  (await app.store.write('engine', tx => app.alerts.save(tx, changes))).result

export const alertsOf = async (app: RunningApp, query: string): Promise<Alert[]> =>
  (await ask<{ alerts: Alert[] }>(app, 'GET', `/alerts?${query}`)).body.alerts
