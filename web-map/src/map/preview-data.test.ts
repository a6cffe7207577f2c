import { describe, expect, it } from 'vitest'
import { marksOf, movesOf } from './preview-data.ts'

describe('what the preview of an import draws', () => {
  it('leaves out marks without a place', () => {
    const marks = marksOf([
      { n: 1, kind: 'rejected', at: [1, 2] },
      { n: 2, kind: 'rejected' },
    ])
    expect(marks.features.map(feature => feature.properties?.n as unknown)).toEqual([1])
  })

  it('shows the edges at a moved vertex before and after', () => {
    const ring = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 0],
    ]
    const sample = {
      type: 'FeatureCollection' as const,
      features: [{ type: 'Feature' as const, properties: {}, geometry: { type: 'Polygon' as const, coordinates: [ring] } }],
    }
    const { features } = movesOf(sample, [{ from: [1, 0], to: [1.1, 0], metres: 3 }])
    expect(features.map(feature => [feature.properties?.part as unknown, feature.geometry.coordinates])).toEqual([
      [
        'move',
        [
          [1, 0],
          [1.1, 0],
        ],
      ],
      [
        'before',
        [
          [0, 0],
          [1, 0],
        ],
      ],
      [
        'after',
        [
          [0, 0],
          [1.1, 0],
        ],
      ],
      [
        'before',
        [
          [1, 0],
          [1, 1],
        ],
      ],
      [
        'after',
        [
          [1.1, 0],
          [1, 1],
        ],
      ],
    ])
  })
})
