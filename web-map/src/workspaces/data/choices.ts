import type { LayerDef, PropertyDef } from '../../../../tiles-server/src/contract/index.ts'
import type { IdSource, InspectedColumn, ReadAs } from '../../api/imports.ts'

/** Everything a person decides about an import. Empty text: as the file says, or as the server does by itself. */
export interface Choices {
  entry: string
  crs: string
  /** The file has latitude (or northing) before longitude (or easting). */
  swap: boolean
  /** What the file itself is read with when no system is chosen. */
  ownCrs: string
  target: 'new' | 'existing'
  /** Columns that hold the positions, where their names do not tell. */
  positions: { lon: string; lat: string; wkt: string }
  /** Id of the layer that is made. */
  newLayer: string
  /** Id of the layer that is added to. */
  layer: string
  title: string
  source: string
  licence: string
  /** Column of the ids. */
  id: string
  /** Names in the layer, by column. */
  map: Record<string, string>
  coverage: boolean
  clean: boolean
  /** How far cleaning may move a vertex, in metres. */
  cleanMetres: number
  fix: boolean
  partial: boolean
  /** Key columns of the joined table: of the file, of the table. */
  joinLeft: string
  joinRight: string
}

export const emptyChoices = (): Choices => ({
  entry: '',
  crs: '',
  swap: false,
  ownCrs: 'EPSG:4326',
  target: 'new',
  positions: { lon: '', lat: '', wkt: '' },
  newLayer: '',
  layer: '',
  title: '',
  source: '',
  licence: '',
  id: '',
  map: {},
  coverage: false,
  clean: false,
  cleanMetres: 1,
  fix: false,
  partial: false,
  joinLeft: '',
  joinRight: '',
})

export const LAYER_ID = /^[a-z][a-z0-9_-]{0,62}$/

const positionsOf = ({ positions }: Choices): [column: string, name: string][] =>
  Object.entries(positions).flatMap(([name, column]) => (column === '' ? [] : [[column, name] as [string, string]]))

const joinOf = (choices: Choices, table: string | null) =>
  table !== null && choices.joinLeft !== '' && choices.joinRight !== ''
    ? { join: table, on: `${choices.joinLeft}=${choices.joinRight}` }
    : {}

/** How the server calls a system whose axes are the other way round; a suspicion that names one can be applied as it is. */
const SWAPPED = ' with swapped axes'

function crsOf({ crs, swap, ownCrs }: Choices): { crs?: string } {
  if (swap) return { crs: `${crs === '' ? ownCrs : crs}${SWAPPED}` }
  return crs === '' ? {} : { crs }
}

/** What a suspicion says the file should be read with; null leaves the system as it is. */
export function readingOf(likely: string): { crs: string | null; swap: boolean } {
  if (likely === 'swapped axes') return { crs: null, swap: true }
  if (likely.endsWith(SWAPPED)) return { crs: likely.slice(0, -SWAPPED.length), swap: true }
  return { crs: likely === 'WGS 84' ? 'EPSG:4326' : likely, swap: false }
}

/** How the file is read: what changes this asks for a new look at it. */
export const readAs = (choices: Choices, upload: string, table: string | null): ReadAs => ({
  upload,
  ...(choices.entry === '' ? {} : { entry: choices.entry }),
  ...crsOf(choices),
  ...(positionsOf(choices).length === 0 ? {} : { map: Object.fromEntries(positionsOf(choices)) }),
  ...joinOf(choices, table),
})

/** Parameters of `POST /api/imports`. `columns` are those the file has now; names given to others are not sent. */
export function importParams(choices: Choices, upload: string, table: string | null, columns: readonly string[]): URLSearchParams {
  const params = new URLSearchParams({ layer: choices.target === 'new' ? choices.newLayer : choices.layer })
  const { map: _, ...reading } = readAs(choices, upload, table)
  for (const [name, value] of Object.entries(reading)) params.set(name, value)
  for (const [column, name] of positionsOf(choices)) params.append('map', `${column}=${name}`)
  const put = (name: string, value: string): void => {
    if (value.trim() !== '') params.set(name, value.trim())
  }
  put('id', choices.id)
  for (const column of columns) {
    const to = choices.map[column]?.trim() ?? ''
    if (to !== '' && to !== column) params.append('map', `${column}=${to}`)
  }
  for (const name of ['fix', 'partial', 'coverage'] as const) if (choices[name]) params.set(name, 'true')
  if (choices.coverage && choices.clean) params.set('clean', String(choices.cleanMetres))
  if (choices.target === 'new') put('title', choices.title)
  put('source', choices.source)
  put('licence', choices.licence)
  return params
}

/** A layer id made of a file's name: what is not a-z, 0-9, _ or - becomes a dash; `taken` ids get a number behind. */
export function layerIdOf(fileName: string, taken: ReadonlySet<string>): string {
  const plain = fileName
    .replace(/(\.[A-Za-z0-9]{1,10}){1,2}$/, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 50)
  const base = plain === '' ? 'data' : plain
  if (!taken.has(base)) return base
  for (let n = 2; ; n++) if (!taken.has(`${base}-${n}`)) return `${base}-${n}`
}

/** A title made of a file's name. */
export const titleOf = (fileName: string): string => fileName.replace(/(\.[A-Za-z][A-Za-z0-9]{0,9}){1,2}$/, '').trim()

const NAMED_ID = /(^|[^a-z])(id|uuid|code|gid|fid|key|no)$|编号|编码|代码|标识|objectid|geoid/i

/** The column whose values should be the ids: the file's own ids need none, else the best unique one that is called like an id. */
export function suggestedId(ids: readonly IdSource[]): string {
  if (ids[0]?.choice === 'feature-id') return ''
  return ids.find(id => id.choice === 'column' && id.unique && NAMED_ID.test(id.column ?? ''))?.column ?? ''
}

const folded = (text: string): string => text.toLowerCase().replace(/[\s_\-.]/g, '')

/**
 * Columns that go by another name in the layer: matched by name or title in either language, spelling aside. Each property is used once, and a
 * column that has a property's very name keeps it.
 */
export function suggestedMap(columns: readonly InspectedColumn[], { properties }: LayerDef): Record<string, string> {
  const exact = new Set(columns.map(column => column.name))
  const free = new Map<string, string>()
  for (const property of properties)
    if (!exact.has(property.name)) for (const name of namesOf(property)) if (!free.has(folded(name))) free.set(folded(name), property.name)
  const used = new Set<string>()
  const own = new Set(properties.map(property => property.name))
  return Object.fromEntries(
    columns.flatMap(({ name }) => {
      const to = own.has(name) ? undefined : free.get(folded(name))
      if (to === undefined || used.has(to)) return []
      used.add(to)
      return [[name, to]]
    }),
  )
}

const namesOf = ({ name, title }: PropertyDef): string[] => [name, title['zh-CN'], title.en]
