export { backupStore, restoreStore, type StorePlace } from './commands.ts'
export type { BackupHeader, BackupProgress, BackupSummary } from './format.ts'
export { verifyBackup } from './read.ts'
export { type SpooledBackup, spoolBackup } from './spool.ts'
