/** PROJ's parameters by name: degrees, metres, scale. */
export type Parameters = Record<string, number>
/** The first of these parameters (in lower case) that the text gives. */
export type Given = (...names: string[]) => number | undefined
export type Read = (p: Given) => Parameters

const lat0 = (p: Given): number => p('latitude_of_origin', 'latitude_of_center', 'central_parallel') ?? 0
const lon0 = (p: Given): number => p('central_meridian', 'longitude_of_center', 'longitude_of_origin') ?? 0
const scale = (p: Given): number => p('scale_factor') ?? 1

const plain: Read = p => ({ lat_0: lat0(p), lon_0: lon0(p) })
const scaled: Read = p => ({ ...plain(p), k: scale(p) })
/** Two parallels in either order, or one with a scale. */
const conic: Read = p => {
  const first = p('standard_parallel_1') ?? lat0(p)
  const second = p('standard_parallel_2') ?? first
  return { ...scaled(p), lat_1: Math.max(first, second), lat_2: Math.min(first, second) }
}
const equalArea: Read = p => {
  const { k: _, ...rest } = conic(p)
  return rest
}
const polar =
  (pole: number | undefined): Read =>
  p => {
    const parallel = p('standard_parallel_1', 'latitude_of_origin') ?? 90
    return { lat_0: pole ?? (parallel < 0 ? -90 : 90), lat_ts: parallel, lon_0: lon0(p), k: scale(p) }
  }
const oblique: Read = p => {
  const alpha = p('azimuth') ?? 0
  if (alpha === 90) return { ...scaled(p), somerc: 1 }
  return { lat_0: lat0(p), lonc: lon0(p), alpha, gamma: p('rectified_grid_angle') ?? alpha, k: scale(p) }
}
const parallel: Read = p => ({ lat_ts: p('standard_parallel_1') ?? 0, lon_0: lon0(p) })

/** Names of WKT 1 and of ESRI, to PROJ's name and parameters. */
export const METHODS: Readonly<Record<string, readonly [string, Read]>> = {
  transverse_mercator: ['tmerc', scaled],
  gauss_kruger: ['tmerc', scaled],
  lambert_conformal_conic: ['lcc', conic],
  lambert_conformal_conic_1sp: ['lcc', conic],
  lambert_conformal_conic_2sp: ['lcc', conic],
  lambert_conformal_conic_2sp_belgium: ['lcc', conic],
  albers: ['aea', equalArea],
  albers_conic_equal_area: ['aea', equalArea],
  mercator: ['merc', p => ({ ...parallel(p), k: scale(p) })],
  mercator_1sp: ['merc', p => ({ ...parallel(p), k: scale(p) })],
  mercator_2sp: ['merc', p => ({ ...parallel(p), k: scale(p) })],
  lambert_azimuthal_equal_area: ['laea', plain],
  azimuthal_equidistant: ['aeqd', plain],
  oblique_stereographic: ['sterea', scaled],
  double_stereographic: ['sterea', scaled],
  stereographic: ['stere', scaled],
  polar_stereographic: ['stere', polar(undefined)],
  stereographic_north_pole: ['stere', polar(90)],
  stereographic_south_pole: ['stere', polar(-90)],
  cassini: ['cass', plain],
  cassini_soldner: ['cass', plain],
  equirectangular: ['eqc', parallel],
  equidistant_cylindrical: ['eqc', parallel],
  plate_carree: ['eqc', parallel],
  polyconic: ['poly', plain],
  sinusoidal: ['sinu', p => ({ lon_0: lon0(p) })],
  new_zealand_map_grid: ['nzmg', plain],
  hotine_oblique_mercator_azimuth_center: ['omerc', oblique],
  rectified_skew_orthomorphic_center: ['omerc', oblique],
}
