import { expect, it } from 'vitest'
import { drawnAlert, drawnOpenAlerts } from './alert.ts'

const fix = (second: number, lon: number, accuracy: number | null = null) => ({
  time: new Date(Date.UTC(2026, 4, 1, 4, 0, second)).toISOString(),
  lon,
  lat: 33,
  accuracy,
})
const rolesOf = (features: readonly { properties: unknown }[]): unknown[] =>
  features.map(({ properties }) => (properties as { role: string }).role)

it('draws the fixes as a trail in the order of their times; the last decided, with how exact it is', () => {
  const fixes = [fix(20, 113.2, 12), fix(0, 113), fix(10, 113.1)]
  const drawn = drawnAlert({ id: 'a', severity: 'major', position: [113.2, 33], fixes }, null)
  expect(rolesOf(drawn)).toEqual(['accuracy', 'trail', 'fix', 'fix', 'deciding', 'alert-place'])
  expect(drawn[1]!.geometry).toEqual({
    type: 'LineString',
    coordinates: [
      [113, 33],
      [113.1, 33],
      [113.2, 33],
    ],
  })
  expect(drawn[4]!.geometry).toEqual({ type: 'Point', coordinates: [113.2, 33] })
})

it('one that rests on no fix and no place is its zone alone', () => {
  const zone = { type: 'Point' as const, coordinates: [113, 33] }
  expect(rolesOf(drawnAlert({ id: 'a', severity: 'info', position: null, fixes: [] }, zone))).toEqual(['alert-zone'])
  expect(drawnOpenAlerts([{ id: 'a', severity: 'info', position: null, fixes: [] }])).toEqual([])
})
