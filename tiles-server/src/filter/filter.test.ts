import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LayerDef, Properties } from '../contract/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import { checkFilter, compileFilter, FILTER_LIMITS, type Filter, filterText, type Literal, parseFilter } from './index.ts'
import type { Predicate } from './types.ts'

/** A feature without geometry. */
const placeless = <T extends object>(row: T) => ({
  ...row,
  geometry: null,
  minX: Infinity,
  minY: Infinity,
  maxX: -Infinity,
  maxY: -Infinity,
})

const titled = (name: string, type: LayerDef['properties'][number]['type']) => ({ name, title: { 'zh-CN': name, en: name }, type })
const LAYER: LayerDef = {
  id: 'incident',
  title: { 'zh-CN': '事件', en: 'Incident' },
  kind: 'typed',
  geometry: 'point',
  coverage: false,
  minzoom: 0,
  maxzoom: 16,
  properties: [
    titled('category', 'string'),
    titled('count', 'integer'),
    titled('speed', 'number'),
    titled('bridge', 'boolean'),
    titled('time', 'datetime'),
    titled('户数', 'integer'),
  ],
}

const passes = (text: string, properties: Properties, id = 'f1'): boolean => compileFilter(parseFilter(text))(placeless({ id, properties }))

function failure(work: () => unknown): ZongtuError {
  try {
    work()
  } catch (error) {
    if (error instanceof ZongtuError) return error
    throw error
  }
  throw new Error('expected a ZongtuError')
}

describe('parseFilter', () => {
  it.each([
    ["category = 'traffic'", { op: '=', property: 'category', value: { type: 'string', value: 'traffic' } }],
    ["'it''s' <> category", { op: '<>', property: 'category', value: { type: 'string', value: "it's" } }],
    ['5 < count', { op: '>', property: 'count', value: { type: 'number', value: 5 } }],
    ['"say ""hi""" >= -1.5e-3', { op: '>=', property: 'say "hi"', value: { type: 'number', value: -0.0015 } }],
    [
      '户数 between 80 and 120',
      { op: 'between', property: '户数', low: { type: 'number', value: 80 }, high: { type: 'number', value: 120 } },
    ],
    ["a Not Like '%50\\%'", { op: 'not', arg: { op: 'like', property: 'a', pattern: '%50\\%' } }],
    ['a IS NOT NULL', { op: 'not', arg: { op: 'isNull', property: 'a' } }],
    ['a in (TRUE)', { op: 'in', property: 'a', list: [{ type: 'boolean', value: true }] }],
    ["date > DATE('2024-02-29')", { op: '>', property: 'date', value: { type: 'date', value: '2024-02-29' } }],
    [
      '"and" <= TIMESTAMP(\'2026-01-01T00:00:00+08:00\')',
      { op: '<=', property: 'and', value: { type: 'timestamp', value: '2026-01-01T00:00:00+08:00' } },
    ],
  ] as const)('%s', (text, tree) => expect(parseFilter(text)).toEqual(tree))

  it('gives NOT, AND, OR their precedence', () => {
    expect(filterText(parseFilter('not a=1 and b=2 or c=3 and (d=4 or e=5)'))).toBe('NOT a = 1 AND b = 2 OR c = 3 AND (d = 4 OR e = 5)')
    expect(parseFilter('a=1 or b=2 and c=3')).toEqual(parseFilter('a=1 or (b=2 and c=3)'))
    expect(parseFilter('not a=1 and b=2')).toEqual(parseFilter('(not a=1) and b=2'))
  })

  it.each([
    ['', 1, 'end of the filter', 'a property'],
    ['a', 2, 'end of the filter', '='],
    ['a = ', 5, 'end of the filter', 'a value'],
    ['a = b', 5, '"b"', 'single quotes'],
    ['a = 1 b = 2', 7, '"b"', 'AND, OR'],
    ["a = 'x", 5, 'closing quote', "a closing '"],
    ['(a = 1', 7, 'end of the filter', ')'],
    ['a = 1)', 6, '")"', 'AND, OR'],
    ['a == 1', 4, '"="', 'a value'],
    ['a != 1', 3, '"!"', '<>'],
    ['a + 1 = 2', 3, '"+"', 'arithmetic'],
    ['a IN ()', 7, '")"', 'a value of the list'],
    ["a IN ('x' 'y')", 11, '"\'y\'"', ', or )'],
    ['a BETWEEN 1', 12, 'end of the filter', 'AND'],
    ['a LIKE 5', 8, '"5"', 'a pattern'],
    ["a LIKE 'x\\'", 8, 'x', 'escape'],
    ['a NOT = 1', 7, '"="', 'IN, LIKE or BETWEEN'],
    ['a IS 5', 6, '"5"', 'NULL'],
    ['5', 1, '"5"', 'comparison'],
    ['1 = 1', 5, '"1"', 'a property'],
    ['a = 1e999', 5, '1e999', '1.8e308'],
    ['"" = 1', 1, '""', 'property name'],
    ["a = DATE('2026-02-30')", 10, '2026-02-30', 'calendar day'],
    ["a = TIMESTAMP('2026-01-01T00:00:00')", 15, '2026-01-01T00:00:00', 'offset'],
    ["a = TIMESTAMP('2026-01-01T25:00:00Z')", 15, '25:00', 'RFC 3339'],
    ["a = CASEI('x')", 5, 'CASEI', 'not supported'],
    ['a = 1 ; b', 7, '";"', 'a property'],
  ])('refuses %s at its place', (text, position, found, expected) => {
    const error = failure(() => parseFilter(text))
    expect(error.code).toBe('bad-filter')
    expect(error.extra.position).toBe(position)
    expect(error.extra.found).toContain(found)
    expect(error.extra.expected).toContain(expected)
  })

  it('bounds length, depth and number of conditions', () => {
    expect(failure(() => parseFilter(`a = '${'x'.repeat(FILTER_LIMITS.length)}'`)).detail).toContain('8192')
    expect(failure(() => parseFilter(`${'('.repeat(65)}a = 1${')'.repeat(65)}`)).detail).toContain('deeper than 64')
    expect(failure(() => parseFilter(`${'NOT '.repeat(2000)}a = 1`)).detail).toContain('deeper than 64')
    expect(parseFilter(`${'('.repeat(64)}a = 1${')'.repeat(64)}`)).toEqual(parseFilter('a = 1'))
    expect(failure(() => parseFilter(`a IN (${Array.from({ length: 1001 }, (_, i) => i).join(',')})`)).detail).toContain('1000')
  })
})

