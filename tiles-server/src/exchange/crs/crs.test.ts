import fc from 'fast-check'
import gcoord from 'gcoord'
import { describe, expect, it } from 'vitest'
import { convertGeometry, convertGeometryFrom, describeCrs, resolveCrs } from './crs.ts'

const at = (name: string, x: number, y: number): [number, number] => {
  const crs = resolveCrs(name)
  const { coordinates } = convertGeometry({ type: 'Point', coordinates: [x, y] }, crs) as { coordinates: [number, number] }
  return coordinates
}

const STATE_PLANE =
  'PROJCS["NAD_1983_StatePlane_California_III_FIPS_0403_Feet",GEOGCS["GCS_North_American_1983",DATUM["D_North_American_1983",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",6561666.666666666],PARAMETER["False_Northing",1640416.666666667],PARAMETER["Central_Meridian",-120.5],PARAMETER["Standard_Parallel_1",37.06666666666667],PARAMETER["Standard_Parallel_2",38.43333333333333],PARAMETER["Latitude_Of_Origin",36.5],UNIT["Foot_US",0.3048006096012192]]'
const gauss = (name: string, meridian: number, geographic: string): string =>
  `PROJCS["${name}",${geographic},PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",${meridian}],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`
const CHINA_2000 =
  'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'

