const DELIMITERS = [',', ';', '\t', '|'] as const
const SAMPLE_LINES = 20

/**
 * The delimiter of a text from its beginning: the one that cuts most sample records into as many fields as the header, and of those the one
 * with the most fields. Quoted fields are respected. A comma when nothing is cut.
 */
export function sniffDelimiter(head: string): string {
  let best: string = ','
  let bestFields = 1
  for (const delimiter of DELIMITERS) {
    const counts = fieldCounts(head, delimiter)
    const fields = counts[0] ?? 1
    const agreeing = counts.filter(count => count === fields).length
    if (fields > bestFields && agreeing * 5 >= counts.length * 4) [best, bestFields] = [delimiter, fields]
  }
  return best
}

function fieldCounts(head: string, delimiter: string): number[] {
  const counts: number[] = []
  let [fields, quoted, empty] = [1, false, true]
  for (let i = 0; i < head.length && counts.length < SAMPLE_LINES; i++) {
    const character = head[i]!
    if (character === '"') quoted = !quoted
    else if (!quoted && character === delimiter) fields++
    else if (!quoted && character === '\n') {
      if (!empty || fields > 1) counts.push(fields)
      ;[fields, empty] = [1, true]
      continue
    }
    if (character !== '\r') empty = false
  }
  // The last record may be cut off by the end of the sample; it counts only when it is alone.
  if (counts.length === 0) counts.push(fields)
  return counts
}
