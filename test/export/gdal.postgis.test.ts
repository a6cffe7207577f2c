import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Feature, FeatureCollection, Point } from 'geojson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../support/app.ts'
import { createClient } from '../support/client.ts'
import { getExport } from './client.ts'

const hasGdal = ['ogrinfo', 'ogr2ogr', 'gdaltransform'].every(tool => spawnSync(tool, ['--version']).status === 0)

describe.runIf(hasGdal)('GDAL, which shares no code with us (needs its programs)', () => {
  let app: RunningApp
  let folder: string
  beforeAll(async () => {
    app = await startApp({ city: 'S' })
    folder = mkdtempSync(join(tmpdir(), 'zt-'))
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true })
    await app.close()
  })

  async function exported(layer: string, query: Record<string, string>, extension: string): Promise<string> {
    const { status, bytes } = await getExport(app.url, layer, query)
    expect(status).toBe(200)
    const path = join(folder, `${layer}.${extension}`)
    writeFileSync(path, bytes)
    return path
  }

  describe.each([
    ['geojson', 'geojson', []],
    ['ndjson', 'geojsonl', []],
    ['csv', 'csv', ['-oo', 'X_POSSIBLE_NAMES=lon', '-oo', 'Y_POSSIBLE_NAMES=lat', '-oo', 'GEOM_POSSIBLE_NAMES=wkt']],
    ['geopackage', 'gpkg', []],
    ['flatgeobuf', 'fgb', []],
  ] as const)('reads %s', (format, extension, open) => {
    it.each(['building', 'road', 'camera', 'incident', 'grid', 'boundary'])(
      'of the layer %s, every feature, without a complaint',
      async layer => {
        const path = await exported(layer, { format }, extension)
        const { stdout, stderr, status } = spawnSync('ogrinfo', ['-so', '-al', ...open, path], { encoding: 'utf8' })
        expect([status, stderr]).toEqual([0, ''])
        const features = await createClient(app.url).all(layer)
        expect(stdout).toContain(`Feature Count: ${features.length}\n`)
        const args = ['-f', 'GeoJSON', '/vsistdout/', ...open, path, '-lco', 'COORDINATE_PRECISION=15']
        const read = JSON.parse(execFileSync('ogr2ogr', args, { encoding: 'utf8', maxBuffer: 2 ** 28 })) as FeatureCollection
        const places = (list: readonly Feature[]) => list.map(({ geometry }) => JSON.stringify(geometry)).sort()
        expect(places(read.features)).toEqual(places(features))
        const label = app.live.layer(layer).def.label ?? 'level'
        const labels = (list: readonly Feature[]) => list.map(({ properties }) => String(properties![label] ?? '')).sort()
        expect(labels(read.features)).toEqual(labels(features))
      },
    )
  })

  it('names the types of attributes and the coordinate system of a GeoPackage and a FlatGeobuf', async () => {
    for (const [format, extension] of [
      ['geopackage', 'gpkg'],
      ['flatgeobuf', 'fgb'],
    ] as const) {
      const text = (path: string) => execFileSync('ogrinfo', ['-so', '-al', path], { encoding: 'utf8' })
      const road = text(await exported('road', { format, crs: 'EPSG:4547' }, extension))
      expect(road).toMatch(/name: String.*\nclass: String.*\nlanes: Integer64.*\nbridge: Integer\(Boolean\)/)
      expect(road).toContain('ID["EPSG",4547]')
      const camera = text(await exported('camera', { format }, extension))
      expect(camera).toMatch(/Geometry: Point/)
      expect(camera).toMatch(/azimuth: Real/)
      expect(text(await exported('incident', { format }, extension))).toMatch(/time: DateTime/)
    }
  })

  it.each(['EPSG:4547', 'EPSG:32649', 'EPSG:3857', 'EPSG:4490'])('agrees about %s to a millimetre', async crs => {
    const { text } = await getExport(app.url, 'camera', { crs })
    const features = await createClient(app.url).all('camera')
    const input = features.map(({ geometry }) => (geometry as Point).coordinates.join(' ')).join('\n')
    const lines = execFileSync('gdaltransform', ['-s_srs', 'EPSG:4326', '-t_srs', crs, '-output_xy'], { input, encoding: 'utf8' })
      .trim()
      .split('\n')
    const ours = (JSON.parse(text) as FeatureCollection).features
    expect(ours).toHaveLength(lines.length)
    const tolerance = crs === 'EPSG:4490' ? 1e-8 : 1e-3
    const far = ours.filter(({ geometry }, i) => {
      const [x, y] = lines[i]!.split(' ').map(Number)
      const [ourX, ourY] = (geometry as Point).coordinates
      return !(Math.abs(ourX! - x!) < tolerance && Math.abs(ourY! - y!) < tolerance)
    })
    expect(far).toEqual([])
  })
})
