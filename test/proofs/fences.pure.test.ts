import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { CAPMETRO, proveFences } from './fences.ts'

it.skipIf(!existsSync(CAPMETRO))(
  'fences say of buses as they came what they say in order of time, and what the rules say',
  { timeout: 120_000 },
  () => {
    const { alerts } = proveFences({ day: '2015-03-08', fences: 20, seed: 1, hours: 16 })
    expect(alerts.enter).toBeGreaterThan(50)
    expect(Object.keys(alerts).length).toBeGreaterThan(5)
  },
)
