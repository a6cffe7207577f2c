import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AlertChange, type CompiledFence, Engine, type Fix } from '../../tiles-server/src/geofence/index.ts'
import { outOfTurnOf, pick, type Random, randomOf, START, Standing, shuffled, whole, world } from './worlds.ts'

const RUNS = Number(process.env.FENCE_RUNS ?? 40)
const worlds = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  objects: fc.integer({ min: 1, max: 4 }),
  fences: fc.integer({ min: 1, max: 4 }),
  fixes: fc.integer({ min: 1, max: 60 }),
})

/** What an engine is told, in order. */
type Step = { readonly fixes: readonly Fix[] } | { readonly tick: number } | { readonly put: CompiledFence } | { readonly remove: string }

/** A log in batches, with ticks between them, and fences that change. */
function stepsOf(log: readonly Fix[], fences: readonly CompiledFence[], random: Random, changes: number): Step[] {
  const steps: Step[] = fences.map(put => ({ put }))
  const versions = new Map(fences.map(({ id, version }) => [id, version]))
  for (let i = 0; i < log.length; ) {
    const fixes = log.slice(i, i + whole(random, 1, 12))
    if (random() < 0.3) steps.push({ tick: fixes[0]!.received })
    while (random() < changes) steps.push(changed(pick(random, fences), fences, versions, random))
    steps.push({ fixes })
    i += fixes.length
  }
  return [...steps, { tick: (log.at(-1)?.received ?? START) + 600_000 }]
}

/** A fence that is removed, switched off, or has other objects, another margin, or the zones of another. */
function changed(fence: CompiledFence, others: readonly CompiledFence[], versions: Map<string, number>, random: Random): Step {
  const { id } = fence
  if (random() < 0.2) return { remove: id }
  const version = versions.get(id)! + 1
  versions.set(id, version)
  const isLine = ({ zones }: CompiledFence): boolean => zones[0]!.geometry.type === 'LineString'
  const alike = others.filter(other => isLine(other) === isLine(fence))
  return {
    put: {
      ...fence,
      version,
      enabled: random() < 0.8,
      margin: pick(random, [fence.margin, 0, 60]),
      zones: random() < 0.5 ? fence.zones : pick(random, alike).zones,
      objects: random() < 0.8 ? fence.objects : new Set(['o0', 'o2']),
    },
  }
}

/** An engine, and what its caller knows. */
class Run {
  #engine = new Engine()
  readonly #kept = new Map<string, string>()
  readonly #log: Fix[] = []
  #clock = START
  /** Each change that it told, by step. */
  readonly told: string[][] = []
  readonly standing = new Standing()

  /** Begins to keep its state, an object a slice; it may go on before the rest is taken. */
  keep(): Iterable<ReadonlyMap<string, string>> {
    return this.#engine.snapshot(1)
  }

  go(step: Step): AlertChange[] {
    return 'fixes' in step ? this.take(step.fixes) : this.step(step)
  }

