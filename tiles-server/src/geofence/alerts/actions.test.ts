import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Action, act, type Standing } from './actions.ts'

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.constantFrom<Action>({ action: 'ack' }, { action: 'reopen' }, { action: 'close' }, { action: 'note', text: 'x' }),
  fc.constantFrom('a', 'b').map((to): Action => ({ action: 'assign', to })),
)

it('whatever people do, an alert that is assigned has an assignee, one that is open or acknowledged has none, and doing it again changes nothing', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 20 }), actions => {
      let standing: Standing = { status: 'open', assignee: null }
      for (const each of actions) {
        let after: Standing | null
        try {
          after = act(standing, each, 0)
        } catch (error) {
          expect(error).toMatchObject({ code: 'alert-status', extra: { alertStatus: standing.status } })
          continue
        }
        standing = after ?? standing
        if (each.action !== 'note') expect(act(standing, each, 0)).toBe(null)
        if (standing.status !== 'closed') expect(standing.assignee !== null).toBe(standing.status === 'assigned')
      }
    }),
  )
})

it('a history has an end, but what is done already can be asked again', () => {
  expect(() => act({ status: 'open', assignee: null }, { action: 'note', text: 'x' }, 500)).toThrow(/too-large/)
  expect(() => act({ status: 'open', assignee: null }, { action: 'ack' }, 500)).toThrow(/too-large/)
  expect(act({ status: 'closed', assignee: null }, { action: 'close' }, 500)).toBe(null)
})
