/** What an edge of the subdivision is. Higher ranks win where lines run together. */
export type LineClass = 'expressway' | 'arterial' | 'collector' | 'local' | 'path' | 'bank' | 'stream' | 'outline' | 'seam'

/** A line laid through the city: a road, a bank, a stream, the outline. Edges keep the line they came from. */
export interface Line {
  readonly id: number
  readonly class: LineClass
  /** Name given by the planner of the network; others are named later. */
  readonly name?: string
}

const RANK: Readonly<Record<LineClass, number>> = {
  expressway: 8,
  arterial: 7,
  collector: 6,
  local: 5,
  bank: 4,
  path: 3,
  stream: 2,
  outline: 1,
  seam: 0,
}

export const rankOf = (line: Line): number => RANK[line.class]

/** Hands out lines with running ids. */
export class LineBook {
  readonly lines: Line[] = []
  add(lineClass: LineClass, name?: string): Line {
    const line: Line = name === undefined ? { id: this.lines.length, class: lineClass } : { id: this.lines.length, class: lineClass, name }
    this.lines.push(line)
    return line
  }
}
