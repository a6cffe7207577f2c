import type { Writable } from 'node:stream'
import type { Knex } from 'knex'
import type { ChangeEvent, ChangeOp, Fix, LayerDef, LayerVersion, Properties, VersionAbout } from '../contract/index.ts'
import type { Areal, Bbox, Geometry } from '../geo/index.ts'
import type { BackupProgress, BackupSummary } from './backup/format.ts'

/** A stored feature row of any layer. Geometry in EPSG:4326 degrees. */
export interface Row {
  readonly id: string
  readonly version: number
  readonly geometry: Geometry | null
  readonly properties: Properties
}

export type NewRow = Omit<Row, 'version'>

/** Collects the change rows of one transaction; the store appends them under the feed's lock as the transaction's last step. */
export interface WriteTransaction {
  readonly trx: Knex.Transaction
  /** Who writes; goes into the change log. */
  readonly actor: string
  change(layer: string, id: string, op: Exclude<ChangeOp, 'all'>, before: Bbox | null, after: Bbox | null): void
  /** The whole layer was replaced; `version` of it gets the change's sequence number. */
  changeAll(layer: string, version?: number): void
}

/** `last`: there is something up to this number of the log; without it there may be something. */
export type OnNews = (last?: number) => void

export interface FeedBatch {
  readonly changes: readonly ChangeEvent[]
  /** Rows as of exactly `seq`, by layer, for every id named in `changes` (absent id = deleted); no entry for a layer that was not known. */
  readonly rows: ReadonlyMap<string, ReadonlyMap<string, Row>>
  readonly seq: number
  /** Whether there were more changes behind `seq` than fit. */
  readonly more: boolean
  /** The cursor is behind the pruned log or ahead of the whole log (a restored backup): everything must be reloaded. */
  readonly reset: boolean
}

/** Single rows of non-unit layers, inside a write. Every statement checks the rows it affected. */
export interface RowStore {
  /** The current row, locked until the transaction ends. */
  lock(tx: WriteTransaction, def: LayerDef, id: string): Promise<Row | undefined>
  /** Throws duplicate-id. Appends its change. */
  insert(tx: WriteTransaction, def: LayerDef, row: NewRow): Promise<Row>
  /** Replaces the row `before` (as answered by lock) and appends its change. */
  update(tx: WriteTransaction, def: LayerDef, before: Row, row: NewRow): Promise<Row>
  remove(tx: WriteTransaction, def: LayerDef, before: Row): Promise<void>
}

/** Rows of an import wait here, outside the feed, until they are promoted in one short transaction. */
export interface Staging {
  /** Appends rows (a few thousand a call) in a transaction of its own. `row` is the 1-based row number of the source. */
  add(importId: string, rows: readonly (NewRow & { readonly row: number })[]): Promise<void>
  /** Ids that occur more than once in the staged rows, with their row numbers (at most `limit` ids). */
  duplicates(importId: string, limit: number): Promise<{ id: string; rows: number[] }[]>
  /**
   * Makes the staged rows current: `replace` removes every other row of the layer, `upsert` keeps them. Appends one `all` change.
   * For a dataset layer, saves `def` in the same transaction. `staged` is how many rows were added: a database that crashed meanwhile has
   * lost them (staging is not logged), then store-unavailable is thrown. With `about` it is a new version of the layer, that can be undone.
   * Rows that are as they were stay untouched and keep their version. Rows of a placed layer were placed by the units of the mark `placedAt`; without
   * one, or when units changed since, they are placed here.
   */
  promote(
    tx: WriteTransaction,
    def: LayerDef,
    importId: string,
    mode: 'replace' | 'upsert',
    staged: number,
    about?: VersionAbout,
    placedAt?: number,
  ): Promise<{ stored: number; removed: number; version: number | null }>
  discard(importId: string): Promise<void>
}

/** A feature of a placed layer: its point in degrees and the code of the leaf unit it is said to lie in. */
export interface PlacedPoint {
  readonly id: string
  readonly lon: number
  readonly lat: number
  readonly code: string | null
}

