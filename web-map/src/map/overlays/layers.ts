import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import { backtestLayers } from './backtest-layers.ts'
import { trackLayers } from './track-layers.ts'
import { watchLayers } from './watch-layers.ts'

/** Colours of what is asked and answered. The three answers about cameras differ in line and brightness too, for eyes that see no hue. */
const COLOURS = {
  light: { area: '#514cc0', pointed: '#c2410c', now: '#0b7a5c', turn: '#0a6ea8', blocked: '#b3261e', ring: '#ffffff' },
  dark: { area: '#a6a3ff', pointed: '#ffd166', now: '#2fc79a', turn: '#5cb8ec', blocked: '#ff8080', ring: '#0d1218' },
} as const

const is = (...roles: string[]): ExpressionSpecification => ['in', ['get', 'role'], ['literal', roles]]
const LINE = { 'line-join': 'round', 'line-cap': 'round' } as const

/** As wide on the ground at every zoom: `width0` is the width in pixels at zoom 0. */
const ON_GROUND: ExpressionSpecification = [
  'interpolate',
  ['exponential', 2],
  ['zoom'],
  0,
  ['get', 'width0'],
  24,
  ['*', ['get', 'width0'], 2 ** 24],
]

/** The layers of the overlays, by roles; `ground` lies below the style's symbols, `top` above everything. */
export function overlayLayers(dark: boolean): { ground: LayerSpecification[]; top: LayerSpecification[] } {
  const colours = COLOURS[dark ? 'dark' : 'light']
  const watched = watchLayers(dark)
  const track = trackLayers(dark, watched.severity)
  return {
    ground: [...areaGround(colours), ...watched.ground, ...hereGround(colours), ...track.ground],
    top: [...areaTop(colours), ...hereTop(colours), ...track.top, ...backtestLayers(dark), ...watched.top],
  }
}

type Colours = (typeof COLOURS)[keyof typeof COLOURS]

const areaGround = ({ area }: Colours): LayerSpecification[] => [
  {
    id: 'area-fill',
    type: 'fill',
    source: 'over:area',
    filter: ['all', is('shape', 'sketch'), ['==', ['geometry-type'], 'Polygon']],
    paint: { 'fill-color': area, 'fill-opacity': 0.1 },
  },
  {
    id: 'area-corridor',
    type: 'line',
    source: 'over:area',
    filter: is('corridor'),
    layout: LINE,
    paint: { 'line-color': area, 'line-opacity': 0.18, 'line-width': ON_GROUND },
  },
  {
    id: 'area-line',
    type: 'line',
    source: 'over:area',
    filter: is('shape'),
    layout: LINE,
    paint: { 'line-color': area, 'line-width': 2.2 },
  },
  {
    id: 'area-sketch',
    type: 'line',
    source: 'over:area',
    filter: is('sketch', 'spoke'),
    layout: LINE,
    paint: { 'line-color': area, 'line-width': 2, 'line-dasharray': [2, 2] },
  },
  {
    id: 'results-area',
    type: 'line',
    source: 'over:results',
    filter: ['!=', ['geometry-type'], 'Point'],
    layout: LINE,
    paint: { 'line-color': area, 'line-width': 1.8, 'line-opacity': 0.6 },
  },
]

const hereGround = ({ now, turn, blocked, pointed }: Colours): LayerSpecification[] => [
  {
    id: 'here-sector',
    type: 'fill',
    source: 'over:here',
    filter: is('sector-now', 'blocker'),
    paint: {
      'fill-color': ['match', ['get', 'role'], 'blocker', blocked, now],
      'fill-opacity': ['match', ['get', 'role'], 'blocker', 0.34, 0.16],
    },
  },
  {
    id: 'here-line',
    type: 'line',
    source: 'over:here',
    filter: is('sector-now', 'sight-now', 'sight-blocked', 'blocker'),
    layout: LINE,
    paint: {
      'line-color': ['match', ['get', 'role'], ['blocker', 'sight-blocked'], blocked, now],
      'line-width': ['match', ['get', 'role'], 'sector-now', 1, 2],
    },
  },
  {
    id: 'here-dashed',
    type: 'line',
    source: 'over:here',
    filter: is('sector-turn', 'sight-turn', 'sight-lost', 'sector-blocked'),
    layout: { 'line-join': 'round' },
    paint: {
      'line-color': ['match', ['get', 'role'], ['sight-lost', 'sector-blocked'], blocked, turn],
      'line-width': ['match', ['get', 'role'], ['sector-turn', 'sector-blocked'], 1, 1.8],
      'line-opacity': ['match', ['get', 'role'], 'sector-turn', 0.55, 1],
      'line-dasharray': [2.5, 2.5],
    },
  },
  {
    id: 'pointed-line',
    type: 'line',
    source: 'over:pointed',
    filter: ['!=', ['geometry-type'], 'Point'],
    layout: LINE,
    paint: { 'line-color': pointed, 'line-width': 4 },
  },
]

const areaTop = ({ area, ring }: Colours): LayerSpecification[] => [
  {
    id: 'results-point',
    type: 'circle',
    source: 'over:results',
    filter: ['==', ['geometry-type'], 'Point'],
    paint: {
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 10, 3, 14, 5, 17, 12],
      'circle-color': area,
      'circle-opacity': ['interpolate', ['linear'], ['zoom'], 12, 0.5, 15, 0.12],
      'circle-stroke-color': area,
      'circle-stroke-width': 1.6,
    },
  },
  {
    id: 'area-handle',
    type: 'circle',
    source: 'over:area',
    filter: is('handle', 'middle'),
    paint: {
      'circle-radius': ['match', ['get', 'role'], 'middle', 4, 6],
      'circle-color': ['match', ['get', 'role'], 'middle', area, ring],
      'circle-opacity': ['match', ['get', 'role'], 'middle', 0.55, 1],
      'circle-stroke-color': ['match', ['get', 'role'], 'middle', ring, area],
      'circle-stroke-width': ['match', ['get', 'role'], 'middle', 1, 2.4],
    },
  },
]

const hereTop = ({ now, turn, blocked, pointed, ring }: Colours): LayerSpecification[] => [
  {
    id: 'here-camera',
    type: 'circle',
    source: 'over:here',
    filter: is('camera-now', 'camera-turn', 'camera-blocked'),
    paint: {
      'circle-radius': 9,
      'circle-color': ring,
      'circle-opacity': 0,
      'circle-stroke-color': ['match', ['get', 'role'], 'camera-now', now, 'camera-turn', turn, blocked],
      'circle-stroke-width': 2.2,
    },
  },
  {
    id: 'here-cross',
    type: 'circle',
    source: 'over:here',
    filter: is('cross'),
    paint: { 'circle-radius': 5, 'circle-color': blocked, 'circle-stroke-color': ring, 'circle-stroke-width': 2 },
  },
  {
    id: 'here-pin-halo',
    type: 'circle',
    source: 'over:here',
    filter: is('pin'),
    paint: { 'circle-radius': 15, 'circle-color': pointed, 'circle-opacity': 0.2 },
  },
  {
    id: 'here-pin',
    type: 'circle',
    source: 'over:here',
    filter: is('pin'),
    paint: { 'circle-radius': 6, 'circle-color': pointed, 'circle-stroke-color': ring, 'circle-stroke-width': 2.5 },
  },
  {
    id: 'pointed-point',
    type: 'circle',
    source: 'over:pointed',
    filter: ['==', ['geometry-type'], 'Point'],
    paint: { 'circle-radius': 15, 'circle-opacity': 0, 'circle-stroke-color': pointed, 'circle-stroke-width': 3 },
  },
]
