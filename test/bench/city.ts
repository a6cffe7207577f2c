export const SEED = 99
/** The year of incidents ends here, whenever the bench runs: the same city every time. */
export const NOW = Date.UTC(2026, 10, 22, 4)

export type BenchSize = 'S' | 'M' | 'L'

/** Where a city lies. */
export interface CityStore {
  readonly databaseUrl: string | undefined
  readonly dataDir: string
}
