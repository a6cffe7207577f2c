import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { configFromEnvironment, defaults } from './config.ts'

const names = [
  'HOST',
  'PORT',
  'ZONGTU_DATA',
  'DATABASE_URL',
  'ZONGTU_TOKEN',
  'ZONGTU_CITY',
  'ZONGTU_CITY_SEED',
  'ZONGTU_TILE_CACHE_MB',
  'ZONGTU_FEED_DAYS',
  'ZONGTU_FEED_ROWS',
  'ZONGTU_POSITION_DAYS',
  'ZONGTU_IMPORT_MEMORY_MB',
]

it('takes an empty variable for an unset one', () => {
  expect(configFromEnvironment(Object.fromEntries(names.map(name => [name, ''])))).toEqual(defaults)
  expect(configFromEnvironment({})).toEqual(defaults)
})

it('reads what is set, and names what is wrong', () => {
  expect(configFromEnvironment({ HOST: '::1', PORT: '0', ZONGTU_DATA: 'there', ZONGTU_TILE_CACHE_MB: '2' })).toMatchObject({
    host: '::1',
    port: 0,
    dataDir: resolve('there'),
    cacheBytes: 2 ** 21,
  })
  expect(() => configFromEnvironment({ PORT: '99999' })).toThrow('PORT=99999: a whole number from 0 to 65535 is expected')
  expect(() => configFromEnvironment({ ZONGTU_CITY: 'XL' })).toThrow('ZONGTU_CITY=XL')
})