describe('checkFilter', () => {
  it('accepts the schema and id', () => {
    const text =
      "id LIKE 'c%' AND category = 'x' AND count > 1 AND speed < 2.5 AND bridge = TRUE AND time > DATE('2026-01-01') AND 户数 IS NULL"
    expect(() => checkFilter(parseFilter(text), LAYER)).not.toThrow()
  })

  it.each([
    ["colour = 'red'", 'no property "colour"; it has: id, category, count, speed, bridge, time, 户数'],
    ["NOT (count > 1 OR colour = 'red')", '"colour"'],
    ["count = '5'", '"count" is of type integer: write a number, not string "5"'],
    ['category IN (1)', 'single quotes'],
    ['bridge = 1', 'TRUE or FALSE'],
    ["time > '2026-01-01T00:00:00Z'", "TIMESTAMP('"],
    ["count LIKE '1%'", 'LIKE needs text'],
    ['id = 5', 'single quotes'],
    ["speed BETWEEN 1 AND 'x'", 'a number'],
  ])('refuses %s', (text, detail) => expect(failure(() => checkFilter(parseFilter(text), LAYER)).detail).toContain(detail))
})

describe('compileFilter', () => {
  it('knows unknown: a null is neither equal nor different', () => {
    for (const text of [
      'a = 1',
      'a <> 1',
      'NOT a = 1',
      'a IN (1)',
      'a NOT IN (1)',
      'a BETWEEN 0 AND 2',
      "a NOT LIKE 'x'",
      'a = 1 OR a <> 1',
    ]) {
      expect(passes(text, { a: null }), text).toBe(false)
      expect(passes(text, {}), text).toBe(false)
    }
    expect(passes('a = 1 OR b = 2', { b: 2 })).toBe(true)
    expect(passes('NOT (a = 1 AND b = 2)', { b: 3 })).toBe(true)
    expect(passes('a IS NULL', {})).toBe(true)
    expect(passes('a IS NOT NULL', { a: 0 })).toBe(true)
  })

  it('compares instants, and days of UTC', () => {
    const at = { time: '2026-01-01T07:59:59.999+08:00' }
    expect(passes("time < TIMESTAMP('2026-01-01T00:00:00Z')", at)).toBe(true)
    expect(passes("time = TIMESTAMP('2025-12-31T23:59:59.999Z')", at)).toBe(true)
    expect(passes("time <= DATE('2025-12-31')", at)).toBe(true)
    expect(passes("time BETWEEN DATE('2026-01-01') AND DATE('2026-01-02')", at)).toBe(false)
  })

  it('reads own attributes only, and id', () => {
    expect(passes('constructor IS NULL', {})).toBe(true)
    expect(passes("id = 'f1'", { id: 'other' })).toBe(true)
  })

  it('matches LIKE case-sensitively, by character, without blowing up', () => {
    expect(passes("a LIKE '示_市%'", { a: '示范市中心' })).toBe(true)
    expect(passes("a LIKE '_'", { a: '𠮷' })).toBe(true)
    expect(passes("a LIKE 'A%'", { a: 'abc' })).toBe(false)
    expect(passes("a LIKE '100\\%'", { a: '100%' })).toBe(true)
    expect(passes("a LIKE '100\\%'", { a: '1000' })).toBe(false)
    expect(passes(`a LIKE '${'%a'.repeat(500)}b'`, { a: 'a'.repeat(5000) })).toBe(false)
  })
})

