import { type Cleaning, IMPORT_LIMITS, type ImportFix, type ImportWarning, type Rejection, type Suspicion } from './types.ts'

/** Collects what an import refuses and warns about: all is counted, the first ones are kept. */
export class ReportCollector {
  readonly rejected: Rejection[] = []
  readonly warnings: ImportWarning[] = []
  rejectedCount = 0
  warningCount = 0
  readonly fixes: ImportFix[] = []
  fixedCount = 0
  cleaning: Cleaning | null = null
  suspicion: Suspicion | null = null

  reject(rejection: Rejection): void {
    this.rejectedCount++
    if (this.rejected.length < IMPORT_LIMITS.listed) this.rejected.push(rejection)
  }

  warn(warning: ImportWarning): void {
    this.warningCount++
    if (this.warnings.length < IMPORT_LIMITS.listed) this.warnings.push(warning)
  }

  fix(fix: ImportFix): void {
    this.fixedCount++
    if (this.fixes.length < IMPORT_LIMITS.listed) this.fixes.push(fix)
  }
}
