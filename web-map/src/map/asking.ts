import type { Map as MapLibre, MapTouchEvent } from 'maplibre-gl'

const LONG_PRESS_MS = 500
/** A finger is never quite still. */
const STILL_PX = 10
/** Phones send a `contextmenu` of their own after a long press. */
const ECHO_MS = 1200

/**
 * Tells where the map was asked "what is here": by the right button, by a long press that does not move, or by Enter or the menu key on the
 * focused map, which ask at its centre. Positions as the map draws them. `isBusy`: the map is in use for something else.
 */
export function listenForAsking(map: MapLibre, isBusy: () => boolean, asked: (at: [number, number]) => void): void {
  const canvas = map.getCanvas()
  let pressed: { x: number; y: number; timer: ReturnType<typeof setTimeout> } | null = null
  let touchedAt = Number.NEGATIVE_INFINITY
  let answered = false

  const release = (): void => {
    clearTimeout(pressed?.timer)
    pressed = null
  }
  map.on('contextmenu', event => {
    event.preventDefault()
    if (!isBusy() && performance.now() - touchedAt > ECHO_MS) asked(event.lngLat.toArray())
  })
  map.on('touchstart', (event: MapTouchEvent) => {
    release()
    touchedAt = performance.now()
    answered = false
    if (event.points.length !== 1 || isBusy()) return
    const { point, lngLat } = event
    const timer = setTimeout(() => {
      pressed = null
      if (isBusy()) return
      answered = true
      asked(lngLat.toArray())
    }, LONG_PRESS_MS)
    pressed = { x: point.x, y: point.y, timer }
  })
  map.on('touchmove', event => {
    touchedAt = performance.now()
    if (pressed && Math.hypot(event.point.x - pressed.x, event.point.y - pressed.y) > STILL_PX) release()
  })
  for (const kind of ['touchend', 'touchcancel'] as const) {
    map.on(kind, event => {
      touchedAt = performance.now()
      release()
      // The answer is on screen: the click that would follow is not meant.
      if (answered && event.originalEvent.cancelable) event.originalEvent.preventDefault()
    })
  }
  canvas.addEventListener('contextmenu', event => event.preventDefault())
  canvas.addEventListener('keydown', event => {
    const wants = event.key === 'Enter' || event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)
    if (!wants || event.repeat || isBusy()) return
    event.preventDefault()
    asked(map.getCenter().toArray())
  })
}
