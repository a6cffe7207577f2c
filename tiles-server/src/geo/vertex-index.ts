/** All vertices of a set of lines, found by box. */
export interface VertexIndex {
  /** Whether any vertex in the closed box passes the test; `arc` and `position` say which vertex of which line it is. */
  some(
    west: number,
    south: number,
    east: number,
    north: number,
    test: (x: number, y: number, arc: number, position: number) => boolean,
  ): boolean
}

/** A uniform grid with about two vertices a cell. */
export function vertexIndex(lines: readonly Int32Array[]): VertexIndex {
  let [west, south, east, north, count] = [Infinity, Infinity, -Infinity, -Infinity, 0]
  for (const line of lines) {
    count += line.length >> 1
    for (let i = 0; i < line.length; i += 2) {
      west = Math.min(west, line[i]!)
      east = Math.max(east, line[i]!)
      south = Math.min(south, line[i + 1]!)
      north = Math.max(north, line[i + 1]!)
    }
  }
  const side = Math.max(1, Math.ceil(Math.sqrt(Math.max(1, (east - west) * (north - south)) / Math.max(1, count / 2))))
  const columns = Math.min(4096, Math.floor((east - west) / side) + 1)
  const rows = Math.min(4096, Math.floor((north - south) / side) + 1)
  const column = (x: number): number => Math.min(columns - 1, Math.max(0, Math.floor((x - west) / side)))
  const row = (y: number): number => Math.min(rows - 1, Math.max(0, Math.floor((y - south) / side)))
  const starts = new Uint32Array(columns * rows + 1)
  const each = (visit: (cell: number, line: number, position: number) => void): void =>
    lines.forEach((line, number) => {
      for (let i = 0; i < line.length; i += 2) visit(row(line[i + 1]!) * columns + column(line[i]!), number, i >> 1)
    })
  each(cell => {
    starts[cell + 1]!++
  })
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!
  const next = starts.slice()
  const owner = new Uint32Array(count)
  const place = new Uint32Array(count)
  each((cell, line, position) => {
    const at = next[cell]!++
    owner[at] = line
    place[at] = position
  })
  return {
    some(w, s, e, n, test) {
      for (let r = row(s); r <= row(n); r++) {
        for (let i = starts[r * columns + column(w)]!; i < starts[r * columns + column(e) + 1]!; i++) {
          const line = lines[owner[i]!]!
          const x = line[2 * place[i]!]!
          const y = line[2 * place[i]! + 1]!
          if (x >= w && x <= e && y >= s && y <= n && test(x, y, owner[i]!, place[i]!)) return true
        }
      }
      return false
    },
  }
}
