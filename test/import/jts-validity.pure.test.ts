import { existsSync, readFileSync } from 'node:fs'
import { DOMParser, type Element } from '@xmldom/xmldom'
import { describe, expect, it } from 'vitest'
import { readWkt } from '../../tiles-server/src/exchange/readers/wkt.ts'
import { bboxOf, type Geometry } from '../../tiles-server/src/geo/index.ts'
import { readWkb } from '../../tiles-server/src/store/wkb.ts'
import { geometryRule } from './refusals.ts'

const data = new URL('../../../shared/data/jts/', import.meta.url)

type Verdict = 'agrees' | 'touches' | 'no-length' | 'empty-part' | 'no-such-type'

/**
 * Verdicts that are no agreement. All of them are stated rules:
 * - `touches`: a ring touches itself or another at vertices or at a vertex and an edge, also where that cuts the interior apart. JTS follows the simple
 *   features standard; we accept it, even-odd decides (census data has it). Nothing invalid for another reason is accepted.
 * - `no-length`: a line of equal positions. RFC 7946 asks for two positions, not for two places.
 * - `empty-part`: EMPTY as a part of something. GeoJSON positions cannot say it; the reader of WKT columns refuses it.
 * - `no-such-type`: LINEARRING and GEOMETRYCOLLECTION are not taken from WKT columns.
 */
const FIGURES: Readonly<Record<string, Partial<Record<Verdict, number>>>> = {
  'general/TestValid.xml': { agrees: 69, touches: 10, 'no-length': 3, 'empty-part': 4, 'no-such-type': 1 },
  'general/TestValid2.xml': { agrees: 745, touches: 3, 'empty-part': 3, 'no-such-type': 1 },
  'general/TestValid2-big.xml': { agrees: 2 },
  'misc/TestInvalidA.xml': { agrees: 63, touches: 12 },
  'misc/TestValid.xml': { agrees: 1 },
  'robust/TestOverlay-geos-275.xml': { agrees: 2 },
  'robust/TestOverlay-geos-392.xml': { agrees: 1 },
  'robust/TestOverlay-geos-599.xml': { agrees: 2 },
}

/** Descriptions of cases in which rings only touch; cases with a number alone were looked at one by one. */
const TOUCHES = /self-touch|point(-line)? touch|interior disconnected|Disconnected interior|^Test (20|22|395)$/

function casesOf(file: string): { desc: string; text: string; valid: boolean }[] {
  const document = new DOMParser().parseFromString(readFileSync(new URL(file, data), 'utf8'), 'text/xml')
  const textOf = (element: Element | null | undefined): string => (element?.textContent ?? '').trim().replace(/\s+/g, ' ')
  return [...document.getElementsByTagName('case')].flatMap(test =>
    [...test.getElementsByTagName('op')]
      .filter(op => op.getAttribute('name') === 'isValid')
      .map(op => ({
        desc: textOf(test.getElementsByTagName('desc')[0]),
        text: textOf(test.getElementsByTagName((op.getAttribute('arg1') ?? 'A').toLowerCase())[0]),
        valid: textOf(op) === 'true',
      })),
  )
}

function judge({ desc, text, valid }: { desc: string; text: string; valid: boolean }): Verdict {
  const geometry = /^[0-9A-F]+$/.test(text) ? readWkb(Buffer.from(text, 'hex')) : readColumn(text)
  const taken = geometry !== undefined && geometryRule(geometry && intoRange(geometry)) === undefined
  if (taken === valid) return 'agrees'
  if (valid && /[,(] ?EMPTY/.test(text)) return 'empty-part'
  if (/^(LINEARRING|GEOMETRYCOLLECTION)/.test(text)) return 'no-such-type'
  if (taken && /LINESTRING/.test(text) && /two identical points/.test(desc)) return 'no-length'
  if (taken && TOUCHES.test(desc)) return 'touches'
  throw new Error(`no stated rule for ${desc}: ${text}`)
}

/** A cell of a WKT column; undefined when the reader refuses it. */
function readColumn(text: string): Geometry | null | undefined {
  const read = readWkt(text)
  return 'problem' in read ? undefined : read.geometry
}

/** Scaled by a power of two, which is exact, until it lies in the range of longitudes and latitudes. */
function intoRange(geometry: Geometry): Geometry {
  if (geometry.type === 'GeometryCollection') return geometry
  const reach = Math.max(...bboxOf(geometry)!.map(Math.abs))
  let scale = 1
  while (reach * scale > 90) scale /= 2
  const scaled = (value: unknown): unknown => (Array.isArray(value) ? value.map(scaled) : (value as number) * scale)
  return { type: geometry.type, coordinates: scaled(geometry.coordinates) } as Geometry
}

describe.runIf(existsSync(data))('the validity cases of JTS (only where the data folder exists)', () => {
  it.each(Object.entries(FIGURES))('%s', (file, expected) => {
    const found: Partial<Record<Verdict, number>> = {}
    for (const test of casesOf(file)) {
      const verdict = judge(test)
      found[verdict] = (found[verdict] ?? 0) + 1
    }
    expect(found).toEqual(expected)
  })
})
