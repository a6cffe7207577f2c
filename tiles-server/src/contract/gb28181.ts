import type { Text } from './catalog.ts'
import { INDUSTRIES, INDUSTRY_RANGES, NETWORKS, NO_PROVINCE, PROVINCES, type Ranges, TYPE_RANGES, TYPES } from './gb28181-codes.ts'

/** A part of a device id and what it means. */
export interface DeviceIdPart {
  readonly code: string
  readonly title: Text
}

/** A GB/T 28181 device id 国标编码, decoded: GB/T 28181-2022, annex E (2016: annex D), coding rule A. */
export interface DeviceId {
  /** Digits 1-8 without the zeros behind: GB/T 2260 code of province, city, county, then the local centre; the title is the province's. */
  readonly region: DeviceIdPart & { readonly level: 'province' | 'city' | 'county' | 'local' }
  /** Digits 9-10. */
  readonly industry: DeviceIdPart
  /** Digits 11-13. */
  readonly type: DeviceIdPart
  /** Digit 14. */
  readonly network: DeviceIdPart
  /** Digits 15-20. */
  readonly serial: string
}

/** What is wrong with an id: the digits concerned (the first is 1) and the rule they break. */
export interface DeviceIdProblem {
  readonly rule: 'length' | 'digit' | 'region' | 'type'
  readonly digits: readonly [from: number, to: number]
  readonly detail: string
}

const LENGTH = 20
const LEVELS = ['province', 'city', 'county', 'local'] as const

/**
 * Decodes a device id. Codes of the reserved and user-defined ranges are taken, with the range's title; a region needs no more than the form of
 * GB/T 2260, whose list changes every year. Otherwise tells the first rule that is broken.
 */
export function decodeDeviceId(id: string): DeviceId | { readonly problem: DeviceIdProblem } {
  const problem = formProblem(id) ?? regionProblem(id)
  if (problem) return { problem }
  const type = titled(id.slice(10, 13), TYPES, TYPE_RANGES)
  if (!type) return { problem: { rule: 'type', digits: [11, 13], detail: `digits 11-13 are ${id.slice(10, 13)}, types are 111 to 999` } }
  const code = /^(?:\d\d)+?(?=(?:00)*$)/.exec(id.slice(0, 8))![0]
  return {
    region: { code, title: PROVINCES[code.slice(0, 2)] ?? NO_PROVINCE, level: LEVELS[code.length / 2 - 1]! },
    industry: titled(id.slice(8, 10), INDUSTRIES, INDUSTRY_RANGES)!,
    type,
    network: { code: id[13]!, title: NETWORKS[id[13]!]! },
    serial: id.slice(14),
  }
}

function formProblem(id: string): DeviceIdProblem | undefined {
  const at = id.search(/[^0-9]/)
  if (at >= 0 && at < LENGTH) {
    return { rule: 'digit', digits: [at + 1, at + 1], detail: `digit ${at + 1} is ${JSON.stringify(id[at])}, all 20 must be 0 to 9` }
  }
  if (id.length === LENGTH) return undefined
  const [from, to] = id.length < LENGTH ? [id.length + 1, LENGTH] : [LENGTH + 1, id.length]
  const what = id.length < LENGTH ? `ends before digit ${from}` : `goes on after digit ${LENGTH}`
  return { rule: 'length', digits: [from, to], detail: `the id ${what}, it must have 20 digits, not ${id.length}` }
}

/** Province, city, county, local centre: two digits each, 00 from where the region is no finer. */
function regionProblem(id: string): DeviceIdProblem | undefined {
  if (id[0] === '0') return { rule: 'region', digits: [1, 1], detail: 'digit 1 is 0, codes of GB/T 2260 begin with 1 to 9' }
  for (let at = 2; at < 8; at += 2) {
    const [before, pair] = [id.slice(at - 2, at), id.slice(at, at + 2)]
    if (before !== '00' || pair === '00') continue
    const detail = `digits ${at + 1}-${at + 2} are ${pair} after 00 in digits ${at - 1}-${at}: a region is filled up with 00 from where it is no finer`
    return { rule: 'region', digits: [at + 1, at + 2], detail }
  }
  return undefined
}

function titled(code: string, titles: Readonly<Record<string, Text>>, ranges: Ranges): DeviceIdPart | undefined {
  const title = titles[code] ?? ranges.find(([from, to]) => Number(code) >= from && Number(code) <= to)?.[2]
  return title && { code, title }
}
