import { describe, expect, it } from 'vitest'
import type { Fix } from '../contract/index.ts'
import type { Live } from '../live/index.ts'
import { createStream } from './stream.ts'
import type { Subscription } from './types.ts'

interface Client {
  text: string
  pending: number
  ended: boolean
}

function open() {
  const works = new Map<number, () => void>()
  let tell: (fixes: readonly Fix[]) => void = () => undefined
  const stream = createStream({
    live: { seq: 10, loading: [], onApplied: () => () => undefined } as unknown as Live,
    tiles: { onEvicted: () => undefined },
    positions: {
      onPositions: listener => {
        tell = listener
        return () => undefined
      },
    },
    every: (ms, work) => {
      works.set(ms, work)
      return () => undefined
    },
  })
  function join(subscription: Subscription = {}): Client {
    const client = { text: '', pending: 0, ended: false }
    stream.subscribe(subscription, {
      write: text => {
        client.text += text
      },
      pending: () => client.pending,
      end: () => {
        client.ended = true
      },
    })
    client.text = ''
    return client
  }
  return { join, fixes: (...fixes: Fix[]) => tell(fixes), news: () => works.get(500)!() }
}

const fix = (object: string, time: number, lon: number, more: Partial<Fix> = {}): Fix => ({
  ...{ seq: 0, object, time, lon, lat: 0, accuracy: null, speed: null, heading: null, received: 0, flags: 0 },
  ...more,
})
interface Told {
  readonly positions: readonly { readonly object: string; readonly lon: number }[]
}
const told = ({ text }: Client): Told[] =>
  [...text.matchAll(/^event: position\ndata: (.*)\n\n/gm)].map(([, json]) => JSON.parse(json!) as Told)
const places = (client: Client) => told(client).map(({ positions }) => positions.map(({ object, lon }) => `${object} ${lon}`))

describe('positions on the stream', () => {
  it('are told together, of each object the newest that is plausible, without an id', () => {
    const { join, fixes, news } = open()
    const client = join()
    fixes(fix('a', 1, 10), fix('b', 5, 20), fix('a', 3, 11))
    fixes(fix('a', 2, 12), fix('c', 1, 0, { flags: 2 }), fix('d', 1, 3, { flags: 16 }))
    expect(client.text).toBe('')
    news()
    news()
    fixes(fix('b', 6, 21, { accuracy: 3, speed: 4, heading: 5 }))
    news()
    expect(places(client)).toEqual([['a 11', 'b 20'], ['b 21']])
    expect(told(client)[1]).toEqual({
      positions: [{ object: 'b', time: '1970-01-01T00:00:00.006Z', lon: 21, lat: 0, accuracy: 3, speed: 4, heading: 5 }],
    })
    expect(client.text).not.toMatch(/^id:/m)
  })

  it('go to who asked for their place, and for patrols, a thousand at a time', () => {
    const { join, fixes, news } = open()
    const east = join({ bbox: [5, -1, 20, 1] })
    const patrols = join({ layers: new Set(['patrol', 'zone']) })
    const cameras = join({ layers: new Set(['camera']) })
    const all = join()
    fixes(fix('a', 1, 4), fix('b', 1, 5))
    news()
    expect([east, patrols, cameras].map(places)).toEqual([[['b 5']], [['a 4', 'b 5']], []])
    fixes(...Array.from({ length: 2_500 }, (_, i) => fix(`o${i}`, 1, 1)))
    news()
    expect(places(all).map(({ length }) => length)).toEqual([2, 1_000, 1_000, 500])
  })

  it('are left out for who does not keep up, without cutting it off', () => {
    const { join, fixes, news } = open()
    const client = join()
    client.pending = 1
    fixes(fix('a', 1, 4))
    news()
    client.pending = 0
    fixes(fix('a', 2, 5))
    news()
    expect(places(client)).toEqual([['a 5']])
    expect(client.ended).toBe(false)
  })
})
