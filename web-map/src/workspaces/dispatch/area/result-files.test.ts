import { expect, it } from 'vitest'
import type { FoundFeature } from '../../../../../tiles-server/src/contract/index.ts'
import { csvOf, geojsonOf } from './result-files.ts'

const hits: FoundFeature[] = [
  {
    type: 'Feature',
    layer: 'incident',
    id: 'a,1',
    version: 1,
    geometry: { type: 'Point', coordinates: [113.2, 33.1] },
    properties: { title: '=SUM("x")', distance_m: 12.5, address: 'two\nlines' },
  },
  {
    type: 'Feature',
    layer: 'zone',
    id: 'z',
    version: 1,
    geometry: {
      type: 'LineString',
      coordinates: [
        [1, 2],
        [3, 4],
      ],
    },
    properties: { layer: 'x', open: true, note: null },
  },
]

it('CSV has a column for whatever there is, and no formula', () => {
  expect(csvOf(hits)).toBe(
    '\u{feff}layer,id,lon,lat,geometry,title,distance_m,address,open,note\r\n' +
      'incident,"a,1",113.2,33.1,,"\'=SUM(""x"")",12.5,"two\nlines",,\r\n' +
      'zone,z,,,"{""type"":""LineString"",""coordinates"":[[1,2],[3,4]]}",,,,true,\r\n',
  )
  expect(csvOf([])).toBe('\u{feff}layer,id,lon,lat,geometry\r\n')
})

it('GeoJSON keeps everything and says the layer', () => {
  const { features } = JSON.parse(geojsonOf(hits)) as { features: { id: string; properties: object }[] }
  expect(features[0]).toEqual({
    type: 'Feature',
    id: 'a,1',
    geometry: hits[0]!.geometry,
    properties: { layer: 'incident', ...hits[0]!.properties },
  })
})
