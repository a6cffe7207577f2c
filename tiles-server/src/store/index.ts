export { type AlertQuery, createAlertRows, type LockedAlert, type NewAlert, type StoredAlert } from './alerts.ts'
export {
  type BackupProgress,
  type BackupSummary,
  backupStore,
  restoreStore,
  spoolBackup,
  verifyBackup,
} from './backup/index.ts'
export { type Attempt, type ClaimedDelivery, createDeliveryRows, type DeliveryRows, type NewDelivery } from './deliveries.ts'
export { type LockHolder, lockHolder } from './embedded/lock.ts'
export { createEngineRows, type EngineRows, type JournalEntry } from './fence-engine.ts'
export { createFenceRows, type FencePage, type FenceVersionRow, type StoredFence } from './fences.ts'
export { type GeometryPage, PackedRow } from './geometry-page.ts'
export { LOGGED } from './logged.ts'
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
export { createWebhookRows, type StoredSecret, type StoredWebhook, type WebhookRows } from './webhooks.ts'
export { writeWkb } from './wkb.ts'
