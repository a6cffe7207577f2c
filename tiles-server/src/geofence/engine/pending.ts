import { trackText } from './snapshot.ts'
import type { Track } from './track.ts'

/** Tracks as they are at one moment, written down bit by bit while the engine goes on: one that is about to change is written down before. */
export class Pending {
  /** Null: not yet written down, and still as it was. */
  readonly #texts = new Map<Track, string | null>()

  /** Throws while those of the last time are not all taken: what would be kept of them is from two moments. */
  begin(tracks: readonly Track[]): void {
    if (this.#texts.size > 0) throw new Error(`${this.#texts.size} tracks of the last snapshot are not taken yet`)
    for (const track of tracks) this.#texts.set(track, null)
  }

  /** To be called before a track changes. */
  save(track: Track): void {
    if (this.#texts.get(track) === null) this.#texts.set(track, trackText(track))
  }

  /** The texts by object, so many at a time. */
  *take(size: number): Generator<ReadonlyMap<string, string>> {
    while (this.#texts.size > 0) {
      const texts = new Map<string, string>()
      for (const [track, text] of this.#texts) {
        texts.set(track.state.object, text ?? trackText(track))
        this.#texts.delete(track)
        if (texts.size === size) break
      }
      yield texts
    }
  }
}
