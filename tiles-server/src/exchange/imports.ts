import type { Inspection } from '../contract/index.ts'
import { systemClock, ZongtuError } from '../kernel/index.ts'
import { type InspectOptions, inspectSource } from './inspect.ts'
import type { ImportsDeps } from './prepare.ts'
import { runImport } from './run-import.ts'
import { shown } from './shown.ts'
import type { ImportCall, ImportOptions, ImportReport, ReadingCall, Source } from './types.ts'
import { createUploads, type Uploads } from './uploads.ts'

export interface Imports {
  /** Files on their way in. */
  readonly uploads: Uploads
  /** Throws busy when an import into this layer could not start now. */
  check(layer: string): void
  /**
   * Reads a source into a layer: all of it or nothing, unless `partial`. Rows that break a rule are in the report, not thrown.
   * Throws bad-import (broken file, bad options, memory ceiling), unit-layer, read-only-layer, busy, store-unavailable.
   */
  run(source: Source, options: ImportOptions, call: ImportCall): Promise<ImportReport>
  /** What a source holds, for a person who decides how to import it. Throws bad-import, busy. */
  inspect(source: Source, options: InspectOptions, call: ReadingCall): Promise<Inspection>
}

const CONCURRENT = 2

export function createImports(deps: ImportsDeps): Imports {
  const most = deps.concurrent ?? CONCURRENT
  const running = new Set<string>()
  let inspecting = 0
  const check = (layer: string): void => {
    if (running.has(layer)) throw new ZongtuError('busy', `another import into layer ${shown(layer)} is running`)
    if (running.size >= most) throw new ZongtuError('busy', `${running.size} imports are running; try again later`)
  }
  return {
    uploads: createUploads(deps.clock ?? systemClock),
    check,
    async run(source, options, call) {
      check(options.layer)
      running.add(options.layer)
      try {
        return await runImport(deps, source, options, call)
      } finally {
        running.delete(options.layer)
      }
    },
    async inspect(source, options, call) {
      if (inspecting >= most) throw new ZongtuError('busy', `${inspecting} files are being inspected; try again later`)
      inspecting++
      try {
        return await inspectSource(source, options, deps.live, call)
      } finally {
        inspecting--
      }
    },
  }
}
