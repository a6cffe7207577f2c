import { defineConfig } from 'vitest/config'

// The pure rooms need no store. What crosses rooms lives in test/ and runs once for each store, the same files:
// `*.pure.test.ts` need none, `*.postgis.test.ts` and `*.embedded.test.ts` ask for one of them (several processes, a database that restarts, the lock file).
const acrossRooms = { include: ['test/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 180_000 }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tiles-server/src/**/*.test.ts', 'geo-data/**/*.test.ts', 'web-map/src/**/*.test.ts', 'test/**/*.pure.test.ts'],
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...acrossRooms,
          name: 'postgis',
          exclude: ['test/e2e/**', '**/*.pure.test.ts', '**/*.embedded.test.ts'],
          globalSetup: 'test/support/setup-postgis.ts',
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...acrossRooms,
          name: 'embedded',
          exclude: ['test/e2e/**', '**/*.pure.test.ts', '**/*.postgis.test.ts'],
          globalSetup: 'test/support/setup-embedded.ts',
          // An embedded store takes a core to open and about 0.9 GB.
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/support/setup-e2e.ts',
          testTimeout: 120_000,
          hookTimeout: 180_000,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
})
