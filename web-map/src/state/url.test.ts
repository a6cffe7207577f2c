import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NOT_ASKED } from './asked.ts'
import { HOURS } from './here.ts'
import { SPANS } from './span.ts'
import { EMPTY_URL, formatHash, LANGS, PAGES, parseHash, SCHEMES, type UrlState } from './url.ts'
import { WATCHES } from './watch.ts'

const layer = fc.stringMatching(/^[a-z][a-z0-9_-]{0,20}$/)
const rounded = (min: number, max: number, digits: number) =>
  fc.integer({ min: min * 10 ** digits, max: max * 10 ** digits }).map(n => n / 10 ** digits)

const place = fc.tuple(rounded(-180, 180, 6), rounded(-90, 90, 6))

const instant = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2040, 0, 1) })
const playing = fc.oneof(
  fc.record({
    object: fc.string({ maxLength: 30, unit: 'grapheme' }),
    from: fc.constant(null),
    to: fc.constant(null),
    at: fc.constant(null),
  }),
  fc
    .tuple(
      fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }),
      fc.uniqueArray(instant, { minLength: 3, maxLength: 3 }),
      fc.boolean(),
    )
    .map(([object, times, isAt]) => {
      const [from, at, to] = times.sort((a, b) => a - b) as [number, number, number]
      return { object, from, to, at: isAt ? at : null }
    }),
)

const state: fc.Arbitrary<UrlState> = fc.record({
  page: fc.constantFrom(...PAGES),
  view: fc.option(
    fc.record({ zoom: rounded(0, 20, 2), lat: rounded(-85, 85, 5), lon: rounded(-180, 180, 5), bearing: rounded(-180, 180, 1) }),
  ),
  on: fc.array(layer, { maxLength: 4 }),
  off: fc.array(layer, { maxLength: 4 }),
  selection: fc.option(fc.record({ layer, id: fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }) })),
  list: fc.option(layer),
  time: fc.option(
    fc.record({
      span: fc.constantFrom(...SPANS),
      from: fc
        .date({ min: new Date('1900-01-01'), max: new Date('9999-12-01'), noInvalidDate: true })
        .map(date => date.setUTCSeconds(0, 0)),
    }),
  ),
  asked: fc
    .option(fc.tuple(place, fc.constantFrom(...HOURS)))
    .map(asked => (asked ? { ...NOT_ASKED, here: asked[0], hours: asked[1] } : NOT_ASKED)),
  watched: fc.option(
    fc.record({ panel: fc.constantFrom(...WATCHES), id: fc.option(fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' })) }),
  ),
  playing: fc.option(playing),
  lang: fc.option(fc.constantFrom(...LANGS)),
  scheme: fc.option(fc.constantFrom(...SCHEMES)),
})

describe('the address of a view', () => {
  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(state, value => {
        expect(parseHash(formatHash(value))).toEqual(value)
      }),
    )
  })

  it('survives any text', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        expect(() => parseHash(text)).not.toThrow()
      }),
    )
  })

  it.each([
    ['', EMPTY_URL],
    ['#99/30/120', EMPTY_URL],
    ['#12/30', EMPTY_URL],
    ['#12/91/120', EMPTY_URL],
    ['#sel=incident/%E0%A4%A', EMPTY_URL],
    ['#sel=Incident/1', EMPTY_URL],
    ['#lang=fr&scheme=sepia', EMPTY_URL],
    ['#page=admin', EMPTY_URL],
    ['#time=year/2026-05-01T00:00Z', EMPTY_URL],
    ['#time=day/2026-13-01T00:00Z', EMPTY_URL],
    ['#time=day/0026-05-01T00:00Z', EMPTY_URL],
    ['#time=day', EMPTY_URL],
    ['#panel=plans', EMPTY_URL],
    ['#alert=%E0%A4%A', EMPTY_URL],
    ['#play=%E0%A4%A', EMPTY_URL],
    [`#play=${'x'.repeat(129)}`, EMPTY_URL],
    ['#from=2026-05-01T08:00:00Z&to=2026-05-01T09:00:00Z', EMPTY_URL],
  ])('leaves out what does not parse: %s', (hash, expected) => expect(parseHash(hash)).toEqual(expected))

  it.each([
    'from=2026-05-01T08:00:00Z',
    'from=2026-05-01T08:00:00Z&to=2026-05-01T08:00:00Z',
    'from=2026-13-01T08:00:00Z&to=x',
    'at=2026-05-01T08:00:00Z',
  ])('plays the last hour where the times make no sense: %s', times =>
    expect(parseHash(`#play=car-1&${times}`).playing).toEqual({ object: 'car-1', from: null, to: null, at: null }),
  )

  it('keeps the good parts beside a bad one', () => {
    expect(parseHash('#12.5/30.1/120.2&sel=bad&off=camera')).toEqual({
      ...EMPTY_URL,
      view: { zoom: 12.5, lat: 30.1, lon: 120.2, bearing: 0 },
      off: ['camera'],
    })
  })
})
