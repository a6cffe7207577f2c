import { expect, it } from 'vitest'
import { checkMessage, renderMessage } from './message.ts'

const named = { object: '{zone}', zone: 'z', time: Date.parse('2026-03-29T00:59:59.999Z'), fence: 'f' }

it('names are filled in as they are, times as the wall of the zone shows them', () => {
  const message = { 'zh-CN': '{object}{zone}{time}{fence}{object}', en: '{time}' }
  expect(renderMessage(message, named)).toEqual({ 'zh-CN': '{zone}z2026-03-29 08:59:59f{zone}', en: '2026-03-29 08:59:59' })
  expect(renderMessage(message, named, 'Europe/Berlin').en).toBe('2026-03-29 01:59:59')
  expect(renderMessage(message, { ...named, time: named.time + 1 }, 'Europe/Berlin').en).toBe('2026-03-29 03:00:00')
})

it('where no single object is meant it says so', () => {
  const message = { 'zh-CN': '{object}', en: '{object}' }
  expect(renderMessage(message, { ...named, object: null })).toEqual({ 'zh-CN': '多个对象', en: 'the objects' })
})

it.each(['{who}', '{', 'a } b', '{object', '{{object}}', '{ object }', '{}', '{__proto__}'])('%s is refused', text => {
  expect(() => checkMessage({ 'zh-CN': 'x', en: text })).toThrow(/message\.en has .*it may have \{object\}, \{zone\}, \{time\}, \{fence\}/)
})
