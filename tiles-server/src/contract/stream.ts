/** West, south, east, north in degrees. */
export type BboxOutput = readonly [number, number, number, number]

export type ChangeOp = 'create' | 'update' | 'delete' | 'all'

/** A committed write, as `/api/stream` tells it. `op: 'all'` means the whole layer was replaced; it has no id. */
export interface ChangeEvent {
  readonly seq: number
  readonly layer: string
  readonly op: ChangeOp
  readonly id: string | null
  readonly bbox: BboxOutput | null
}

/** Which tiles of a layer are no longer what they were. */
export type TilesEvent =
  | {
      readonly seq: number
      readonly layer: string
      readonly bbox: BboxOutput
      readonly tiles: readonly (readonly [z: number, x: number, y: number])[]
    }
  | { readonly seq: number; readonly layer: string; readonly all: true }
