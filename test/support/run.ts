import { inject } from 'vitest'
import { freshStore, type StoreKind, type TestStore } from './stores.ts'

/** The store this run is for. */
export const storeKind = (): StoreKind => inject('source').kind

/** A store of one's own, empty and migrated, of the kind this run is for. The caller removes it. */
export const openTestStore = (): Promise<TestStore> => freshStore(inject('source'))
