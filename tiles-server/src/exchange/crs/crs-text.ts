import { shown } from '../shown.ts'
import { type Definition, epsgDefinition } from './crs-definitions.ts'
import { epsgCrs } from './crs-epsg.ts'
import { identify } from './crs-identify.ts'
import { type Crs, projCrs, refused } from './crs-make.ts'
import { type Shifted, withShift } from './crs-shift.ts'
import { epsgOf, horizontalNode, nameOf, parseWkt, type WktNode } from './crs-wkt.ts'
import { projOf, type WktSystem, wktSystem } from './crs-wkt-proj.ts'

const texts = new Map<string, Crs>()

/** The system of well-known text. To identify a text all definitions are read: the last texts are remembered. */
export function crsOfText(text: string): Crs {
  const known = texts.get(text)
  if (known !== undefined) return known
  const crs = fromWkt(parseWkt(text))
  if (texts.size >= 20) texts.clear()
  texts.set(text, crs)
  return crs
}

function fromWkt(root: WktNode): Crs {
  const node = horizontalNode(root)
  if (node === undefined) {
    throw refused(
      `${shown(nameOf(root) || root.keyword)} (${root.keyword}) is no two-dimensional coordinate system of the earth`,
      nameOf(root),
    )
  }
  const code = epsgOf(node) ?? epsgOf(root) ?? (/pseudo.?mercator|web.?mercator/i.test(nameOf(node)) ? 3857 : undefined)
  if (code !== undefined && epsgDefinition(code)?.proj4 != null) return epsgCrs(code)
  if (!/^(PROJCS|GEOGCS)$/.test(node.keyword)) {
    throw refused(`the well-known text of ${shown(nameOf(node))} is version 2 and names no EPSG code; give the code`, nameOf(node))
  }
  const system = wktSystem(node)
  const { same, datum } = identify(system)
  if (same !== undefined) return epsgCrs(Number(same.code))
  return projCrs(
    { name: system.name.slice(0, 80), title: system.name.slice(0, 80) },
    wktShift(system, datum),
    system.method === 'longlat' ? system.unit : 1,
  )
}

/** The text's own shift, else that of a shipped system on the same datum. */
function wktShift(system: WktSystem, datum: Definition | undefined): Shifted {
  const label = shown(system.name)
  const proj = projOf(system)
  if (system.datum === 'wgs1984') return { proj: `${proj} +towgs84=0,0,0` }
  if (system.towgs84 !== undefined) return withShift({ name: system.name, accuracy: null }, label, `${proj} +towgs84=${system.towgs84}`)
  const shift = /\+(towgs84|nadgrids)=("[^"]*"|\S+)|\+datum=NAD83|\+ellps=GRS80/.exec(datum?.proj4 ?? '')?.[0] ?? ''
  return withShift(
    datum ?? { name: system.name, accuracy: null },
    label,
    `${proj} ${shift.replace(/\+datum=NAD83|\+ellps=GRS80/, '+towgs84=0,0,0')}`,
  )
}
