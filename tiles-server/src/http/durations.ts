/** Upper bounds of the buckets, seconds. */
const BOUNDS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10]
const NAME = 'zongtu_http_request_duration_seconds'

/** Methods are the client's text: only known ones become a label. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

interface Series {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly labels: string
  /** Answers by bucket, each counted once; the last is for what is slower than every bound. */
  readonly counts: number[]
  sum: number
}

/**
 * How long answers took, as a Prometheus histogram by method, route (never path) and status. Kept here because prom-client takes longer to
 * note one answer than a cached tile has to spare.
 */
export class Durations {
  /** By route, method and status: looked up without making a text. */
  readonly #series = new Map<string, Map<string, Map<number, Series>>>()

  /** The one noted last: most answers are like the one before. */
  #last: Series | undefined

  observe(method: string, route: string, status: number, seconds: number): void {
    const last = this.#last
    const isLike = last !== undefined && last.method === method && last.route === route && last.status === status
    const series = isLike ? last : this.#of(METHODS.has(method) ? method : 'other', route, status)
    this.#last = series
    let bucket = 0
    while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]!) bucket++
    series.counts[bucket]!++
    series.sum += seconds
  }

  /** In the Prometheus text format. */
  text(): string {
    const all = [...this.#series.values()].flatMap(methods => [...methods.values()].flatMap(statuses => [...statuses.values()]))
    return [`# HELP ${NAME} Time to the end of the answer`, `# TYPE ${NAME} histogram`, ...all.flatMap(linesOf), ''].join('\n')
  }

  #of(method: string, route: string, status: number): Series {
    const statuses = child(child(this.#series, route), method)
    const known = statuses.get(status)
    if (known) return known
    const labels = `method="${method}",route="${route}",status="${status}"`
    const series: Series = { method, route, status, labels, counts: new Array<number>(BOUNDS.length + 1).fill(0), sum: 0 }
    statuses.set(status, series)
    return series
  }
}

function child<K, T>(map: Map<string, Map<K, T>>, key: string): Map<K, T> {
  const known = map.get(key)
  if (known) return known
  const made = new Map<K, T>()
  map.set(key, made)
  return made
}

function linesOf({ labels, counts, sum }: Series): string[] {
  let total = 0
  const buckets = counts.map((count, i) => {
    total += count
    return `${NAME}_bucket{le="${BOUNDS[i] ?? '+Inf'}",${labels}} ${total}`
  })
  return [...buckets, `${NAME}_sum{${labels}} ${sum}`, `${NAME}_count{${labels}} ${total}`]
}
