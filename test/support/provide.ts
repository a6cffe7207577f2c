import type { TestProject } from 'vitest/node'
import { createSource, type StoreKind, type StoreSource } from './stores.ts'

declare module 'vitest' {
  interface ProvidedContext {
    source: StoreSource
  }
}

/** A project's global set-up: makes the source of its stores once; the answer removes it at the end. */
export const provideSource = (kind: StoreKind) => async (project: TestProject) => {
  const made = await createSource(kind)
  project.provide('source', made.source)
  return () => made.close()
}
