import { fromLattice, LATTICE, type Position } from '../../tiles-server/src/geo/index.ts'

/** A point of the drawing plane: metres east and north of the city's origin. */
export type Point = readonly [x: number, y: number]

const ORIGIN_LON = 113.2
const ORIGIN_LAT = 33.1
const METRES_PER_DEGREE = 111_195
const ORIGIN_X = Math.round(ORIGIN_LON * LATTICE)
const ORIGIN_Y = Math.round(ORIGIN_LAT * LATTICE)

/** Metres in one lattice step (1e-7 degree), east and north, on a plane that touches the sphere at the origin. */
export const STEP_X = (METRES_PER_DEGREE * Math.cos((ORIGIN_LAT * Math.PI) / 180)) / LATTICE
export const STEP_Y = METRES_PER_DEGREE / LATTICE

/** Lattice steps from the origin nearest to a length in metres. */
export const stepsX = (metres: number): number => Math.round(metres / STEP_X)
export const stepsY = (metres: number): number => Math.round(metres / STEP_Y)

/** Longitude and latitude (EPSG:4326) of lattice steps from the origin. */
export const positionOfSteps = (sx: number, sy: number): Position => [fromLattice(ORIGIN_X + sx), fromLattice(ORIGIN_Y + sy)]

/** Longitude and latitude of a point of the plane, rounded to the lattice. */
export const positionOf = (p: Point): Position => positionOfSteps(stepsX(p[0]), stepsY(p[1]))
