export {
  type BackupProgress,
  type BackupSummary,
  backupStore,
  restoreStore,
  spoolBackup,
  verifyBackup,
} from './backup/index.ts'
export { type LockHolder, lockHolder } from './embedded/lock.ts'
export { type GeometryPage, PackedRow } from './geometry-page.ts'
export { openStore, type StoreConfig } from './open.ts'
export { placedProperty } from './placed.ts'
export type {
  FeedBatch,
  NewFix,
  NewRow,
  PositionStore,
  Row,
  RowStore,
  Staging,
  Store,
  UnitRow,
  UnitStore,
  VersionStore,
  WriteTransaction,
} from './types.ts'
export { writeWkb } from './wkb.ts'
