import { describe, expect, it } from 'vitest'
import { parseJson } from './body.ts'
import { isUnchanged, readTags, requiredVersions, versionTag } from './conditional.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { box, choice, flag, integer, list, required, text, texts, withDefault } from './param.ts'
import { readQuery } from './query.ts'

const LIMIT = integer('', 1, 10)

describe('query strings', () => {
  it('decode once, with + as a space', () => {
    const params = { filter: text(''), limit: LIMIT }
    expect(readQuery('filter=a%3D1+and+%E4%BA%8B&limit=5&', params)).toEqual({ filter: 'a=1 and 事', limit: 5 })
    expect(readQuery('', params)).toEqual({})
    expect(readQuery('filter', params).filter).toBe('')
  })

  it.each([
    ['limt=5', 'unknown-parameter', /"limt" is unknown; taken here: limit/],
    ['__proto__=5', 'unknown-parameter', /unknown/],
    ['limit=5&limit=6', 'bad-parameter', /more than once/],
    ['limit=%', 'bad-parameter', /percent/],
    ['limit=%ff', 'bad-parameter', /percent/],
    ['limit=%00', 'bad-parameter', /NUL/],
  ])('refuse %s', (text, code, reason) => {
    expect(() => readQuery(text, { limit: LIMIT })).toThrow(
      expect.objectContaining({ code, detail: expect.stringMatching(reason) as string }) as Error,
    )
  })

  it('read a box', () => {
    expect(box('').read(['-1.5,2,3e0,4'], 'bbox')).toEqual([-1.5, 2, 3, 4])
    for (const text of [
      '',
      '1,2,3',
      '1,2,3,4,5',
      'a,b,c,d',
      '1,,3,4',
      '3,2,1,4',
      '1,4,3,2',
      '-181,0,1,1',
      '0,0,0,91',
      'NaN,0,1,1',
      '0x1,0,1,1',
      'Infinity,0,1,1',
    ])
      expect(() => box('').read([text], 'bbox')).toThrow(/bbox is/)
  })

  it('read whole numbers', () => {
    expect(LIMIT.read(['7'], 'limit')).toBe(7)
    for (const text of ['0', '11', '-1', '1.0', '1e1', '', ' 1', '99999999999999999999'])
      expect(() => LIMIT.read([text], 'limit')).toThrow()
  })
})

describe('query parameters', () => {
  const params = {
    layer: required(text(''), 'name a layer'),
    limit: withDefault(LIMIT, 3),
    form: choice('', ['full', 'codes']),
    explain: flag(''),
    layers: list('', 2),
    map: texts(''),
  }

  it('are read as declared', () => {
    expect(readQuery('layer=a', params)).toEqual({ layer: 'a', limit: 3, explain: false, map: [] })
    expect(readQuery('map=a&layer=b&map=c&form=codes&explain=true&layers=x,y&limit=4', params)).toEqual({
      ...{ layer: 'b', limit: 4, form: 'codes', explain: true },
      ...{ layers: ['x', 'y'], map: ['a', 'c'] },
    })
  })

  it.each([
    ['', /layer is absent, it must name a layer/],
    ['layer=', /layer is absent/],
    ['layer=a&form=x', /form is "x", it must be full or codes/],
    ['layer=a&explain=yes', /explain is "yes", it must be true or false/],
    ['layer=a&layers=x,y,z', /layers is a list of 3, at most 2 are taken/],
  ])('refuse %s', (query, reason) => {
    expect(() => readQuery(query, params)).toThrow(
      expect.objectContaining({ code: 'bad-parameter', detail: expect.stringMatching(reason) as string }) as Error,
    )
  })
})

describe('entity tags', () => {
  it('are read from lists', () => {
    expect(readTags('If-None-Match', '')).toBeUndefined()
    expect(readTags('If-None-Match', ' * ')).toBe('*')
    expect(readTags('If-None-Match', 'W/"a", "b,c" ,""')).toEqual([
      { weak: true, tag: 'a' },
      { weak: false, tag: 'b,c' },
      { weak: false, tag: '' },
    ])
    for (const bad of ['12', '"12', '"a" "b"', 'w/"a"', '*, "a"']) expect(() => readTags('If-Match', bad)).toThrow(/If-Match is/)
  })

  it('name no version of another database, nor a bare one', () => {
    expect(requiredVersions('"7", "ffffffff-7", "0a1b2c3d-7"', '0a1b2c3d-4e5f')).toEqual(['the tag "7"', 'the tag "ffffffff-7"', '7'])
  })

  it('match strongly for writes and weakly for reads', () => {
    const id = '0a1b2c3d-4e5f'
    expect(versionTag(id, 12)).toBe('0a1b2c3d-12')
    expect(requiredVersions('"0a1b2c3d-1", W/"0a1b2c3d-2"', id)).toEqual(['1'])
    expect(requiredVersions('*', id)).toBe('*')
    expect(() => requiredVersions('', id)).toThrow(expect.objectContaining({ code: 'version-required' }) as Error)
    expect(isUnchanged('"7", W/"8"', '8')).toBe(true)
    expect(isUnchanged('*', '8')).toBe(true)
    expect(isUnchanged('"7"', '8')).toBe(false)
    expect(isUnchanged('', '8')).toBe(false)
  })
})

describe('cursors', () => {
  it('come back as the last id, for their layer only', () => {
    const cursor = writeCursor('事/件 7', 'incident')
    expect(readCursor(cursor, 'incident')).toBe('事/件 7')
    expect(() => readCursor(cursor, 'camera')).toThrow(/cursor is/)
    for (const bad of ['', '!', 'AAAA', cursor.slice(1), `${cursor}=`, 'x'.repeat(2000)])
      expect(() => readCursor(bad, 'incident')).toThrow(/cursor is/)
  })
})

describe('JSON bodies', () => {
  const parse = (text: string) => parseJson(Buffer.from(text))
  it('nest as deep as a feature needs and no deeper', () => {
    expect(parse('{"a":"[[[[\\"["}')).toEqual({ a: '[[[["[' })
    expect(() => parse('['.repeat(1_000_000))).toThrow(/nests deeper/)
  })
  it('are UTF-8 and JSON', () => {
    expect(() => parseJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow(/UTF-8/)
    for (const text of ['', '{', '{"a":NaN}', '[1,]']) expect(() => parse(text)).toThrow(/^bad-json/)
  })
})
