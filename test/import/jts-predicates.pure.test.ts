import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DOMParser, type Element } from '@xmldom/xmldom'
import { describe, expect, it } from 'vitest'
import { readWkt } from '../../tiles-server/src/exchange/readers/wkt.ts'
import {
  eachPosition,
  type Geometry,
  type LatticeShape,
  latticeShapes,
  shapesEqual,
  shapesMeet,
  shapeWithin,
} from '../../tiles-server/src/geo/index.ts'
import { readWkb } from '../../tiles-server/src/store/wkb.ts'

const data = fileURLToPath(new URL('../../../shared/data/jts/', import.meta.url))

type Test = (a: LatticeShape, b: LatticeShape) => boolean

/** The predicates that are implemented, by the names JTS has for them. */
const PREDICATES: Readonly<Record<string, Test>> = {
  intersects: shapesMeet,
  disjoint: (a, b) => !shapesMeet(a, b),
  within: shapeWithin,
  contains: (a, b) => shapeWithin(b, a),
  equalstopo: shapesEqual,
}

interface Case {
  readonly name: string
  readonly op: string
  readonly a: string
  readonly b: string
  readonly pattern: string
  readonly expected: string
}

function casesOf(file: string): Case[] {
  const document = new DOMParser({ onError: () => undefined }).parseFromString(readFileSync(join(data, file), 'utf8'), 'text/xml')
  const textOf = (element: Element | null | undefined): string => (element?.textContent ?? '').trim().replace(/\s+/g, ' ')
  return [...document.getElementsByTagName('case')].flatMap((test, i) => {
    const part = (name: string): string => textOf(test.getElementsByTagName(name)[0] ?? test.getElementsByTagName(name.toUpperCase())[0])
    return [...test.getElementsByTagName('op')].map(op => {
      const [one, two] = ['arg1', 'arg2'].map(name => (op.getAttribute(name) ?? '').toLowerCase())
      return {
        name: `${file} ${i + 1}: ${part('desc')}`,
        op: (op.getAttribute('name') ?? '').toLowerCase(),
        a: part(one === 'b' ? 'b' : 'a'),
        b: part(two === 'a' ? 'a' : 'b'),
        pattern: op.getAttribute('arg3') ?? '',
        expected: textOf(op),
      }
    })
  })
}

/** What a matrix (DE-9IM) that holds says of the predicates. */
function ofMatrix(matrix: string): [Test, boolean][] {
  const is = (...places: number[]): boolean => places.some(place => matrix[place] !== 'F')
  const within = is(0) && !is(2) && !is(5)
  const contains = is(0) && !is(6) && !is(7)
  return [
    [shapesMeet, is(0, 1, 3, 4)],
    [shapeWithin, within],
    [PREDICATES.contains!, contains],
    [shapesEqual, within && contains],
  ]
}

/** The one shape that a text says, its coordinates as lattice steps, if they are whole numbers of some power of ten and few enough. */
function shapeOf(text: string, scale: number): LatticeShape | string {
  const geometry = geometryOf(text)
  if (geometry === undefined) return 'not read (EMPTY parts, LINEARRING, curves)'
  if (geometry === null) return 'empty'
  if (geometry.type === 'GeometryCollection') return 'collection'
  const steps = (value: unknown): unknown => (Array.isArray(value) ? value.map(steps) : ((value as number) * scale) / 1e7)
  const shapes = latticeShapes({ ...geometry, coordinates: steps(geometry.coordinates) } as Geometry)
  return shapes.length === 1 ? shapes[0]! : 'empty'
}

function geometryOf(text: string): Geometry | null | undefined {
  if (/^[0-9A-Fa-f]+$/.test(text)) return readWkb(Buffer.from(text, 'hex'))
  const read = readWkt(text)
  return 'problem' in read ? undefined : read.geometry
}

/** What to multiply with so that all coordinates of both are lattice steps; undefined when nothing does. */
function scaleFor(texts: readonly string[]): number | undefined {
  const numbers: number[] = []
  for (const text of texts) {
    const geometry = geometryOf(text)
    if (geometry) eachPosition(geometry, ([x, y]) => numbers.push(x!, y!))
  }
  const reach = Math.max(1, ...numbers.map(Math.abs))
  return Array.from({ length: 12 }, (_, i) => 10 ** i).find(scale => {
    const isWhole = (value: number): boolean =>
      Math.abs(value * scale - Math.round(value * scale)) < 1e-9 * Math.max(1, Math.abs(value * scale))
    return reach * scale < 9e8 && numbers.every(isWhole)
  })
}

interface Outcome {
  passed: number
  readonly failed: string[]
  readonly outOfScope: Record<string, number>
}

function run(): Outcome {
  const outcome: Outcome = { passed: 0, failed: [], outOfScope: {} }
  const skip = (why: string): void => {
    outcome.outOfScope[why] = (outcome.outOfScope[why] ?? 0) + 1
  }
  const files = readdirSync(data, { recursive: true, encoding: 'utf8' })
  for (const file of files.filter(name => name.endsWith('.xml')).sort()) {
    for (const test of casesOf(file)) {
      const predicate = PREDICATES[test.op]
      if (!predicate && test.op !== 'relate') {
        skip('another operation')
        continue
      }
      if (test.op === 'relate' && !/^[F012]{9}$/.test(test.pattern)) {
        skip('a pattern that leaves places open')
        continue
      }
      const scale = scaleFor([test.a, test.b])
      if (scale === undefined) {
        skip('coordinates off the lattice')
        continue
      }
      const [a, b] = [shapeOf(test.a, scale), shapeOf(test.b, scale)]
      const why = [a, b].find(shape => typeof shape === 'string')
      if (typeof a === 'string' || typeof b === 'string') {
        skip(String(why))
        continue
      }
      const expected = test.expected === 'true'
      if (test.op === 'relate' && !expected) skip('a matrix that does not hold')
      else {
        const checks: [Test, boolean][] = predicate ? [[predicate, expected]] : ofMatrix(test.pattern)
        const wrong = checks.filter(([check, holds]) => check(a, b) !== holds)
        if (wrong.length === 0) outcome.passed++
        else outcome.failed.push(`${test.op} ${test.name}`)
      }
    }
  }
  return outcome
}

describe.runIf(existsSync(data))('the predicate cases of JTS (only where the data folder exists)', () => {
  it('intersects, disjoint, within, contains, equals, and what a matrix says of them', () => {
    expect(run()).toEqual({
      passed: 3_080,
      failed: [
        // A line of two equal positions is read as a line of no length, which on the lattice is the point itself.
        'equalstopo validate/TestRelatePL.xml 2: P/L-2: a point and a zero-length line',
      ],
      outOfScope: {
        'another operation': 4_679,
        'coordinates off the lattice': 4,
        empty: 3,
        'not read (EMPTY parts, LINEARRING, curves)': 11,
      },
    })
  })
})
