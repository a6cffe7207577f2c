import type { CitySize } from './types.ts'

/** What a size asks for: counts, and lengths in metres. */
export interface Plan {
  readonly grids: number
  readonly households: number
  readonly buildings: number
  readonly cameras: number
  readonly patrols: number
  readonly incidents: number
  /** Mean radius of the city's outline. */
  readonly radius: number
  /** Radius of the outer ring road: the built-up area is about that large. */
  readonly urbanRadius: number
  readonly riverWidth: number
  readonly radials: number
  readonly towns: number
  /** Natural villages; each becomes one rural grid. */
  readonly villages: number
  readonly counties: number
  /** About one vertex every so many metres on the boundaries of grids; absent = as the roads were drawn. */
  readonly surveySpacing?: number
}

const PLANS: Readonly<Record<CitySize, Plan>> = {
  S: {
    grids: 300,
    households: 55_000,
    buildings: 6_000,
    cameras: 500,
    patrols: 50,
    incidents: 5_000,
    radius: 6_200,
    urbanRadius: 1_750,
    riverWidth: 100,
    radials: 5,
    towns: 3,
    villages: 118,
    counties: 3,
  },
  M: {
    grids: 3_000,
    households: 550_000,
    buildings: 60_000,
    cameras: 5_000,
    patrols: 400,
    incidents: 50_000,
    radius: 19_500,
    urbanRadius: 5_200,
    riverWidth: 210,
    radials: 8,
    towns: 12,
    villages: 1_180,
    counties: 6,
  },
  L: {
    grids: 20_000,
    households: 3_700_000,
    buildings: 200_000,
    cameras: 20_000,
    patrols: 2_000,
    incidents: 100_000,
    radius: 49_000,
    urbanRadius: 13_600,
    riverWidth: 320,
    radials: 12,
    towns: 40,
    villages: 7_500,
    counties: 12,
    surveySpacing: 46,
  },
}

export const planOf = (size: CitySize): Plan => PLANS[size]
