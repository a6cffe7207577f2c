import { computed, watch } from 'vue'
import { useArea } from './area.ts'
import { useHere } from './here.ts'
import { useMapState } from './map.ts'
import { usePage } from './page.ts'
import { usePlayback } from './playback.ts'
import { useSettings } from './settings.ts'
import { formatShape } from './shape.ts'
import { useTime } from './time.ts'
import { formatHash, type Page, parseHash, type UrlState } from './url.ts'
import { useWatch } from './watch.ts'

const WRITE_AFTER_MS = 150

/** Keeps the address and the state of the page the same: reads the hash now and when it is edited, writes it when something changed. */
export function keepLink(): void {
  const map = useMapState()
  const settings = useSettings()
  const page = usePage()
  const time = useTime()
  const here = useHere()
  const area = useArea()
  const watched = useWatch()
  const playback = usePlayback()
  const state = useUrlState()
  /** The address as last read or written here. */
  let known = location.hash
  let timer: ReturnType<typeof setTimeout> | undefined

  const read = (): void => {
    clearTimeout(timer)
    known = location.hash
    const link = parseHash(known)
    page.now = link.page
    if (link.lang) settings.lang = link.lang
    if (link.scheme) settings.choice = link.scheme
    if (link.view) map.view = link.view
    map.overrides = Object.fromEntries([...link.on.map(id => [id, true] as const), ...link.off.map(id => [id, false] as const)])
    map.list = link.list
    if (link.time?.span !== time.window?.span || link.time?.from !== time.window?.from) time.window = link.time
    here.ask(link.asked.here)
    here.hours = link.asked.hours
    area.layers = link.asked.layers
    area.narrowing = link.asked.narrowing
    area.whole = link.asked.whole
    const { shape } = link.asked
    if ((shape && formatShape(shape)) !== (area.shape && formatShape(area.shape))) {
      if (shape) area.set(shape)
      else area.close()
    }
    if (link.watched) watched.open(link.watched.panel, link.watched.id)
    else watched.close()
    if (JSON.stringify(link.playing) !== JSON.stringify(playback.now)) playback.follow(link.playing, link.view !== null)
    const same = link.selection?.id === map.selection?.id && link.selection?.layer === map.selection?.layer
    if (!same) map.select(link.selection ? [{ ...link.selection, at: null }] : [])
  }
  read()
  watch(state, next => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      // Somebody just set another address: `hashchange` is on its way, and what they wish is not to be written over.
      if (location.hash !== known) return
      const hash = formatHash(next)
      // Replaced: panning must not bury the page one came from. Playback takes the map over, and the way back leads out of it. Neither raises `hashchange`.
      const isOpening = next.playing !== null && parseHash(known).playing === null
      if (hash !== known) history[isOpening ? 'pushState' : 'replaceState'](history.state, '', hash)
      known = location.hash
    }, WRITE_AFTER_MS)
  })
  addEventListener('hashchange', read)
}

/** What the address should say now. */
function useUrlState() {
  const map = useMapState()
  const settings = useSettings()
  const page = usePage()
  const time = useTime()
  const here = useHere()
  const area = useArea()
  const watched = useWatch()
  const playback = usePlayback()
  return (): UrlState => {
    const entries = Object.entries(map.overrides)
    const chosen = (shown: boolean): string[] => entries.filter(([, value]) => value === shown).map(([id]) => id)
    const selection = map.selection ? { layer: map.selection.layer, id: map.selection.id } : null
    return {
      page: page.now,
      view: map.view,
      on: chosen(true),
      off: chosen(false),
      selection,
      list: map.list,
      time: time.window,
      asked: {
        here: here.at,
        hours: here.hours,
        shape: area.shape,
        layers: area.layers,
        narrowing: area.narrowing,
        whole: area.whole,
      },
      watched: watched.panel && { panel: watched.panel, id: watched.id },
      playing: playback.now,
      lang: settings.lang,
      scheme: settings.choice,
    }
  }
}

/** Addresses of the workspaces; the map's state travels with them, so that coming back finds it as it was. */
export function useHref() {
  const state = useUrlState()
  const here = computed(state)
  return (page: Page): string => formatHash({ ...here.value, page }) || '#'
}
