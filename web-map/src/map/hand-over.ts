import type { Interval } from '../state/span.ts'

/** What a hand-over does to the map. */
export interface HandOverSteps {
  /** Whether all tiles in view are there: of the window's source, or of those that show all times. */
  ready(of: 'window' | 'all'): boolean
  /** Adds the window's source and what draws it, above what draws all times. */
  add(window: Interval): void
  /** Takes both away. */
  remove(): void
  /** Lets the window's source show another window; what it shows stays until the new tiles are there. */
  move(window: Interval): void
  /** Hides or shows what draws all times. */
  alone(alone: boolean): void
  /** Tiles of this window are drawn, and nothing else of its layers is. */
  shown(window: Interval): void
}

/**
 * Leads the map from all times to a window, from one window to the next, and back, so that nothing blinks: what is drawn stays until what
 * replaces it is there. One window is loaded at a time; of those wished for meanwhile only the last one is.
 */
export function createHandOver(steps: HandOverSteps) {
  let wanted: Interval | null = null
  let applied: Interval | null = null
  let isAlone = false

  function towardsWindow(window: Interval): void {
    if (applied === null) {
      applied = window
      steps.add(window)
    } else if (steps.ready('window')) {
      if (!isAlone) {
        isAlone = true
        steps.alone(true)
      }
      if (same(window, applied)) {
        steps.shown(window)
      } else {
        applied = window
        steps.move(window)
      }
    }
  }

  function towardsAll(): void {
    if (applied === null) return
    if (isAlone) {
      isAlone = false
      steps.alone(false)
    } else if (steps.ready('all')) {
      applied = null
      steps.remove()
    }
  }

  return {
    set(window: Interval | null): void {
      wanted = window
    },
    /** One step towards what is wanted, if one can be taken: to be called after each frame. */
    advance(): void {
      if (wanted) towardsWindow(wanted)
      else towardsAll()
    },
    /** The window whose tiles are drawn or loaded; null = none. */
    get applied(): Interval | null {
      return applied
    },
    get isAlone(): boolean {
      return isAlone
    },
  }
}

const same = (a: Interval, b: Interval): boolean => a.from === b.from && a.to === b.to
