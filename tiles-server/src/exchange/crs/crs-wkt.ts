import { badImport, shown } from '../shown.ts'

/** `KEYWORD[value, ...]` of well-known text: WKT 1, ESRI's dialect of it, or WKT 2. */
export interface WktNode {
  readonly keyword: string
  readonly values: readonly (string | number | WktNode)[]
}

export const WKT_LIMITS = { characters: 20_000, depth: 20 } as const

const TOKEN = /\s*(?:([A-Za-z_][A-Za-z_0-9]*)|"((?:[^"]|"")*)"|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|([[\](),]))/y

/** True when a name of a coordinate system is written as well-known text. */
export const isWkt = (text: string): boolean => /^[\s\uFEFF]*[A-Za-z_]+[\w]*\s*[[(]\s*"/.test(text.slice(0, 200))

/** Parses well-known text. Throws bad-import when it is longer than 20,000 characters, nested deeper than 20, or not well formed. */
export function parseWkt(text: string): WktNode {
  if (text.length > WKT_LIMITS.characters) throw broken(`has ${text.length} characters; ${WKT_LIMITS.characters} are allowed`, text)
  const source = text.replace(/^\uFEFF/, '').trim()
  const stack: { keyword: string; values: (string | number | WktNode)[] }[] = []
  let word: string | undefined
  const settle = (): void => {
    if (word !== undefined) stack.at(-1)?.values.push(word) // an axis direction: a word without brackets
    word = undefined
  }
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex
    const token = TOKEN.exec(source)
    if (token === null) throw broken(`cannot be read at character ${at + 1}`, source.slice(at))
    const [, name, quoted, number, mark] = token
    if (name !== undefined) word = name
    else if (quoted !== undefined) stack.at(-1)?.values.push(quoted.replaceAll('""', '"'))
    else if (number !== undefined) stack.at(-1)?.values.push(Number(number))
    else if (mark === '[' || mark === '(') {
      if (word === undefined || stack.length >= WKT_LIMITS.depth) throw broken(`cannot be read at character ${at + 1}`, source.slice(at))
      stack.push({ keyword: word.toUpperCase(), values: [] })
      word = undefined
    } else if (mark === ',') settle()
    else {
      settle()
      const node = stack.pop()
      if (node === undefined) break
      if (stack.length === 0) return node
      stack.at(-1)!.values.push(node)
    }
  }
  throw broken('ends before its brackets close', source)
}

/** The first child with one of these keywords. */
export const child = (node: WktNode | undefined, ...keywords: string[]): WktNode | undefined =>
  node?.values.find((value): value is WktNode => typeof value === 'object' && keywords.includes(value.keyword))

/** The first value, when it is text. */
export const nameOf = (node: WktNode | undefined): string => (typeof node?.values[0] === 'string' ? node.values[0] : '')

/** The value at a place, when it is a number. */
export const numberAt = (node: WktNode | undefined, place: number): number | undefined => {
  const value = node?.values[place]
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

const HORIZONTAL = ['PROJCS', 'GEOGCS', 'PROJCRS', 'PROJECTEDCRS', 'GEOGCRS', 'GEOGRAPHICCRS', 'GEODCRS', 'GEODETICCRS']

/** The horizontal system of a text: itself, the part of a compound system, the source of a bound one. */
export function horizontalNode(node: WktNode): WktNode | undefined {
  if (HORIZONTAL.includes(node.keyword)) return node
  const inner = child(node, ...HORIZONTAL) ?? child(node, 'COMPD_CS', 'SOURCECRS')
  return inner === undefined ? undefined : horizontalNode(inner)
}

/** The node's own EPSG code. */
export function epsgOf(node: WktNode): number | undefined {
  for (const value of node.values) {
    if (typeof value !== 'object' || (value.keyword !== 'AUTHORITY' && value.keyword !== 'ID')) continue
    const [authority, code] = value.values
    if (typeof authority !== 'string' || authority.toUpperCase() !== 'EPSG' || typeof code === 'object') continue
    if (/^\d{1,6}$/.test(String(code))) return Number(code)
  }
  return undefined
}

const broken = (what: string, value: string): Error =>
  badImport(`the well-known text of the coordinate system ${what}: ${shown(value)}`, { rule: 'crs', value: shown(value) })
