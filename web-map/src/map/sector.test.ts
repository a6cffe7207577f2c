import { describe, expect, it } from 'vitest'
import { destination, sector } from './sector.ts'

describe('camera sectors', () => {
  it('goes the distance: one degree of latitude is 111.195 km', () => {
    const [lon, lat] = destination([120, 30], 111_195, 0)
    expect(lon).toBeCloseTo(120, 9)
    expect(lat).toBeCloseTo(31, 4)
  })

  it('is a closed wedge from the camera, symmetric about the azimuth', () => {
    const ring = sector([120, 30], { azimuth: 0, fov: 60, range: 100 }).geometry.coordinates[0]!
    expect(ring[0]).toEqual([120, 30])
    expect(ring.at(-1)).toEqual(ring[0])
    expect(ring[1]![0]! - 120).toBeCloseTo(120 - ring.at(-2)![0]!, 9)
  })

  it('is a disc for a full turn', () => {
    const ring = sector([120, 30], { azimuth: 90, fov: 360, range: 100 }).geometry.coordinates[0]!
    expect(ring.every(([lon, lat]) => Math.hypot((lon! - 120) * Math.cos(Math.PI / 6), lat! - 30) > 0.0008)).toBe(true)
    expect(ring.at(-1)).toEqual(ring[0])
  })
})
