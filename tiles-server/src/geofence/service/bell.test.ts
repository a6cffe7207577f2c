import { expect, it } from 'vitest'
import { Bell } from './bell.ts'

const NEVER = new AbortController().signal
const LONG = 2 ** 30

it('keeps a ring for who waits next, once, and wakes who waits', async () => {
  const bell = new Bell()
  bell.ring()
  bell.ring()
  await bell.wait(LONG, NEVER)
  const order: string[] = []
  const waiting = bell.wait(LONG, NEVER).then(() => order.push('woken'))
  await Promise.resolve()
  order.push('rings')
  bell.ring()
  await waiting
  expect(order).toEqual(['rings', 'woken'])
})

it('wakes when time is up, and when it is over', async () => {
  const bell = new Bell()
  await bell.wait(1, NEVER)
  const over = new AbortController()
  const waiting = bell.wait(LONG, over.signal)
  over.abort()
  await waiting
  await bell.wait(LONG, over.signal)
})
