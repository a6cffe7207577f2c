import { afterAll, beforeAll, expect, it } from 'vitest'
import { sendImport } from '../import/client.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { until } from '../support/until.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())

const points = (...codes: string[]) =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: codes.map(code => ({ type: 'Feature', properties: { code }, geometry: { type: 'Point', coordinates: [114.1, 22.5] } })),
  })

/** Imports and holds the layer back from being read in until `release` is called; resolves when the change has reached this server. */
async function importHeld(layer: string, body: string) {
  const { store } = app
  const scan = store.scan.bind(store)
  let release: () => void = () => undefined
  const gate = new Promise<void>(resolve => {
    release = resolve
  })
  store.scan = async function* (def) {
    if (def.id === layer) await gate
    yield* scan(def)
  }
  const before = await store.currentSeq()
  const done = sendImport(app.url, body, { layer, id: 'code' })
  await until('the import is committed', async () => (await store.currentSeq()) > before)
  const seq = await store.currentSeq()
  await until('the cursor passes it', () => app.live.seq >= seq)
  return {
    seq,
    release: () => {
      store.scan = scan
      release()
      return done
    },
  }
}

/** Reads; lets the layer be loaded as soon as the read waits for it, or is answered without having waited. */
async function read(path: string, release: () => Promise<unknown>): Promise<Response> {
  const { live } = app
  const waitFor = live.waitFor.bind(live)
  let waiting: () => void = () => undefined
  const waits = new Promise<void>(resolve => {
    waiting = resolve
  })
  live.waitFor = (...wanted) => {
    waiting()
    return waitFor(...wanted)
  }
  const answer = fetch(`${app.url}${path}`)
  await Promise.race([waits, answer])
  live.waitFor = waitFor
  await release()
  return answer
}

const idsOf = async (answer: Response) => ((await answer.json()) as { features: { id: string }[] }).features.map(({ id }) => id)

it('a read that must show a change finds a layer that is only being loaded, new or replaced', async () => {
  const created = await importHeld('fresh', points('a'))
  const first = await read(`/api/layers/fresh/features?filter=code%3D%27a%27&min_seq=${created.seq}`, created.release)
  expect(first.status).toBe(200)
  expect(await idsOf(first)).toEqual(['a'])
  const replaced = await importHeld('fresh', points('b', 'c'))
  const second = await read(`/api/layers/fresh/features?min_seq=${replaced.seq}`, replaced.release)
  expect(await idsOf(second)).toEqual(['a', 'b', 'c'])
  const again = await importHeld('fresh', points('d'))
  expect((await read(`/api/layers/fresh/features/d?min_seq=${again.seq}`, again.release)).status).toBe(200)
  const tile = await importHeld('fresh-tile', points('a'))
  expect((await read(`/tiles/fresh-tile/0/0/0.mvt?min_seq=${tile.seq}`, tile.release)).status).toBe(200)
})

it('other layers are answered meanwhile', async () => {
  const held = await importHeld('slow', points('a'))
  const answer = await fetch(`${app.url}/api/layers/camera/features?min_seq=${held.seq}`)
  expect([answer.status, await idsOf(answer)]).toEqual([200, []])
  expect((await fetch(`${app.url}/api/layers/camera/features?min_seq=${held.seq + 1}`)).status).toBe(409)
  await held.release()
})
