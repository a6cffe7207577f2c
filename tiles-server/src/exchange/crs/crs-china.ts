import gcoord from 'gcoord'

type Pair = readonly [number, number]

const TOLERANCE = 1e-9
const STEPS = 30

/** The datums of Chinese web maps: GCJ-02 (Amap, Tencent) and BD-09 (Baidu). */
export type ChinaDatum = 'GCJ02' | 'BD09'

/**
 * WGS 84 to GCJ-02 or BD-09 by gcoord's formulas. Outside of its box around China (72.004-137.8347 E, 0.8293-55.8271 N) GCJ-02 is WGS 84;
 * BD-09 is a further shift of GCJ-02 everywhere. What is not finite stays so.
 */
export function toChina(datum: ChinaDatum, [x, y]: Pair): [number, number] {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return [Number.NaN, Number.NaN]
  const [lon, lat] = gcoord.transform<[number, number]>([x, y], gcoord.WGS84, gcoord[datum])
  return [lon, lat]
}

/**
 * The position of WGS 84 whose forward image is the given one to 1e-9 degree, by fixed-point iteration of the forward formula. gcoord's own inverse
 * stops at 1e-6 degree and never ends for some positions on the edge of the box, where the formula jumps. NaN where no position has that image.
 */
export function fromChina(datum: ChinaDatum, [x, y]: Pair): [number, number] {
  if (datum === 'GCJ02' && same(toChina(datum, [x, y]), [x, y])) return [x, y]
  let [lon, lat] = [x, y]
  for (let step = 0; step < STEPS; step++) {
    const [imageX, imageY] = toChina(datum, [lon, lat])
    if (!(Math.abs(lon) <= 361 && Math.abs(lat) <= 91)) break
    if (Math.abs(imageX - x) <= TOLERANCE && Math.abs(imageY - y) <= TOLERANCE) return [lon, lat]
    lon -= imageX - x
    lat -= imageY - y
  }
  return [Number.NaN, Number.NaN]
}

const same = (a: Pair, b: Pair): boolean => a[0] === b[0] && a[1] === b[1]
