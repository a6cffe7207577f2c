import { type Map as MapLibre, Marker } from 'maplibre-gl'
import type { TrackPlace } from '../state/track.ts'
import type { Datum } from './datum.ts'

const ARROW = 'M12 1.5 19.5 20 12 16 4.5 20Z'
const DOT = 'M12 5a7 7 0 1 1 0 14 7 7 0 1 1 0-14Z'

/**
 * The mark of what is played back: an arrow where it goes, a dot where it stands, hollow where nobody knows. It is no part of the style, for what is
 * drawn there goes through a worker and arrives frames later.
 */
export function createPlayhead(map: MapLibre, datum: () => Datum): (place: TrackPlace | null) => void {
  const element = document.createElement('div')
  element.innerHTML = `<svg class="zt-playhead" viewBox="0 0 24 24" aria-hidden="true"><path d="${DOT}"/></svg>`
  element.style.pointerEvents = 'none'
  const svg = element.firstElementChild as SVGElement
  const path = svg.firstElementChild as SVGPathElement
  const marker = new Marker({ element, rotationAlignment: 'map' })
  let isShown = false
  return place => {
    if (!place) {
      marker.remove()
      isShown = false
      return
    }
    path.setAttribute('d', place.heading === null ? DOT : ARROW)
    svg.classList.toggle('lost', place.isLost)
    marker.setLngLat(datum().toMap([place.lon, place.lat])).setRotation(place.heading ?? 0)
    if (!isShown) marker.addTo(map)
    isShown = true
  }
}
