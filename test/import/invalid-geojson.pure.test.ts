import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { TOLD_ONLY } from '../../tiles-server/src/exchange/advice.ts'
import { fileAdvice, fileRules } from './refusals.ts'

const data = new URL('../../../shared/data/invalid-geojson/', import.meta.url)

/** Bad file -> what geojsonhint says of it (part of one of its messages), and the rules by which the import refuses it. */
const REFUSED: Readonly<Record<string, readonly [message: string, rules: readonly string[]]>> = {
  // Of the two members "type" the last counts (RFC 8259 leaves it open): a Feature with an array "features".
  'bad-duplicate-properties': ['Feature object cannot contain a "features" member', ['file type']],
  'bad-featurelist': ['a number was found where a coordinate array', ['coordinates']],
  'bad-json': ['Parse error on line 2', ['file json']],
  'bad-object-type': ['"type" member should be string', ['file type']],
  'bad-polygonloop': ['a number was found where a coordinate array', ['coordinates']],
  'bad-properties-as-array': ['"properties" member should be object', ['properties']],
  badcoord: ['each element in a position must be a number', ['coordinates']],
  badcoordtype: ['a number was found where a coordinate array', ['coordinates']],
  badfeature: ['Every feature must be an object', ['feature']],
  badfeatureid: ['Feature "id" member must have a string or number value', ['id']],
  'bbox-4or6elements': ['bbox must contain', ['bbox']],
  'bbox-contains-string': ['each element in a bbox', ['bbox']],
  'bbox-string': ['bbox member must be an array', ['bbox']],
  'different-first-last': ['the first and last positions in a LinearRing of coordinates must be the same', ['ring-closed']],
  expected_object: ['"properties" member should be object', ['properties']],
  false: ['must contain only geometry objects', ['type']],
  feature_changed_semantics: ['Feature object cannot contain a "features" member', ['file type']],
  'featurecollection-obj': ['"features" member should be an array', ['file features']],
  'featurecollection-type-case': ['Expected FeatureCollection but got featurecollection', ['file type']],
  featurecollection: ['"features" member required', ['file features']],
  geometry_changed_semantics: ['geometry object cannot contain a "features" member', ['file type']],
  // The second row is good but for having no id where the first has one, even though a bad one.
  multiple_problems: ['Feature "id" member must have a string or number value', ['id', 'id', 'feature', 'feature']],
  'multipoint-multidimension': ['each element in a position must be a number', ['coordinates']],
  'multipoint-nondimension': ['position should be an array', ['coordinates']],
  nofeaturetype: ['GeoJSON features must have a type=feature member', ['feature']],
  notype: ['"type" member required', ['file type']],
  'point-labeled-as-a-multipolygon': ['a number was found where a coordinate array', ['coordinates']],
  'point-string': ['each element in a position must be a number', ['coordinates']],
  'point-toofew': ['position must have 2 or more elements', ['coordinates']],
  point: ['"coordinates" member required', ['coordinates']],
  rootstring: ['The root of a GeoJSON object must be an object', ['file type']],
  'short-line': ['a line needs to have two or more coordinates', ['line-length']],
  'short-linearring': ['a LinearRing of coordinates needs to have four or more positions', ['ring-length']],
  'short-multilinestring': ['a line needs to have two or more coordinates', ['line-length']],
  stringcoord: ['each element in a position must be a number', ['coordinates']],
  unknowntype: ['The type FooBar is unknown', ['file type']],
}

/** Bad file -> what geojsonhint says of it, what the report of the import says, and why the import takes it all the same. */
const TAKEN: Readonly<Record<string, readonly [message: string, told: readonly string[], reason: string]>> = {
  'bad-polygon-interiorring-rhr': ['right-hand rule', ['winding'], 'RFC 7946, section 3.1.6: parsers should not reject other winding'],
  polygon_winding_order: ['right-hand rule', ['winding'], 'RFC 7946, section 3.1.6: parsers should not reject other winding'],
  'different-first-size': [
    'the first and last positions',
    ['heights', 'ring-ends', 'winding'],
    'the ring is closed in lon and lat; heights are not kept, which is told',
  ],
  excessive_precision_truncated: ['', [], 'geojsonhint says nothing of it either'],
  featurecollection_changed_semantics: ['cannot contain a "properties" member', ['members'], 'they are left out, which is told'],
  geometrycollection_nested: ['should avoid nested', ['geometry-collection'], 'RFC 7946, section 3.1.8, only advises against it'],
  geometrycollection_single: ['should be avoided', ['geometry-collection'], 'RFC 7946, section 3.1.8, only advises against it'],
  'point-toomany': ['should not have more than 3 elements', ['dimensions'], 'RFC 7946, section 3.1.1, only advises against it'],
}

const filesIn = (folder: string): string[] =>
  readdirSync(new URL(folder, data))
    .filter(file => file.endsWith('.geojson'))
    .map(file => file.slice(0, -'.geojson'.length))

const messagesOf = (file: string): string =>
  (JSON.parse(readFileSync(new URL(`bad/${file}.result`, data), 'utf8')) as { message: string }[]).map(({ message }) => message).join('\n')

describe.runIf(existsSync(data))('the files of geojsonhint as an import reads and checks them (only where the data folder exists)', () => {
  it('are all known here', () => {
    expect(filesIn('bad/')).toHaveLength(44)
    expect([...Object.keys(REFUSED), ...Object.keys(TAKEN)].sort()).toEqual(filesIn('bad/').sort())
  })

  it.each(Object.entries(REFUSED))('%s is refused for its reason', async (file, [message, rules]) => {
    expect(messagesOf(file)).toContain(message)
    expect(await fileRules(new URL(`bad/${file}.geojson`, data))).toEqual(rules)
  })

  it.each(Object.entries(TAKEN))('%s is taken, and told: a strict import refuses it', async (file, [message, told]) => {
    expect(messagesOf(file)).toContain(message)
    expect(await fileRules(new URL(`bad/${file}.geojson`, data))).toEqual([])
    expect(await fileAdvice(new URL(`bad/${file}.geojson`, data))).toEqual(told)
  })

  it('take every good file; one lies outside the world, which geojsonhint does not look at', async () => {
    const good = filesIn('good/')
    expect(good).toHaveLength(18)
    for (const file of good) {
      expect([file, await fileRules(new URL(`good/${file}.geojson`, data))]).toEqual([file, file === 'issue82' ? ['range'] : []])
      const told = (await fileAdvice(new URL(`good/${file}.geojson`, data))).filter(rule => !TOLD_ONLY.has(rule))
      expect([file, told]).toEqual([file, []])
    }
  })
})