  restart(): void {
    for (const slice of this.#engine.snapshot()) for (const [name, text] of slice) this.#kept.set(name, text)
    this.#engine = Engine.restore(this.#kept)
  }

  take(fixes: readonly Fix[]): AlertChange[] {
    const histories = new Map(
      this.#engine
        .needs(fixes)
        .map(({ object, after }) => [object, this.#log.filter(fix => fix.object === object && fix.time > after)] as const),
    )
    const changes = this.#engine.process(fixes, histories)
    this.#log.push(...fixes)
    return this.#tell(changes)
  }

  step(step: Exclude<Step, { fixes: unknown }>): AlertChange[] {
    if ('tick' in step) {
      this.#clock = Math.max(this.#clock, step.tick)
      return this.#tell(this.#engine.advance(this.#clock))
    }
    return this.#tell(this.#engine.setFences('put' in step ? { put: [step.put] } : { remove: [step.remove] }, this.#clock))
  }

  #tell(changes: AlertChange[]): AlertChange[] {
    this.standing.take(changes)
    this.told.push(changes.map(change => JSON.stringify(change)))
    return changes
  }
}

/** Goes through steps, with batches cut at every k-th position; begins anew there if it is to. */
function go(steps: readonly Step[], k: number, restarts: boolean): Run {
  const run = new Run()
  let position = 0
  for (const step of steps) {
    if (!('fixes' in step)) {
      run.step(step)
      continue
    }
    for (let i = 0; i < step.fixes.length; ) {
      const part = step.fixes.slice(i, i + k - (position % k))
      run.take(part)
      i += part.length
      position += part.length
      if (restarts && position % k === 0) run.restart()
    }
  }
  return run
}

describe('the fence engine', () => {
  it.each([0, 0.1, 0.8])(
    'restarted after every k-th position tells what it tells without, where fences change before a share of %d of the batches',
    changes => {
      fc.assert(
        fc.property(worlds, fc.integer({ min: 1, max: 7 }), (size, k) => {
          const { fixes, fences } = world(size)
          const random = randomOf(size.seed + 2)
          const steps = stepsOf(shuffled(fixes, random), fences, random, changes)
          const without = go(steps, k, false)
          expect(go(steps, k, true).told).toEqual(without.told)
          expect(outOfTurnOf(without.standing.alerts.values(), fences)).toEqual([])
        }),
        // Each restart prepares all fences anew that are still known.
        { numRuns: changes > 0.5 ? Math.ceil(RUNS / 4) : RUNS },
      )
    },
  )

  it('keeps the state of one moment, though it goes on before all of it is written down', () => {
    fc.assert(
      fc.property(worlds, fc.integer({ min: 1, max: 7 }), (size, every) => {
        const { fixes, fences } = world(size)
        const random = randomOf(size.seed + 4)
        const steps = stepsOf(shuffled(fixes, random), fences, random, 0.3)
        const [at, ahead] = [new Run(), new Run()]
        const kept = new Map<string, string>()
        let slices: Iterator<ReadonlyMap<string, string>> | undefined
        let whole: Map<string, string> | undefined
        for (const [i, step] of steps.entries()) {
          for (const run of [at, ahead]) run.go(step)
          if (slices) {
            const { value, done } = slices.next() as IteratorResult<ReadonlyMap<string, string>, undefined>
            for (const [name, text] of value ?? []) kept.set(name, text)
            if (done) slices = undefined
          }
          if (whole && !slices) {
            expect(new Map([...kept].sort())).toEqual(new Map([...whole].sort()))
            whole = undefined
          }
          if (!slices && i % every === 0) {
            slices = ahead.keep()[Symbol.iterator]()
            whole = new Map(kept)
            for (const slice of at.keep()) for (const [name, text] of slice) whole.set(name, text)
          }
        }
        expect(ahead.told).toEqual(at.told)
      }),
      { numRuns: RUNS },
    )
  })

  it('changes nothing for positions that are sent again', () => {
    fc.assert(
      fc.property(worlds, fc.integer({ min: 1, max: 7 }), (size, k) => {
        const { fixes, fences } = world(size)
        const random = randomOf(size.seed + 3)
        const steps = stepsOf(shuffled(fixes, random), fences, random, 0)
        const before = go(steps, k, false)
        const run = new Run()
        const sent: Fix[] = []
        let seq = 1_000_000
        for (const step of steps) {
          if ('fixes' in step) sent.push(...step.fixes)
          run.go(step)
          const from = whole(random, 0, sent.length)
          const again = sent.slice(from, from + whole(random, 0, 20)).map(fix => ({ ...fix, seq: seq++, received: sent.at(-1)!.received }))
          expect(run.take(again)).toEqual([])
        }
        expect([...run.standing.alerts.keys()].sort()).toEqual([...before.standing.alerts.keys()].sort())
        expect(outOfTurnOf(run.standing.alerts.values(), fences)).toEqual([])
      }),
      { numRuns: RUNS },
    )
  })
})