describe('resolveCrs', () => {
  // Ordnance Survey, "A guide to coordinate systems in Great Britain", annexe C: Caister water tower, in WGS 84 by OSTN15 52.65757 N 1.71792 E minus the datum shift.
  it('converts the British grid to a few metres', () => {
    const [lon, lat] = at('EPSG:27700', 651409.903, 313177.27)
    expect(Math.abs(lon - 1.716052) * 67_000).toBeLessThan(5)
    expect(Math.abs(lat - 52.657979) * 111_000).toBeLessThan(5)
  })

  it.each([
    ['EPSG:32631', 500000, 0, 3, 0],
    ['EPSG:32731', 500000, 10000000, 3, 0],
    ['EPSG:32650', 500000, 4427757.22, 117, 40],
    ['EPSG:4547', 500000, 0, 114, 0],
    ['EPSG:4526', 38500000, 0, 114, 0],
    ['EPSG:4513', 25500000, 0, 75, 0],
    ['EPSG:4533', 45500000, 0, 135, 0],
    ['EPSG:4534', 500000, 0, 75, 0],
    ['EPSG:4554', 500000, 0, 135, 0],
    ['EPSG:3857', 20037508.342789244, 0, 180, 0],
    ['EPSG:2154', 700000, 6600000, 3, 46.5],
    ['EPSG:4979', 114, 22, 114, 22],
    ['epsg:4490', 114, 22, 114, 22],
    ['urn:ogc:def:crs:OGC:1.3:CRS84', 114, 22, 114, 22],
    ['urn:ogc:def:crs:EPSG::4547', 500000, 0, 114, 0],
    ['urn:ogc:def:crs,crs:EPSG::4547,crs:EPSG::5701', 500000, 0, 114, 0],
    ['http://www.opengis.net/def/crs/EPSG/0/4326', 114, 22, 114, 22],
  ])('%s', (name, x, y, lon, lat) => {
    const [a, b] = at(name, x, y)
    expect(a).toBeCloseTo(lon, 6)
    expect(b).toBeCloseTo(lat, 6)
  })

  it.each(['EPSG:x', '27700', 'CRS27', '', 'gcj09', 'ESRI:102643'])('refuses %j and says what it knows', name => {
    expect(() => resolveCrs(name)).toThrow(/is not known; known are CRS84, EPSG codes/)
  })

  it.each([
    ['EPSG:5703', /NAVD88 height\) is a vertical system/],
    ['EPSG:4978', /is geocentric/],
    ['EPSG:5800', /local system that is not tied to the earth/],
    ['EPSG:999999', /EPSG:999999 is no coordinate system that is shipped/],
    ['EPSG:0', /is no coordinate system that is shipped/],
    ['EPSG:104905', /is no system of the earth/],
    ['EPSG:29701', /the projection "labrd" of EPSG:29701/],
    ['EPSG:2000', /the parameters of EPSG:2000/],
  ])('refuses %s with the reason', (name, reason) => {
    expect(() => resolveCrs(name)).toThrow(reason)
  })

  it('takes the horizontal part of a compound system, with its datum shift', () => {
    expect(at('EPSG:7405', 400000, 300000)).toEqual(at('EPSG:27700', 400000, 300000))
  })

  it.each([
    ['EPSG:4547', undefined],
    ['EPSG:32650', undefined],
    ['EPSG:3857', undefined],
    ['EPSG:2227', 'EPSG:2227 is taken as WGS 84 without a datum shift, good to about 4 m'],
    ['EPSG:31370', 'EPSG:31370 is converted by a Helmert transformation, good to about 1 m where EPSG made it for'],
    ['EPSG:27700', 'EPSG:27700 is converted by a Helmert transformation (EPSG:1314), good to about 5 m'],
    ['EPSG:7405', 'EPSG:7405 is converted by a Helmert transformation (EPSG:1314), good to about 5 m'],
    ['EPSG:2435', expect.stringMatching(/1 m in the Tarim basin and to tens of metres elsewhere/)],
    ['EPSG:102118', expect.stringMatching(/Helmert.*10 m in the United States/)],
    ['EPSG:2009', expect.stringMatching(/needs the grid CQ77NA83.GSB, which is not shipped: .* some hundred metres/)],
    ['EPSG:2383', expect.stringMatching(/the datum shift of EPSG:2383 is not known/)],
    ['EPSG:7844', expect.stringMatching(/is taken as WGS 84; the difference/)],
    ['gcj02', expect.stringMatching(/the official one is not public/)],
  ])('says how exact %s is', (name, accuracy) => {
    expect(resolveCrs(name).accuracy).toEqual(accuracy)
  })

  it('tells what a system is called', () => {
    expect(describeCrs('urn:ogc:def:crs:EPSG::4547')).toEqual({ name: 'EPSG:4547', title: 'CGCS2000 / 3-degree Gauss-Kruger CM 114E' })
    expect(describeCrs('Gcj-02').name).toBe('GCJ-02')
    expect(describeCrs('BD09LL').name).toBe('BD-09')
    expect(describeCrs(describeCrs('bd09').name).name).toBe('BD-09')
  })

  it('leaves what is no position for the check of the geometry', () => {
    for (const name of ['EPSG:3857', 'gcj02', 'EPSG:27700']) {
      const crs = resolveCrs(name)
      for (const geometry of [null, 5, {}, { coordinates: 'x' }, { coordinates: [['a', 1], null, [Number.NaN, 2]] }]) {
        expect(() => convertGeometry(geometry, crs)).not.toThrow()
      }
    }
  })

  // Mollweide (54009) never comes back from proj4 for huge numbers; the others cover projections with iterations.
  it.each([
    'EPSG:54009',
    'EPSG:3857',
    'EPSG:2056',
    'EPSG:5514',
    'EPSG:2193',
    'EPSG:27200',
    'EPSG:3035',
    'EPSG:26931',
    'EPSG:28191',
    'gcj02',
    'bd09',
  ])('%s neither throws nor hangs for any number', name => {
    const crs = resolveCrs(name)
    fc.assert(
      fc.property(fc.double(), fc.double(), (x, y) => {
        for (const position of [crs.toWgs84!([x, y]), crs.fromWgs84!([x, y])]) expect(position).toHaveLength(2)
      }),
      {
        examples: [
          [1e308, -1e308],
          [180, 90],
          [-180, -90],
          [0, 90],
          [1e9, 1e9],
        ],
      },
    )
  })

  it('goes back to where it came from', () => {
    const places: [string, number, number][] = [
      ['EPSG:27700', -2.7, 53.8],
      ['EPSG:2227', -122.4, 37.7],
      ['EPSG:4526', 114.1, 22.5],
      ['EPSG:2326', 114.1, 22.3],
      ['EPSG:4807', 2.3, 48.8],
      ['EPSG:2050', 20.8, -29.3],
    ]
    for (const [name, lon, lat] of places) {
      const crs = resolveCrs(name)
      const out = convertGeometryFrom({ type: 'Point', coordinates: [lon, lat] }, crs)
      const { coordinates } = convertGeometry(out, crs) as { coordinates: [number, number] }
      expect(Math.abs(coordinates[0] - lon)).toBeLessThan(1e-7)
      expect(Math.abs(coordinates[1] - lat)).toBeLessThan(1e-7)
    }
  })
})

