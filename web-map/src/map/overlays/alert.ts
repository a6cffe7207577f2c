import type { Feature, Geometry, Position } from 'geojson'
import type { Alert } from '../../../../tiles-server/src/contract/index.ts'
import { destination } from '../sector.ts'

const STEPS = 48

type Drawn = Pick<Alert, 'id' | 'severity' | 'position' | 'fixes'>

/** An alert: its zone, the fixes behind it as a trail, the one that decided it with how exact it is, and the place. */
export function drawnAlert(alert: Drawn, zone: Geometry | null): Feature[] {
  const { severity, position } = alert
  const fixes = [...alert.fixes].sort((a, b) => Date.parse(a.time) - Date.parse(b.time))
  const mark = (role: string, geometry: Geometry): Feature => ({ type: 'Feature', geometry, properties: { role, severity } })
  const point = (role: string, at: readonly number[]): Feature => mark(role, { type: 'Point', coordinates: [...at] })
  const trail = fixes.map(({ lon, lat }) => [lon, lat])
  const last = fixes.at(-1)
  return [
    ...(zone ? [mark('alert-zone', zone)] : []),
    ...(last?.accuracy ? [mark('accuracy', disc([last.lon, last.lat], last.accuracy))] : []),
    ...(trail.length > 1 ? [mark('trail', { type: 'LineString', coordinates: trail })] : []),
    ...trail.slice(0, -1).map(at => point('fix', at)),
    ...(last ? [point('deciding', [last.lon, last.lat])] : []),
    ...(position ? [point('alert-place', position)] : []),
  ]
}

/** Alerts nobody has looked at yet, a mark each; a click on it opens the alert. */
export const drawnOpenAlerts = (alerts: readonly Drawn[]): Feature[] =>
  alerts.flatMap(({ id, severity, position }): Feature[] =>
    position
      ? [{ type: 'Feature', geometry: { type: 'Point', coordinates: [...position] }, properties: { role: 'open-alert', id, severity } }]
      : [],
  )

/** A circle on the ground as a ring; radius in metres. */
export function disc(at: Position, radius: number): Geometry {
  const rim = Array.from({ length: STEPS }, (_, i) => destination([at[0]!, at[1]!], radius, (-360 * i) / STEPS))
  return { type: 'Polygon', coordinates: [[...rim, [...rim[0]!]]] }
}
