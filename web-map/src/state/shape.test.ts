import { describe, expect, it } from 'vitest'
import { formatShape, parsePosition, parseShape, polygonOf, questionOf, type Shape } from './shape.ts'

const SHAPES: Shape[] = [
  { kind: 'circle', centre: [113.2, 33.1], radius: 500 },
  {
    kind: 'polygon',
    ring: [
      [113.2, 33.1],
      [113.21, 33.1],
      [113.21, 33.11],
    ],
  },
  {
    kind: 'line',
    points: [
      [-113.2, -33.1],
      [113.21, 33.123456],
    ],
    reach: 50.5,
  },
  { kind: 'feature', ref: { layer: 'road', id: '路/1 & 2' }, reach: 0 },
]

describe('a shape in an address', () => {
  it.each(SHAPES)('comes back as it was: $kind', shape => {
    const text = formatShape(shape)
    expect(text).not.toContain('&')
    expect(parseShape(text)).toEqual(shape)
  })

  it.each([
    '',
    'circle/33.1,113.2',
    'circle/33.1,113.2/0',
    'circle/33.1,113.2/-5',
    'circle/33.1,113.2/60000',
    'circle/93.1,99/500',
    'circle/33.1,113.2;33.1,113.3/5',
    'polygon/33.1,113.2;33.2,113.2',
    'polygon/33.1,113.2;33.2,113.2;x',
    'line/33.1,113.2/5',
    'feature/5/Road/1',
    'feature/5/road/%E0%A4%A',
    'feature/5/road/',
    `polygon/${Array(301).fill('33.1,113.2').join(';')}`,
  ])('is none: %s', text => expect(parseShape(text)).toBeNull())
})

it('a position is read in the order it is shown, and in the other where only that can be', () => {
  expect(parsePosition('33.1, 113.2')).toEqual([113.2, 33.1])
  expect(parsePosition('113.2，33.1')).toEqual([113.2, 33.1])
  expect(parsePosition('33.1 113.2 5')).toBeNull()
  expect(parsePosition('181, 1')).toBeNull()
})

it('a ring is closed and turns counter-clockwise whichever way it was drawn', () => {
  const ring: [number, number][] = [
    [0, 0],
    [0, 1],
    [1, 0],
  ]
  const want = [
    [1, 0],
    [0, 1],
    [0, 0],
  ]
  expect(polygonOf(ring).coordinates).toEqual([[...want, want[0]]])
  expect(polygonOf([...ring].reverse()).coordinates).toEqual([[...want, want[0]]])
})

it('a feature asks for what is in it, or for what is near it', () => {
  const area = polygonOf([
    [0, 0],
    [1, 0],
    [0, 1],
  ])
  const ref = { layer: 'zone', id: 'z' }
  expect(questionOf({ kind: 'feature', ref, reach: 0 }, null)).toBeNull()
  expect(questionOf({ kind: 'feature', ref, reach: 0 }, area)?.kind).toBe('within')
  expect(questionOf({ kind: 'feature', ref, reach: 9 }, area)).toMatchObject({ kind: 'around', distance: 9 })
  const line = { type: 'LineString' as const, coordinates: [] }
  expect(questionOf({ kind: 'feature', ref, reach: 9 }, line)).toEqual({ kind: 'around', geometry: line, distance: 9 })
})
