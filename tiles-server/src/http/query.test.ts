import { describe, expect, it } from 'vitest'
import { parseJson } from './body.ts'
import { isUnchanged, readTags, requiredVersions, versionTag } from './conditional.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { readBbox, readInteger, readQuery } from './query.ts'

const query = (text: string) => new Map([['bbox', text]])

describe('query strings', () => {
  it('decode once, with + as a space', () => {
    expect([...readQuery('filter=a%3D1+and+%E4%BA%8B&limit=5&', ['filter', 'limit'])]).toEqual([
      ['filter', 'a=1 and 事'],
      ['limit', '5'],
    ])
    expect(readQuery('', []).size).toBe(0)
    expect(readQuery('filter', ['filter']).get('filter')).toBe('')
  })

  it.each([
    ['limt=5', 'unknown-parameter', /"limt" is unknown; taken here: limit/],
    ['__proto__=5', 'unknown-parameter', /unknown/],
    ['limit=5&limit=6', 'bad-parameter', /more than once/],
    ['limit=%', 'bad-parameter', /percent/],
    ['limit=%ff', 'bad-parameter', /percent/],
    ['limit=%00', 'bad-parameter', /NUL/],
  ])('refuse %s', (text, code, reason) => {
    expect(() => readQuery(text, ['limit'])).toThrow(
      expect.objectContaining({ code, detail: expect.stringMatching(reason) as string }) as Error,
    )
  })

  it('read a box', () => {
    expect(readBbox(query('-1.5,2,3e0,4'))).toEqual([-1.5, 2, 3, 4])
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
      expect(() => readBbox(query(text))).toThrow(/bbox is/)
  })

  it('read whole numbers', () => {
    expect(readInteger(query('7'), 'bbox', 1, 10)).toBe(7)
    for (const text of ['0', '11', '-1', '1.0', '1e1', '', ' 1', '99999999999999999999'])
      expect(() => readInteger(query(text), 'bbox', 1, 10)).toThrow()
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