/** Features whose leaf unit the server keeps (layers with a `placed` property). */
export interface PlacingStore {
  /** Until the transaction ends no unit changes; others may hold them too. Taken before any layer or row is locked. */
  hold(tx: WriteTransaction): Promise<void>
  /** Tells states of the units apart. */
  mark(): Promise<number>
  /** Features whose point lies in one of the boxes, in pages. */
  pointsIn(tx: WriteTransaction, def: LayerDef, boxes: readonly Bbox[]): AsyncIterable<PlacedPoint[]>
  /** Writes the codes; appends update changes, or one `all` when there are very many. A feature that is gone by now is left out. */
  place(tx: WriteTransaction, def: LayerDef, points: readonly PlacedPoint[]): Promise<void>
}

/** Versions of datasets and typed layers: one for each import, and for each time a layer went back to one. */
export interface VersionStore {
  /** The versions of a layer, newest first. */
  list(layer: string): Promise<LayerVersion[]>
  /** Of every layer that has versions the newest one, and when it was last imported into. */
  newest(): Promise<Map<string, { version: number; importedAt: string | null }>>
  /**
   * Brings every row that versions after `to` touched back to what it was then, and a dataset's definition with it (0 = before the first
   * version; a dataset then keeps the definition it has). It is a new version itself. Other rows stay. Appends one `all` change.
   * Throws bad-property (no such version), version-gone, unknown-layer and, unless `force`, edited-since (`count`, `ids`).
   */
  goBack(tx: WriteTransaction, def: LayerDef, to: number, force: boolean): Promise<{ version: number; stored: number; removed: number }>
  /** Changes a dataset's definition; appends one `all` change. Throws unknown-layer. */
  describe(tx: WriteTransaction, layer: string, change: (def: LayerDef) => LayerDef): Promise<LayerDef>
  /** Removes a dataset with its rows and versions; appends one `all` change. Throws unknown-layer. */
  remove(tx: WriteTransaction, layer: string): Promise<{ removed: number }>
}

/** A unit as written: geometry for leaves only (higher levels are the union of their children). */
export interface UnitRow {
  readonly id: string
  /** 0 city, 1 county, 2 street, 3 community, 4 grid. */
  readonly level: number
  /** unit id; null for the city. */
  readonly parent: string | null
  readonly code: string
  readonly name: string
  readonly geometry: Areal | null
  /** Further attributes of the layer's schema (households, population, area_type). */
  readonly properties: Properties
}

/** Versioned units; each write closes the current version and opens the next. */
export interface UnitStore {
  /** Takes the lock that serialises changes of units, until the transaction ends. */
  lock(tx: WriteTransaction): Promise<void>
  /** Current units, with version; those that meet every condition given: by id, by code, by parent's id, leaves whose bounding box meets `bbox`. */
  current(
    tx: WriteTransaction,
    where?: { ids?: readonly string[]; codes?: readonly string[]; parents?: readonly string[]; bbox?: Bbox },
  ): Promise<(UnitRow & { version: number })[]>
  /** Closes the current versions of `ids`, without successor; appends delete changes. */
  retire(tx: WriteTransaction, changeSet: number, ids: readonly string[]): Promise<void>
  /** Opens new versions (closing the current one of the same id); appends create/update changes, or one `all` per level when `bulk`. */
  put(tx: WriteTransaction, changeSet: number, units: readonly UnitRow[], bulk: boolean): Promise<void>
  /** A new change set; answers its number. Its instant (after the lock, never before an earlier one's) is when its versions begin and end. */
  changeSet(tx: WriteTransaction, kind: string, note: string, actor: string): Promise<number>
}

export type NewFix = Omit<Fix, 'seq'>

