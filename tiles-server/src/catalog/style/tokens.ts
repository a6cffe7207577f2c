/** The two colour schemes: dark for the command centre, light for the office. Both fill the same table. */
export type Scheme = 'dark' | 'light'

export interface Tokens {
  readonly land: string
  readonly water: string
  readonly waterLine: string
  readonly park: string
  readonly square: string
  readonly forest: string
  readonly farmland: string
  readonly block: string
  readonly building: string
  readonly buildingTall: string
  readonly buildingLine: string
  /** Road surface by class, finest to widest. */
  readonly path: string
  readonly local: string
  readonly collector: string
  readonly arterial: string
  readonly expressway: string
  readonly roadCasing: string
  readonly expresswayCasing: string
  readonly roadText: string
  readonly waterText: string
  readonly parkText: string
  /** The one hue of the boundary system. */
  readonly boundary: string
  readonly boundaryGlow: string
  readonly unitText: string
  readonly text: string
  readonly halo: string
  readonly cluster: string
  readonly clusterLine: string
  readonly clusterText: string
  /** Clusters that hold something not yet closed. */
  readonly hot: string
  readonly hotLine: string
  readonly hotText: string
  readonly quiet: string
  readonly alarm: string
  /** Classes of a choropleth, lowest first: even steps of lightness, told apart by all common kinds of colour vision; and what is not known. */
  readonly classes: readonly [string, string, string, string, string]
  readonly unknown: string
}

export const TOKENS: Readonly<Record<Scheme, Tokens>> = {
  dark: {
    land: '#131922',
    water: '#0b2740',
    waterLine: '#123a5c',
    park: '#14261f',
    square: '#1b222b',
    forest: '#12281f',
    farmland: '#161d20',
    block: '#1d2530',
    building: '#222c39',
    buildingTall: '#435268',
    buildingLine: '#313e50',
    path: '#27313e',
    local: '#2d3847',
    collector: '#394658',
    arterial: '#4a5a70',
    expressway: '#6e7d95',
    roadCasing: '#0c1016',
    expresswayCasing: '#0a0e14',
    roadText: '#93a1b5',
    waterText: '#5d93c4',
    parkText: '#5f9a7d',
    boundary: '#9d9bf5',
    boundaryGlow: '#7f7cf0',
    unitText: '#cfceff',
    text: '#d8dfe9',
    halo: '#0d1218',
    cluster: '#1d2736',
    clusterLine: '#4d5f78',
    clusterText: '#b7c4d6',
    hot: '#3d2a22',
    hotLine: '#f2955e',
    hotText: '#ffe9dc',
    quiet: '#6c7889',
    alarm: '#ff5d5d',
    classes: ['#1b3155', '#3a5173', '#6b7a80', '#a9a36d', '#f2d84b'],
    unknown: '#262c35',
  },
  light: {
    land: '#f5f4f0',
    water: '#b4d6ee',
    waterLine: '#94c2e2',
    park: '#d3e8cb',
    square: '#ebe9e2',
    forest: '#cbe2c2',
    farmland: '#eeefdf',
    block: '#ecebe6',
    building: '#e5e2da',
    buildingTall: '#c9c4b8',
    buildingLine: '#d3cec3',
    path: '#fbfaf7',
    local: '#ffffff',
    collector: '#ffffff',
    arterial: '#fff6dc',
    expressway: '#fbd98f',
    roadCasing: '#d9d5cb',
    expresswayCasing: '#d9ab4c',
    roadText: '#5d6470',
    waterText: '#3a78a8',
    parkText: '#4a7d4c',
    boundary: '#5a55c8',
    boundaryGlow: '#7a76dc',
    unitText: '#3d3899',
    text: '#2b313b',
    halo: '#ffffff',
    cluster: '#ffffff',
    clusterLine: '#a3aebd',
    clusterText: '#4a5565',
    hot: '#fff1e8',
    hotLine: '#c8480f',
    hotText: '#7c2808',
    quiet: '#8b93a1',
    alarm: '#d92d2d',
    classes: ['#f3e7a2', '#c3c48f', '#8ba08c', '#547a8a', '#1f4f80'],
    unknown: '#dcdad5',
  },
}

/** Mixes two #rrggbb colours: 0 gives `a`, 1 gives `b`. */
export function mix(a: string, b: string, share: number): string {
  const channel = (i: number): string => {
    const from = Number.parseInt(a.slice(i, i + 2), 16)
    const to = Number.parseInt(b.slice(i, i + 2), 16)
    return Math.round(from + (to - from) * share)
      .toString(16)
      .padStart(2, '0')
  }
  return `#${channel(1)}${channel(3)}${channel(5)}`
}

/** A catalog colour as it is drawn: on dark ground it is lifted towards white so that it keeps its contrast. */
export const onScheme = (color: string, scheme: Scheme): string => (scheme === 'dark' ? mix(color, '#ffffff', 0.28) : color)