const NAMES = ['a', 'b', 'c', 'and', 'with space', 'q"uote', '户数', 'id']
const literal: fc.Arbitrary<Literal> = fc.oneof(
  fc.record({
    type: fc.constant('string' as const),
    value: fc.oneof(fc.constantFrom('x', 'y', "it's", '', '\uffee', '𠮷'), fc.string({ unit: 'grapheme', maxLength: 5 })),
  }),
  fc.record({
    type: fc.constant('number' as const),
    value: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, noDefaultInfinity: true })).map(n => (n === 0 ? 0 : n)),
  }),
  fc.record({ type: fc.constant('boolean' as const), value: fc.boolean() }),
  fc.record({
    type: fc.constant('timestamp' as const),
    value: fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-01T08:00:00+08:00', '2025-12-31T23:59:59.5Z'),
  }),
  fc.record({ type: fc.constant('date' as const), value: fc.constantFrom('2025-12-31', '2026-01-01', '2024-02-29') }),
)
const property = fc.constantFrom(...NAMES)
const pattern = fc.array(fc.constantFrom('x', 'y', '%', '_', "'", '\\%', '\\_', '\\\\'), { maxLength: 5 }).map(parts => parts.join(''))
const predicate: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({ op: fc.constantFrom('=', '<>', '<', '<=', '>', '>='), property, value: literal }),
  fc.record({ op: fc.constant('in' as const), property, list: fc.array(literal, { minLength: 1, maxLength: 4 }) }),
  fc.record({ op: fc.constant('between' as const), property, low: literal, high: literal }),
  fc.record({ op: fc.constant('like' as const), property, pattern }),
  fc.record({ op: fc.constant('isNull' as const), property }),
  fc.record({ op: fc.constant('boolean' as const), value: fc.boolean() }),
)
const { tree } = fc.letrec<{ tree: Filter }>(tie => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    predicate,
    fc.record({ op: fc.constantFrom('and', 'or'), args: fc.array(tie('tree'), { minLength: 2, maxLength: 4 }) }),
    fc.record({ op: fc.constant('not' as const), arg: tie('tree') }),
  ),
}))
const feature = fc.record({
  id: fc.constantFrom('x', 'y', 'f1'),
  properties: fc.dictionary(
    fc.constantFrom(...NAMES),
    fc.oneof(
      fc.constantFrom('x', 'y', "it's", 'xy', '\uffee', '𠮷', null, true, false),
      fc.integer({ min: -3, max: 3 }),
      fc.constantFrom('2026-01-01T00:00:00Z', '2025-12-31T23:59:59.500Z'),
    ),
    { noNullPrototype: true },
  ),
})

/** The oracle: a set of possible truths per node, found by trying both values for everything unknown. Shares nothing with the evaluator. */
function possible(filter: Filter, row: { id: string; properties: Properties }): Set<boolean> {
  switch (filter.op) {
    case 'and':
    case 'or':
      return union(
        filter.args.map(arg => possible(arg, row)),
        filter.op,
      )
    case 'not':
      return new Set([...possible(filter.arg, row)].map(truth => !truth))
    case 'boolean':
      return new Set([filter.value])
    case 'spatial':
      return new Set([true, false])
    default:
      return possibleOf(filter, filter.property === 'id' ? row.id : (row.properties[filter.property] ?? null))
  }
}