describe('well-known text', () => {
  it.each([
    ['an EPSG code', STATE_PLANE.replace(/]$/, ',AUTHORITY["EPSG","2227"]]'), 'EPSG:2227'],
    ['ESRI: State Plane', STATE_PLANE, 'EPSG:2227'],
    ['ESRI: Gauss-Kruger', gauss('CGCS2000_3_Degree_GK_CM_114E', 114, CHINA_2000), 'EPSG:4547'],
    ['ESRI: geographic', CHINA_2000, 'EPSG:4490'],
    ['ESRI: Web Mercator', 'PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["x"]]', 'EPSG:3857'],
    ['a byte order mark', `\uFEFF${STATE_PLANE}\r\n`, 'EPSG:2227'],
    ['a compound', `COMPD_CS["both",${STATE_PLANE},VERT_CS["NAVD88"]]`, 'EPSG:2227'],
    ['version 2 with a code', 'PROJCRS["x",BASEGEOGCRS["y"],ID["EPSG",4547]]', 'EPSG:4547'],
  ])('%s', (_, text, name) => {
    expect(resolveCrs(text).name).toBe(name)
  })

  it('computes what is no shipped system from its own parameters', () => {
    const crs = resolveCrs(gauss('Shenzhen own', 114.05, CHINA_2000))
    expect(crs).toMatchObject({ name: 'Shenzhen own', projected: true })
    expect(crs.accuracy).toBeUndefined()
    expect(crs.toWgs84!([500000, 0])[0]).toBeCloseTo(114.05, 9)
    const [lon, lat] = resolveCrs('EPSG:4547').toWgs84!([505146.7, 2492000])
    const [x, y] = crs.fromWgs84!([lon, lat])
    expect(crs.toWgs84!([x, y])[0]).toBeCloseTo(lon, 9)
  })

  it('takes the datum shift of a shipped system on the same datum', () => {
    const bessel =
      'GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954",SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
    expect(resolveCrs(gauss('own', 114.05, bessel)).accuracy).toMatch(/Helmert/)
    expect(
      resolveCrs(gauss('own', 114.05, bessel.replace('Beijing_1954"', 'Nowhere"').replace('D_Beijing_1954', 'D_Nowhere'))).accuracy,
    ).toMatch(/is not known/)
  })

  it.each([
    [
      'geocentric',
      'GEOCCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]]]',
      /is no two-dimensional coordinate system of the earth/,
    ],
    ['vertical', 'VERT_CS["NAVD88"]', /is no two-dimensional/],
    ['local', 'LOCAL_CS["building site"]', /is no two-dimensional/],
    ['cut off', 'PROJCS["broken",GEOGCS["x"', /ends before its brackets close/],
    ['no WKT', 'PROJCS["broken",!]', /cannot be read at character/],
    ['deep', `PROJCS["deep"${',A["x"'.repeat(40)}`, /cannot be read at character/],
    ['long', `PROJCS["${'x'.repeat(30_000)}"]`, /20000 are allowed/],
    [
      'another projection',
      STATE_PLANE.replace('Lambert_Conformal_Conic', 'Goode_Homolosine'),
      /the projection Goode_Homolosine .* is not known/,
    ],
    ['no ellipsoid', STATE_PLANE.replace(/SPHEROID\[[^\]]*\]/, 'X["y"]'), /lacks an ellipsoid/],
    ['text for a number', STATE_PLANE.replace('36.5', '"north"'), /lacks numbers as parameters/],
    ['Mars', STATE_PLANE.replaceAll('6378137.0', '3396190'), /is no system of the earth/],
    ['version 2', 'PROJCRS["x",BASEGEOGCRS["y"]]', /is version 2 and names no EPSG code/],
  ])('refuses what is %s', (_, text, reason) => {
    expect(() => resolveCrs(text)).toThrow(reason)
  })

  it('refuses or reads any mutation of a text', () => {
    const mutated = fc
      .tuple(fc.nat(STATE_PLANE.length), fc.nat(40), fc.string())
      .map(([at, cut, put]) => STATE_PLANE.slice(0, at) + put + STATE_PLANE.slice(at + cut))
    fc.assert(
      fc.property(mutated, text => {
        try {
          expect(resolveCrs(text).toWgs84?.([6e6, 2.1e6]) ?? [0, 0]).toHaveLength(2)
        } catch (error) {
          expect(error).toMatchObject({ code: 'bad-import' })
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('GCJ-02 and BD-09', () => {
  const china = fc.tuple(fc.double({ min: 73, max: 135, noNaN: true }), fc.double({ min: 3, max: 54, noNaN: true }))

  it.each([
    ['gcj02', gcoord.GCJ02],
    ['bd09', gcoord.BD09],
  ] as const)('%s comes back to 1e-9 degree', (name, datum) => {
    const crs = resolveCrs(name)
    fc.assert(
      fc.property(china, ([lon, lat]) => {
        const image = gcoord.transform<[number, number]>([lon, lat], gcoord.WGS84, datum)
        expect(crs.fromWgs84!([lon, lat])).toEqual(image)
        const back = crs.toWgs84!(image)
        expect(Math.abs(back[0] - lon)).toBeLessThan(2e-9)
        expect(Math.abs(back[1] - lat)).toBeLessThan(2e-9)
      }),
    )
  })

  it('leaves what is outside of the box around China', () => {
    expect(resolveCrs('gcj02').toWgs84!([-2.5, 53])).toEqual([-2.5, 53])
    expect(resolveCrs('gcj02').fromWgs84!([-2.5, 53])).toEqual([-2.5, 53])
  })

  it('ends on the edges of the box, where the formula jumps', () => {
    const crs = resolveCrs('gcj02')
    for (let i = -200; i < 2000; i++) {
      for (const position of [
        [72.004 + i * 1e-5, 30],
        [137.8347 - i * 1e-5, 30],
        [100, 0.8293 + i * 1e-5],
        [100, 55.8271 - i * 1e-5],
      ] as const) {
        const [lon, lat] = crs.toWgs84!(position)
        if (Number.isNaN(lon)) continue
        const image = crs.fromWgs84!([lon, lat])
        expect(Math.max(Math.abs(image[0] - position[0]), Math.abs(image[1] - position[1]))).toBeLessThan(1e-8)
      }
    }
  })
})

describe('a system with swapped axes', () => {
  it.each(['EPSG:4326', 'EPSG:4547', 'gcj02'])('reads %s y before x and back', name => {
    const [x, y] = name === 'EPSG:4547' ? [500_100, 2_500_000] : [114.1, 22.5]
    const crs = resolveCrs(`${name} with swapped axes`)
    expect(crs.toWgs84!([y, x])).toEqual(resolveCrs(name).toWgs84?.([x, y]) ?? [x, y])
    const [backY, backX] = crs.fromWgs84!(crs.toWgs84!([y, x]))
    expect(backX).toBeCloseTo(x, 5)
    expect(backY).toBeCloseTo(y, 5)
  })

  it('is swapped once', () => {
    expect(() => resolveCrs('EPSG:4326 with swapped axes with swapped axes')).toThrow(/not known/)
  })
})
