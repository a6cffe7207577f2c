import { expect, it } from 'vitest'
import { FenceInput, type FenceRule } from '../../../../../tiles-server/src/contract/index.ts'
import { draftOf, inputOf, missingIn } from './draft.ts'

const zones = [{ layer: 'zone', id: 'z1' }]
/** A rule as the server keeps it. */
const kept = (over: object): FenceRule => FenceInput.parse({ name: '南门', detect: ['enter'], objects: { all: true }, zones, ...over })

it.each([
  ['the least', {}],
  ['a group', { objects: { group: { layer: 'patrol', filter: "status = 'free'" } } }],
  ['named objects', { objects: { ids: ['a', 'b c'] } }],
  ['loitering', { detect: ['loiter'], loiter: { entries: 3, window: 3600 }, cooldown: 60 }],
  ['a crowd', { detect: ['crowd'], crowd: { count: 7, clear: 5 } }],
  ['stays', { detect: ['dwell', 'absent', 'silent'], dwell: { seconds: 1 }, absent: { seconds: 2 }, silent: { seconds: 3 } }],
  ['speed', { detect: ['speed'], speed: { below: 0.5, seconds: 30 } }],
  ['a corridor', { detect: ['corridor'], corridor: { width: 40 }, margin: 5, description: '一号线' }],
  ['details', { detect: ['cross'], confirm: { fixes: 3, seconds: 9 }, maxGap: { seconds: 5, metres: 6 }, dryRun: true, enabled: false }],
  ['times', { schedule: { timeZone: 'Asia/Urumqi', weekly: [{ days: [1, 7], from: '22:00', to: '06:00' }] }, severity: 'critical' }],
  ['a message', { message: { 'zh-CN': '{object} 来了', en: '{object} came' } }],
])('a rule opened and saved says the same: %s', (_, over) => {
  const rule = kept(over)
  expect(FenceInput.parse(inputOf(draftOf(rule)))).toEqual(rule)
})

it('sends of the detections only what the chosen ones need, and one language for both', () => {
  const draft = { ...draftOf({ name: ' x ', detect: ['enter'], zones }), message: { 'zh-CN': '有人', en: '' } }
  const input = inputOf(draft)
  expect(Object.keys(input)).not.toContain('loiter')
  expect(input).toMatchObject({ name: 'x', message: { 'zh-CN': '有人', en: '有人' } })
})

it('says what is missing', () => {
  expect(missingIn(draftOf({}))).toEqual(['name', 'where', 'what'])
  expect(
    missingIn({ ...draftOf({ name: 'x', detect: ['enter'], zones }), objects: { kind: 'ids', layer: '', filter: '', ids: ' \n' } }),
  ).toEqual(['who'])
})
