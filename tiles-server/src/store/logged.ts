/** What the change log tells of beside layers, under names that no layer may have: fences and alerts by their ids. */
export const LOGGED = { fence: 'fence', alert: 'alert' } as const
