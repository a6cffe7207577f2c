import { defineStore } from 'pinia'
import { computed, reactive, ref, shallowRef } from 'vue'
import { ApiError } from '../../api/client.ts'
import { removeDataset, revertDataset } from '../../api/datasets.ts'
import { type ImportReport, type Inspection, inspect, runImport } from '../../api/imports.ts'
import { dropUpload, type Upload, uploadFile } from '../../api/upload.ts'
import { type Choices, emptyChoices, importParams, readAs, suggestedId, titleOf } from './choices.ts'
import { groupsOf } from './problems.ts'

export type Work = 'upload' | 'inspect' | 'check' | 'import' | 'undo'

/** What is under way; `share` (0 to 1) where it is known, `rows` where rows are counted. */
export interface Progress {
  readonly work: Work
  readonly stage: string
  readonly share: number | null
  readonly rows: number
}

interface Held {
  readonly file: File
  readonly upload: Upload
}

/**
 * One import from the file to its result. It outlives the page, so that a look at the map loses nothing; whatever fails, the choices stay. A file
 * the server let go of in the meantime is sent again by itself.
 */
export const useImport = defineStore('import', () => {
  const held = shallowRef<Held | null>(null)
  const table = shallowRef<(Held & { columns: readonly string[] }) | null>(null)
  const choices = reactive<Choices>(emptyChoices())
  const inspection = shallowRef<Inspection | null>(null)
  const progress = shallowRef<Progress | null>(null)
  const problem = shallowRef<ApiError | null>(null)
  /** The newest check, and the parameters it was made with. */
  const checked = shallowRef<{ report: ImportReport; params: string } | null>(null)
  const result = shallowRef<ImportReport | null>(null)
  const undone = ref(false)
  const chosen = ref<number | null>(null)
  let cancelling = new AbortController()

  const columns = computed(() => inspection.value?.columns ?? [])
  const params = (dry: boolean): URLSearchParams => {
    const names = columns.value.map(column => column.name)
    const all = importParams(choices, held.value?.upload.upload ?? '', table.value?.upload.upload ?? null, names)
    if (dry) all.set('dry', 'true')
    return all
  }
  /** What a check is for: the choices, whatever tokens the files have now. */
  const asked = computed(() => {
    const all = params(true)
    all.delete('upload')
    if (all.has('join')) all.set('join', table.value?.file.name ?? '')
    return all.toString()
  })
  const isCurrent = computed(() => checked.value !== null && checked.value.params === asked.value)
  const report = computed(() => result.value ?? checked.value?.report ?? null)
  const groups = computed(() => (report.value ? groupsOf(report.value, inspection.value?.sample?.features ?? []) : []))

  /** Runs one thing at a time; what it throws is shown, being cancelled is not. */
  async function work<T>(name: Work, run: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    cancelling.abort()
    cancelling = new AbortController()
    const { signal } = cancelling
    problem.value = null
    progress.value = { work: name, stage: name === 'upload' ? 'uploading' : 'starting', share: null, rows: 0 }
    try {
      return await run(signal)
    } catch (error) {
      if (signal.aborted) return undefined
      problem.value = error instanceof ApiError ? error : new ApiError(0, 'internal', String(error))
      return undefined
    } finally {
      if (cancelling.signal === signal) progress.value = null
    }
  }
  const step = (name: Work) => (line: { stage: string; rows?: number }) => {
    const total = inspection.value?.rows
    const rows = line.rows ?? 0
    progress.value = { work: name, stage: line.stage, rows, share: total && line.stage !== 'reading' ? Math.min(1, rows / total) : null }
  }
  const send = (file: File, signal: AbortSignal): Promise<Upload> =>
    uploadFile(file, share => (progress.value = { work: 'upload', stage: 'uploading', share, rows: 0 }), signal)

  /** Tries again with the files sent anew when the server no longer has them. */
  async function withFiles<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T> {
    try {
      return await run()
    } catch (error) {
      if (!(error instanceof ApiError) || !isLost(error) || !held.value) throw error
      held.value = { file: held.value.file, upload: await send(held.value.file, signal) }
      if (table.value) table.value = { ...table.value, upload: await send(table.value.file, signal) }
      return run()
    }
  }

  async function look(signal: AbortSignal): Promise<void> {
    const as = () => readAs(choices, held.value!.upload.upload, table.value?.upload.upload ?? null)
    const found = await withFiles(signal, () => inspect(as(), step('inspect'), signal))
    inspection.value = found
    if (found.crs && choices.crs === '' && !choices.swap) choices.ownCrs = found.crs.name
    if (found.ids && choices.id !== '' && !found.columns?.some(column => column.name === choices.id)) choices.id = suggestedId(found.ids)
  }

  /** Takes a file: everything chosen before was about another one. */
  async function open(file: File): Promise<void> {
    reset()
    await work('upload', async signal => {
      const upload = await send(file, signal)
      held.value = { file, upload }
      choices.title = titleOf(file.name)
      await look(signal)
      choices.id = suggestedId(inspection.value?.ids ?? [])
    })
  }

  /** Looks at the file again after a choice of how to read it. */
  const reinspect = (): Promise<void> => work('inspect', look)

  async function openTable(file: File): Promise<void> {
    await work('upload', async signal => {
      const upload = await send(file, signal)
      const found = await inspect({ upload: upload.upload }, step('inspect'), signal)
        .then(seen => seen.columns?.map(column => column.name) ?? [])
        .catch(columnsOf)
      table.value = { file, upload, columns: found }
      const own = columns.value.map(column => column.name)
      choices.joinLeft = own.find(name => table.value?.columns.includes(name)) ?? ''
      choices.joinRight = choices.joinLeft
      if (choices.joinLeft !== '') await look(signal)
    })
  }
  function dropTable(): Promise<void> {
    if (table.value) void dropUpload(table.value.upload.upload)
    table.value = null
    choices.joinLeft = ''
    choices.joinRight = ''
    return reinspect()
  }

  async function check(): Promise<void> {
    await work('check', async signal => {
      const made = asked.value
      const found = await withFiles(signal, () => runImport(params(true), step('check'), signal))
      checked.value = { report: found, params: made }
      chosen.value = null
    })
  }
  async function run(): Promise<void> {
    await work('import', async signal => {
      const found = await withFiles(signal, () => runImport(params(false), step('import'), signal))
      chosen.value = null
      if (found.committed) result.value = found
      // Something changed between the check and the import: this is the newer check.
      else checked.value = { report: found, params: asked.value }
    })
  }
  async function undo(force = false): Promise<void> {
    const done = result.value
    if (done === null || done.version === null) return
    await work('undo', async () => {
      await revertDataset(done.layer, done.version! - 1, force)
      // A layer that came with the import goes with it; nothing would be left but its name.
      if (done.created) await removeDataset(done.layer)
      undone.value = true
    })
  }

  function cancel(): void {
    cancelling.abort()
    progress.value = null
  }
  function reset(): void {
    cancel()
    for (const file of [held.value, table.value]) if (file) void dropUpload(file.upload.upload)
    held.value = null
    table.value = null
    inspection.value = null
    problem.value = null
    checked.value = null
    result.value = null
    undone.value = false
    chosen.value = null
    Object.assign(choices, emptyChoices())
  }
  /** Back to the choices of an import that was undone, or to another one of the same file. */
  function again(): void {
    result.value = null
    undone.value = false
    checked.value = null
    chosen.value = null
  }

  return {
    ...{ held, table, choices, inspection, progress, problem, checked, result, undone, chosen, columns, isCurrent, report, groups },
    ...{ open, reinspect, openTable, dropTable, check, run, undo, cancel, reset, again },
  }
})

const isLost = ({ extra }: ApiError): boolean => extra.rule === 'upload'

/** A table without positions is none to import, but one to join: its refusal names its columns. */
function columnsOf(error: unknown): string[] {
  const columns = error instanceof ApiError ? error.extra.columns : undefined
  if (!Array.isArray(columns)) throw error
  return columns.map(String)
}
