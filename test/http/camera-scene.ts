import type { Position } from 'geojson'
import type { SeenBy } from '../../tiles-server/src/contract/index.ts'
import type { RunningApp } from '../support/app.ts'
import { createClient } from '../support/client.ts'
import { placeFrom } from '../support/geodesic.ts'

/** Cameras and buildings as tests place them, and what is asked about them. */
export function createScene(app: RunningApp) {
  const client = createClient(app.url)
  let places = 0
  return {
    client,
    /** Every test has a place of its own, out of reach of the others'. */
    somewhere: (): Position => [110 + 0.5 * ++places, 30],
    camera: (id: string, at: Position, properties: object = {}) =>
      client.create('camera', {
        type: 'Feature',
        id,
        geometry: { type: 'Point', coordinates: at },
        properties: {
          code: `c-${id}`,
          name: `camera ${id}`,
          status: 'online',
          kind: 'fixed',
          azimuth: 90,
          fov: 60,
          range: 200,
          ...properties,
        },
      }),
    /** A square building whose corners lie north-east, south-east, south-west and north-west of its middle. */
    building: (id: string, middle: Position, half: number, height?: number) =>
      client.create('building', {
        type: 'Feature',
        id,
        geometry: { type: 'Polygon', coordinates: [[45, 135, 225, 315, 45].map(bearing => placeFrom(middle, bearing, half * Math.SQRT2))] },
        properties: height === undefined ? {} : { height },
      }),
    send: (body: unknown, query?: string) => send(app, body, query),
    async see(body: unknown): Promise<SeenBy> {
      const { status, body: answer } = await send(app, body)
      if (status !== 200) throw new Error(JSON.stringify(answer))
      return answer
    },
  }
}

async function send(
  app: RunningApp,
  body: unknown,
  query = '',
): Promise<{ status: number; body: SeenBy & { code: string; detail: string } }> {
  const response = await fetch(`${app.url}/api/cameras/visible${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as SeenBy & { code: string; detail: string } }
}

export const idsOf = (answer: SeenBy) => ({
  now: answer.now.map(({ id }) => id),
  ifTurned: answer.ifTurned.map(({ id }) => id),
  blocked: answer.blocked.map(({ id }) => id),
})
export const none = { now: [], ifTurned: [], blocked: [] }
