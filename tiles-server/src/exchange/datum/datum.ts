import type { Crs } from '../crs/crs.ts'
import type { SourceRow, Suspicion } from '../types.ts'
import { type Claims, claimsOf, type UnitOracle } from './datum-claims.ts'
import { type Hypothesis, hypotheses, readAs } from './datum-hypotheses.ts'
import { RowSample } from './datum-sample.ts'
import { median, metresBetween, signTest } from './datum-statistics.ts'

export type { UnitOracle } from './datum-claims.ts'

/** A right reading loses to a wrong one by chance less than once in a thousand times. */
const SIGNIFICANCE = 1e-3

/** Cameras stand on edges of grids, where an error of 30 m puts half of them next door. */
const FITTING = 0.3

/** Collects rows of a source as they are read, and judges afterwards whether their positions were meant in another datum or order of axes. */
export class DatumSample {
  private readonly sample = new RowSample()

  /** Rows as the reader gives them, positions not converted. Keeps about a thousand. */
  add(rows: readonly SourceRow[]): void {
    this.sample.add(rows)
  }

  /** Null when nothing fits clearly better than what is claimed. Deterministic. */
  judge(claimed: Crs, oracle: UnitOracle): Suspicion | null {
    const { rows } = this.sample
    if (rows.length === 0) return null
    const positions = rows.map(row => row.at)
    const place = (hypothesis: Hypothesis): Placed => ({ hypothesis, positions: positions.map(hypothesis.read) })
    const asRead = place({ likely: claimed.name, near: true, read: readAs(claimed) })
    const others = hypotheses(claimed, positions, oracle.bounds).map(place)
    const claims = claimsOf(rows, oracle)
    return (claims && byUnits(claims, asRead, others, oracle)) ?? byBounds(asRead, others, oracle)
  }
}

interface Placed {
  readonly hypothesis: Hypothesis
  readonly positions: readonly (readonly [number, number])[]
}

interface Scored extends Placed {
  /** By row: whether it lies where it should. */
  readonly hits: readonly boolean[]
}

/**
 * The rows that name a unit are a paired experiment: a row is for a hypothesis when only that puts it into its unit, against it when only the
 * claimed reading does. A right reading, however noisy, has more rows on its side; so a hypothesis with significantly more rows for it than
 * against it fits better. Where units are far larger than the shift only rows near their edges tell, and more of them are needed.
 */
function byUnits({ column, level, values }: Claims, asRead: Placed, others: readonly Placed[], oracle: UnitOracle): Suspicion | null {
  const score = (placed: Placed): Scored => {
    const hit = (value: string | undefined, i: number): boolean => value !== undefined && oracle.isIn(...placed.positions[i]!, level, value)
    return { ...placed, hits: values.map(hit) }
  }
  const named = values.filter(value => value !== undefined).length
  const own = score(asRead)
  const better = others.map(score).filter(other => beats(other, own) < SIGNIFICANCE && count(other) >= named * FITTING)
  const best = fittest(better)
  if (best === undefined) return null
  const rivals = better.filter(other => other !== best && beats(best, other) > 0.01).map(other => other.hypothesis.likely)
  const also = rivals.length === 0 ? '' : ` (${rivals.join(', ')} would fit about as well)`
  return suspicion(own, best, named, { who: `sampled rows that name a unit in "${column}"`, where: 'lie in it', also })
}

/** Without names of units: most positions are outside of the city as read, and nearly all in it when read in another way. */
function byBounds(asRead: Placed, others: readonly Placed[], { bounds: [west, south, east, north] }: UnitOracle): Suspicion | null {
  const score = (placed: Placed): Scored => ({
    ...placed,
    hits: placed.positions.map(([lon, lat]) => lon >= west && lon <= east && lat >= south && lat <= north),
  })
  const own = score(asRead)
  const all = own.hits.length
  const best = fittest(others.filter(({ hypothesis }) => !hypothesis.near).map(score))
  if (best === undefined || count(own) >= all / 2 || count(best) < all * 0.8 || count(best) - count(own) < all / 2) return null
  return suspicion(own, best, all, { who: 'sampled positions', where: 'lie within the bounds of the city', also: '' })
}

interface Words {
  readonly who: string
  readonly where: string
  readonly also: string
}

function suspicion(own: Scored, best: Scored, sampled: number, { who, where, also }: Words): Suspicion {
  const { likely, near } = best.hypothesis
  const share = { asRead: count(own) / sampled, asLikely: count(best) / sampled }
  const offset = near ? median(best.positions.map((position, i) => metresBetween(position, own.positions[i]!))) : undefined
  const moved = offset === undefined ? '' : `; that moves them by about ${Math.round(offset)} m`
  const shares = `${percent(share.asRead)} ${where} as read as ${own.hypothesis.likely}, ${percent(share.asLikely)} as ${likely}`
  return {
    likely,
    detail: `of ${sampled} ${who}, ${shares}${moved}${also}`,
    share,
    sampled,
    ...(offset !== undefined && { offsetMetres: Math.round(offset) }),
  }
}

/** How probable it is that one reading has as many more rows on its side than another when neither is better. */
function beats(one: Scored, other: Scored): number {
  const pro = one.hits.filter((hit, i) => hit && !other.hits[i]).length
  const contra = other.hits.filter((hit, i) => hit && !one.hits[i]).length
  return signTest(pro, pro + contra)
}

/** The one with the most hits; of equals the first. */
const fittest = (readings: readonly Scored[]): Scored | undefined =>
  readings.reduce<Scored | undefined>((best, other) => (best && count(best) >= count(other) ? best : other), undefined)

const count = ({ hits }: Scored): number => hits.filter(Boolean).length

const percent = (part: number): string => `${Math.round(part * 1000) / 10} %`
