import { type CoverageFace, type GeometryProblem, latticeRings, toLattice } from '../geo/index.ts'

/** Adds to each problem with a place the unchanged units whose edge runs there (within a lattice step), so that the planner sees whom it concerns. */
export function neighboursAt(problems: readonly GeometryProblem[], neighbours: readonly CoverageFace[]): GeometryProblem[] {
  const shapes = neighbours.map(({ id, geometry }) => ({ id, rings: latticeRings(geometry) }))
  return problems.map(problem => {
    if (!problem.at) return problem
    const [x, y] = [toLattice(problem.at[0]!), toLattice(problem.at[1]!)]
    const near = shapes.filter(({ rings }) => rings.some(ring => runsBy(ring, x, y))).map(({ id }) => `"${id}"`)
    return near.length === 0 ? problem : { ...problem, detail: `${problem.detail}; neighbour ${near.slice(0, 5).join(', ')}` }
  })
}

function runsBy(ring: Int32Array, x: number, y: number): boolean {
  const n = ring.length
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    const [ax, ay, bx, by] = [ring[j]!, ring[j + 1]!, ring[i]!, ring[i + 1]!]
    if (x < Math.min(ax, bx) - 1 || x > Math.max(ax, bx) + 1 || y < Math.min(ay, by) - 1 || y > Math.max(ay, by) + 1) continue
    if (Math.abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) <= Math.hypot(bx - ax, by - ay)) return true
  }
  return false
}
