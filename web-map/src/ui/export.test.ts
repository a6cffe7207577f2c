import { describe, expect, it } from 'vitest'
import { EXPORT_CHOICES, exportUrl } from './export.ts'

describe('exportUrl', () => {
  it('names the whole layer, what is in view, or what is selected', () => {
    const [geojson] = EXPORT_CHOICES
    expect(exportUrl('camera', {}, geojson!)).toBe('/api/layers/camera/export?format=geojson')
    expect(exportUrl('camera', { bbox: [1, 2, 3.5, 4] }, geojson!)).toBe('/api/layers/camera/export?format=geojson&bbox=1%2C2%2C3.5%2C4')
    const ids = new URL(exportUrl('a', { ids: ['x&y', '甲,乙'] }, geojson!), 'http://a').searchParams.getAll('ids')
    expect(ids).toEqual(['x&y', '甲,乙'])
  })
})
