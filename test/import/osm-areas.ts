import { DOMParser, type Element } from '@xmldom/xmldom'
import type { Position } from '../../tiles-server/src/geo/index.ts'

interface Way {
  readonly nodes: readonly string[]
  readonly role: string
}

/**
 * The areas of OpenStreetMap data by the id of what makes them (a closed way or a multipolygon relation), put together without any judgement: ways of one
 * role are joined where they share an end, what does not close stays open, holes go to the first outer ring.
 */
export function osmAreas(xml: string): Map<string, unknown> {
  const document = new DOMParser().parseFromString(xml, 'text/xml')
  const all = (name: string): Element[] => [...document.getElementsByTagName(name)]
  const id = (element: Element): string => element.getAttribute('id')!
  const places = new Map(
    all('node').map(node => [id(node), [Number(node.getAttribute('lon')), Number(node.getAttribute('lat'))] as Position]),
  )
  const nodesOf = (way: Element): string[] => [...way.getElementsByTagName('nd')].map(nd => nd.getAttribute('ref')!)
  const ways = new Map(all('way').map(way => [id(way), nodesOf(way)]))
  const areas = new Map<string, unknown>()
  for (const [way, nodes] of ways) areas.set(way, areaOf([{ nodes, role: 'outer' }], places))
  for (const relation of all('relation')) {
    const members = [...relation.getElementsByTagName('member')].flatMap(member => {
      const nodes = ways.get(member.getAttribute('ref')!)
      return nodes === undefined || member.getAttribute('type') !== 'way' ? [] : [{ nodes, role: member.getAttribute('role') || 'outer' }]
    })
    areas.set(id(relation), areaOf(members, places))
  }
  return areas
}

function areaOf(ways: readonly Way[], places: ReadonlyMap<string, Position>): unknown {
  const rings = (role: string): Position[][] =>
    joined(ways.filter(way => way.role === role)).map(nodes => nodes.map(node => places.get(node)!))
  const [first, ...others] = rings('outer')
  return { type: 'MultiPolygon', coordinates: [[...(first ? [first] : []), ...rings('inner')], ...others.map(ring => [ring])] }
}

/** Open ways joined at common end nodes, each way used once. */
function joined(ways: readonly Way[]): (readonly string[])[] {
  const closed = (nodes: readonly string[]): boolean => nodes[0] === nodes.at(-1)
  const rings: (readonly string[])[] = []
  const left = ways.map(way => way.nodes)
  while (left.length > 0) {
    let ring = left.shift()!
    while (!closed(ring)) {
      const next = left.findIndex(nodes => nodes[0] === ring.at(-1) || nodes.at(-1) === ring.at(-1))
      if (next < 0) break
      const [nodes] = left.splice(next, 1)
      ring = [...ring, ...(nodes![0] === ring.at(-1) ? nodes! : nodes!.toReversed()).slice(1)]
    }
    rings.push(ring)
  }
  return rings
}