/** The log of positions, and the newest position of each object. Neither passes the change log. Throws store-unavailable. */
export interface PositionStore {
  /**
   * Appends a batch (thousands at once) in one transaction, in the order given, and makes those the latest that are newer by event time than what is
   * known of their object; implausible ones (`nullIsland`, `future`) never are. Answers the last number drawn. Whoever reads after a number misses nothing
   * that is committed later.
   */
  append(fixes: readonly NewFix[]): Promise<number>
  /** The next fixes after number `after`, in the order of the log; none only where there are none. Fewer than `limit`: there may be more all the same. */
  read(after: number, limit: number): Promise<Fix[]>
  /** Fixes of an object with `from` <= time <= `to`, ordered by time, then number; `after`: those behind this one in that order. */
  track(object: string, range: { from: number; to: number; after?: { time: number; seq: number }; limit: number }): Promise<Fix[]>
  /**
   * Of each of these objects (each once) the first `limit` fixes with its `after` < time <= `to`; by object (code unit order), time, number. Those received
   * more than two minutes before `after`, which cannot be plausible, are not looked for.
   */
  tracks(wanted: readonly { object: string; after: number }[], range: { to: number; limit: number }): Promise<Fix[]>
  /** Of each of these objects the last `limit` plausible fixes with time <= `until`; in the same order. */
  lastBefore(objects: readonly string[], range: { until: number; limit: number }): Promise<Fix[]>
  /** Latest positions that meet every condition given, by object (code unit order), those behind `after`. `bbox` in degrees, edges included. */
  latest(where: { objects?: readonly string[]; bbox?: Bbox; since?: number; after?: string; limit: number }): Promise<Fix[]>
  /** The newest number in the log; 0 when it is empty. */
  lastSeq(): Promise<number>
  /** Calls `onNews` when there may be new fixes (NOTIFY, own appends, reconnects). Survives a lost connection. */
  listen(onNews: () => void): () => Promise<void>
  /** Makes room for the days to come and forgets what was received longer ago than is kept, a whole day at a time. `now`: milliseconds. */
  keep(now: number): Promise<void>
}

/** Work that one process of a database does at a time. */
export interface Term {
  /** Aborted when it is over: the connection that holds the lock is gone, or `stop` was called. */
  readonly signal: AbortSignal
}

export interface Store {
  readonly kind: 'postgis' | 'embedded'
  readonly knex: Knex
  /** Random id of this database, made by its first migration; part of ETags. */
  readonly databaseId: string
  readonly rows: RowStore
  readonly staging: Staging
  readonly units: UnitStore
  readonly versions: VersionStore
  readonly placing: PlacingStore
  readonly positions: PositionStore
  /**
   * Runs `work` in one transaction and appends its changes in commit order. Answers the last sequence number (or the current one when nothing changed).
   * Throws ZongtuError store-unavailable when the database cannot be reached or refuses to write.
   */
  write<T>(actor: string, work: (tx: WriteTransaction) => Promise<T>): Promise<{ result: T; seq: number }>
  /** Layer definitions of imported datasets. */
  datasets(): Promise<LayerDef[]>
  /** About how many bytes the rows of these datasets and typed layers take, by layer. */
  sizes(layers: readonly { def: LayerDef; rows: number }[]): Promise<Map<string, number>>
  /** All current rows of a layer in pages, ascending id, outside any transaction. Unit layers: properties carry code, name, parent; geometry of leaves only. */
  scan(def: LayerDef): AsyncIterable<Row[]>
  /** Changes after `cursor` and the rows they name, read in one snapshot. */
  readFeed(cursor: number, layerOf: (id: string) => LayerDef | undefined): Promise<FeedBatch>
  /** The newest committed sequence number. */
  currentSeq(): Promise<number>
  /** Calls `onNews` when there are changes up to `last` (NOTIFY, own writes), and when there may be some (reconnects). Survives a lost connection. */
  listen(onNews: OnNews): () => Promise<void>
  /** Forgets all but the newest `keep` changes (and those past their age). */
  prune(keep: number): Promise<void>
  /**
   * Writes a backup of everything to `out` (store/backup/format.ts). One transaction: on the embedded store everything else waits until it ends,
   * so `out` should be quick, a file. Rejects with the signal's reason when aborted.
   */
  backup(out: Writable, progress: BackupProgress, signal?: AbortSignal): Promise<BackupSummary>
  /**
   * Work that one process of this database does at a time: calls `serve` while this one may, again after it lost its turn. Its signal is aborted when the
   * turn is over. Returns what ends it.
   */
  lead(lock: number, serve: (term: Term) => Promise<void>): () => Promise<void>
  /** Tells other commands on this machine where this process serves (embedded store). */
  announce(port: number): void
  close(): Promise<void>
}