function possibleOf(filter: Predicate, value: unknown): Set<boolean> {
  switch (filter.op) {
    case 'isNull':
      return new Set([value === null])
    case 'like':
      return typeof value === 'string' ? new Set([likeOracle(filter.pattern, value)]) : new Set([true, false])
    case 'in':
      return union(
        filter.list.map(item => compared('=', value, item)),
        'or',
      )
    case 'between':
      return union([compared('>=', value, filter.low), compared('<=', value, filter.high)], 'and')
    default:
      return compared(filter.op, value, filter.value)
  }
}

function union(parts: Set<boolean>[], op: 'and' | 'or'): Set<boolean> {
  const decisive = op === 'or'
  const out = new Set<boolean>()
  if (parts.some(part => part.has(decisive))) out.add(decisive)
  if (parts.every(part => part.has(!decisive))) out.add(!decisive)
  return out
}

function compared(op: string, value: unknown, against: Literal): Set<boolean> {
  const pair = comparable(value, against)
  if (pair === undefined) return new Set([true, false])
  const order = Buffer.isBuffer(pair[0]) ? Buffer.compare(pair[0], pair[1] as Buffer) : Math.sign(pair[0] - (pair[1] as number))
  const truths: Record<string, boolean> = {
    '=': order === 0,
    '<>': order !== 0,
    '<': order < 0,
    '<=': order <= 0,
    '>': order > 0,
    '>=': order >= 0,
  }
  return new Set([truths[op]!])
}

/** Text as its UTF-8 bytes, everything else as a number. */
function comparable(value: unknown, against: Literal): [Buffer, Buffer] | [number, number] | undefined {
  if (against.type === 'timestamp' || against.type === 'date') {
    if (typeof value !== 'string' || !/^\d{4}-.*Z$/.test(value)) return undefined
    const [own, other] = [new Date(value).getTime(), new Date(against.value).getTime()]
    return against.type === 'date' ? [Math.floor(own / 86400000), other / 86400000] : [own, other]
  }
  if (typeof value !== against.type) return undefined
  return typeof value === 'string' ? [Buffer.from(value), Buffer.from(against.value as string)] : [Number(value), Number(against.value)]
}

function likeOracle(text: string, value: string): boolean {
  const source = text.replace(/\\(.)|([%_])|([\s\S])/gu, (_, escaped?: string, wild?: string, plain?: string) =>
    wild === undefined ? `\\u{${(escaped ?? plain)!.codePointAt(0)!.toString(16)}}` : wild === '%' ? '[\\s\\S]*' : '[\\s\\S]',
  )
  return new RegExp(`^${source}$`, 'u').test(value)
}

describe('properties', () => {
  it('canonical text parses back to the same tree', () => {
    fc.assert(
      fc.property(tree, filter => {
        expect(parseFilter(filterText(filter))).toEqual(filter)
      }),
      { numRuns: 2000 },
    )
  })

  it('evaluates as the oracle of possible truths', () => {
    fc.assert(
      fc.property(predicate, feature, (filter, row) => {
        const truths = possible(filter, row)
        expect(compileFilter(filter)(placeless(row))).toBe(truths.has(true) && !truths.has(false))
        expect(compileFilter({ op: 'not', arg: filter })(placeless(row))).toBe(truths.has(false) && !truths.has(true))
      }),
      { numRuns: 5000 },
    )
    fc.assert(
      fc.property(tree, feature, (filter, row) => {
        const truths = possible(filter, row)
        expect(compileFilter(filter)(placeless(row))).toBe(truths.has(true) && !truths.has(false))
        expect(compileFilter({ op: 'not', arg: filter })(placeless(row))).toBe(truths.has(false) && !truths.has(true))
      }),
      { numRuns: 5000 },
    )
  })

  it('never throws anything but bad-filter, whatever the text', () => {
    const words = fc.constantFrom(
      'a',
      'AND',
      'or',
      'NOT',
      'IN',
      '(',
      ')',
      ',',
      '=',
      '<>',
      "'x'",
      '5',
      'LIKE',
      'BETWEEN',
      'IS',
      'NULL',
      'DATE',
      'S_WITHIN',
      'geometry',
      'POINT',
      'POLYGON',
      'BBOX',
      'T_DURING',
      'INTERVAL',
      "'..'",
      "'",
      '"',
      '\\',
      '户',
      '-',
      '\u0000',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(words, { maxLength: 60 }).map(list => list.join(' ')),
    )
    fc.assert(
      fc.property(text, input => {
        try {
          const filter = parseFilter(input)
          expect(parseFilter(filterText(filter))).toEqual(filter)
        } catch (error) {
          if (!(error instanceof ZongtuError) || error.code !== 'bad-filter') throw error
        }
      }),
      { numRuns: 5000 },
    )
  })
})
