import type { Alert, Delivery } from '../../tiles-server/src/contract/index.ts'
import { isSigned, type Received } from '../delivery/sink.ts'
import type { Driven } from './delivery-drive.ts'

/** A fence of the proof: zones by the places of the street in them, and after how many milliseconds of a stay it tells of it. */
export interface StreetFence {
  readonly id: string
  readonly zones: readonly { readonly name: string; readonly from: number; readonly to: number }[]
  readonly dwellMs?: number
}

/** What fences that confirm at once and have no margin say of objects that begin and end outside, in order. */
export function expectedAlerts(driven: readonly Driven[], fences: readonly StreetFence[]): string[] {
  const byObject = grouped(driven, ({ object }) => object)
  return [...byObject].flatMap(([object, fixes]) =>
    fences.flatMap(({ id, zones, dwellMs }) =>
      zones.flatMap(({ name, from, to }) => {
        const told: string[] = []
        let since: number | null = null
        for (const { time, place } of fixes) {
          const isInside = place >= from && place <= to
          if (isInside === (since !== null)) continue
          if (since !== null && dwellMs !== undefined && since + dwellMs < time) told.push(line(id, object, name, 'dwell', since + dwellMs))
          told.push(line(id, object, name, isInside ? 'enter' : 'exit', time))
          since = isInside ? time : null
        }
        return told
      }),
    ),
  )
}

const line = (fence: string, object: string, zone: string, transition: string, time: number): string =>
  `${new Date(time).toISOString()} ${object} ${transition} ${zone} ${fence}`

export interface Evidence {
  readonly expected: readonly string[]
  readonly alerts: readonly Alert[]
  /** The outbox, in the order of sending. */
  readonly outbox: readonly Delivery[]
  readonly seen: readonly Received[]
  readonly received: readonly Received[]
  readonly secret: string
}

/** Throws, saying what is wrong, unless each alert is there once and was acted on, in order, under one id, signed. */
export function judgeDelivery({ expected, alerts, outbox, seen, received, secret }: Evidence): void {
  const standing = alerts.filter(({ withdrawn }) => !withdrawn)
  const lines = standing.map(({ fence, object, zoneName, transition, time }) =>
    line(fence, object!, zoneName, transition, Date.parse(time)),
  )
  assertNone('alerts are lost', without(expected, lines))
  assertNone('alerts are invented or raised twice', without(lines, expected))

  assertNone(
    'messages are not signed',
    seen.filter(message => !isSigned(message, secret)),
  )
  assertSame(
    'bodies of one webhook-id',
    seen.map(({ id, body }) => [id, body]),
  )
  const messages = seen.map(({ id, body }) => ({ id, ...(JSON.parse(body) as { type: string; data: Alert }) }))
  assertSame(
    'webhook-ids of one version of an alert',
    messages.map(({ id, data }) => [`${data.id} ${data.version}`, id]),
  )

  const first = firstOf(received).map(({ id, body }) => ({ id, ...(JSON.parse(body) as { type: string; data: Alert }) }))
  const acted = new Set(first.map(({ data }) => `${data.id} ${data.version}`))
  const owed = alerts.flatMap(({ id, version }) => Array.from({ length: version }, (_, i) => `${id} ${i + 1}`))
  assertNone('versions of alerts were never acted on', without(owed, [...acted]))
  assertNone('versions of alerts were told that there are not', without([...acted], owed))
  assertNone(
    'first versions are not told as raised',
    first.filter(({ type, data }) => (data.version === 1) !== (type === 'alert.raised') && data.version === 1),
  )

  const place = new Map(outbox.map(({ id }, i) => [id, i]))
  const version1 = new Set(standing.filter(({ version }) => version === 1).map(({ id }) => id))
  for (const [key, own] of grouped(first, ({ data }) => `${data.fence} ${data.object}`)) {
    assertAscends(
      `${key}: by the outbox`,
      own.map(({ id }) => place.get(id) ?? Number.NaN),
    )
    assertAscends(
      `${key}: by event time`,
      own.filter(({ data }) => version1.has(data.id)).map(({ data }) => Date.parse(data.time)),
    )
  }
}

const firstOf = (received: readonly Received[]): Received[] =>
  [...new Map(received.toReversed().map(each => [each.id, each])).values()].toReversed()

function grouped<T>(list: readonly T[], keyOf: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const each of list) {
    const key = keyOf(each)
    const group = groups.get(key)
    if (group) group.push(each)
    else groups.set(key, [each])
  }
  return groups
}

/** What of one list is not in another, each as often as it is there. */
function without(list: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>()
  for (const other of others) left.set(other, (left.get(other) ?? 0) + 1)
  return list.filter(each => {
    const count = left.get(each) ?? 0
    left.set(each, count - 1)
    return count <= 0
  })
}

function assertNone(what: string, list: readonly unknown[]): void {
  if (list.length > 0) throw new Error(`${list.length} ${what}, the first: ${JSON.stringify(list.slice(0, 5))}`)
}

function assertSame(what: string, pairs: readonly (readonly [string, string])[]): void {
  const known = new Map<string, string>()
  for (const [key, value] of pairs) {
    if ((known.get(key) ?? value) !== value) throw new Error(`two ${what}, ${key}: ${known.get(key)} and ${value}`)
    known.set(key, value)
  }
}

function assertAscends(what: string, values: readonly number[]): void {
  const at = values.findIndex((value, i) => i > 0 && !(value >= values[i - 1]!))
  if (at >= 0) throw new Error(`out of order at ${at} of ${what}: ${values.slice(Math.max(0, at - 2), at + 3).join(', ')}`)
}
