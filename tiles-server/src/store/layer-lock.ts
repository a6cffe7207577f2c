import type { WriteTransaction } from './types.ts'

/** First key of the advisory locks of single layers; the second is a hash of the layer's id. */
const LAYER_LOCK = 7_305_004

/**
 * Until the transaction ends: writers of single rows share a layer, what replaces many of its rows has it alone. So the images an import takes of
 * rows are of the very rows it overwrites. Taken before any row is locked.
 */
export async function lockLayer({ trx }: WriteTransaction, layer: string, hold: 'shared' | 'alone'): Promise<void> {
  await trx.raw(`select pg_advisory_xact_lock${hold === 'shared' ? '_shared' : ''}(?, hashtext(?))`, [LAYER_LOCK, layer])
}
