import { describe, expect, it } from 'vitest'
import { distanceOf } from '../../state/measure.ts'
import type { Shape } from '../../state/shape.ts'
import { dragged, handlesOf, rimAt } from './handles.ts'

const circle: Shape = { kind: 'circle', centre: [113.2, 33.1], radius: 500 }
const triangle: Shape = {
  kind: 'polygon',
  ring: [
    [0, 0],
    [2, 0],
    [0, 2],
  ],
}

describe('the handles of a drawn shape', () => {
  it('of a circle move it and widen it', () => {
    const [centre, rim] = handlesOf(circle)
    expect(distanceOf(circle.centre, rim!.at)).toBeCloseTo(500, 2)
    expect(dragged(circle, centre!, [113.3, 33.2])).toEqual({ ...circle, centre: [113.3, 33.2] })
    expect(dragged(circle, rim!, rimAt(circle.centre, 900, 200))).toEqual({ ...circle, radius: 900 })
    expect(dragged(circle, rim!, circle.centre)).toEqual({ ...circle, radius: 1 })
  })

  it('of a polygon move a vertex, or make one in the middle of an edge, the last edge too', () => {
    const handles = handlesOf(triangle)
    expect(handles).toHaveLength(6)
    expect(dragged(triangle, handles[1]!, [3, 0])).toEqual({
      kind: 'polygon',
      ring: [
        [0, 0],
        [3, 0],
        [0, 2],
      ],
    })
    const last = handles[5]!
    expect(last).toEqual({ kind: 'middle', index: 2, at: [0, 1] })
    expect(dragged(triangle, last, [-1, 1])).toEqual({
      kind: 'polygon',
      ring: [
        [0, 0],
        [2, 0],
        [0, 2],
        [-1, 1],
      ],
    })
  })

  it('of a line end where it ends', () => {
    const line: Shape = {
      kind: 'line',
      points: [
        [0, 0],
        [1, 0],
      ],
      reach: 5,
    }
    expect(handlesOf(line).map(({ kind }) => kind)).toEqual(['vertex', 'vertex', 'middle'])
  })
})
