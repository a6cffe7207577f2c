import type { Map as MapLibre } from 'maplibre-gl'
import type { LonLat, Shape } from '../../state/shape.ts'
import type { Datum } from '../datum.ts'
import { dragged, type Handle, handlesOf } from './handles.ts'

/** A finger needs more room than a mouse. */
const REACH_PX = { mouse: 9, touch: 20 } as const

export interface EditOptions {
  readonly map: MapLibre
  readonly datum: () => Datum
  /** The shape whose handles are out; null = none. */
  readonly shape: () => Shape | null
  /** While dragging, and `done` at its end. */
  readonly changed: (shape: Shape, done: boolean) => void
}

/** Lets the handles of the shape be dragged with mouse, pen or finger. Escape puts back what was taken. */
export function editByHandles({ map, datum, shape, changed }: EditOptions) {
  const canvas = map.getCanvas()
  let taken: { shape: Shape; handle: Handle; pointer: number } | null = null
  let latest: Shape | null = null
  let over = false

  const positionOf = (event: PointerEvent): LonLat => {
    const { left, top } = canvas.getBoundingClientRect()
    return datum().toWorld(map.unproject([event.clientX - left, event.clientY - top]).toArray())
  }
  /** The nearest handle within reach; where two lie together the one that is more. */
  function handleAt(event: PointerEvent): Handle | undefined {
    const now = shape()
    if (!now) return undefined
    const { left, top } = canvas.getBoundingClientRect()
    const reach = event.pointerType === 'touch' ? REACH_PX.touch : REACH_PX.mouse
    return handlesOf(now)
      .map(handle => {
        const { x, y } = map.project(datum().toMap(handle.at))
        return { handle, away: Math.hypot(x - event.clientX + left, y - event.clientY + top) }
      })
      .filter(({ away }) => away <= reach)
      .sort((a, b) => a.away - b.away)[0]?.handle
  }

  function end(event: Event | null): void {
    if (!taken) return
    const { pointer } = taken
    taken = null
    map.dragPan.enable()
    if (canvas.hasPointerCapture(pointer)) canvas.releasePointerCapture(pointer)
    if (latest && event) changed(latest, true)
    latest = null
  }
  canvas.addEventListener('pointerdown', event => {
    const now = shape()
    const handle = event.isPrimary && event.button === 0 ? handleAt(event) : undefined
    if (!now || !handle) return
    taken = { shape: now, handle, pointer: event.pointerId }
    map.dragPan.disable()
    canvas.setPointerCapture(event.pointerId)
  })
  canvas.addEventListener('pointermove', event => {
    if (taken) {
      latest = dragged(taken.shape, taken.handle, positionOf(event))
      changed(latest, false)
    } else over = event.buttons === 0 && handleAt(event) !== undefined
  })
  canvas.addEventListener('pointerup', end)
  canvas.addEventListener('pointercancel', end)
  addEventListener(
    'keydown',
    event => {
      if (!taken || event.key !== 'Escape') return
      event.stopImmediatePropagation()
      changed(taken.shape, false)
      end(null)
    },
    { capture: true },
  )
  return { isTaken: () => taken !== null, isOver: () => over }
}
