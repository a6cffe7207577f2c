import type { Properties, PropertyDef, PropertyValue } from '../contract/index.ts'

/** Distinct long texts of one property that are remembered; a property with more, most of them new, is one whose texts do not repeat. */
const MOST_TEXTS = 32_768
/** V8 shares texts up to this length by itself when it reads JSON. */
const SHORT = 10

/**
 * Makes the properties of a layer's rows, so that a million of them are small: objects with the same names set share one shape without spare room
 * (a copy of a template that JSON.parse made; adding names one by one leaves a third more), and texts that repeat are kept once.
 */
export function propertiesMaker(defs: readonly PropertyDef[]): (values: readonly unknown[]) => Properties {
  if (defs.length > 32) throw new RangeError(`${defs.length} columns, at most 32 fit the mask of those that are there`)
  const templates = new Map<number, Properties>()
  const shares = defs.map(({ type }) => (type === 'string' ? sharedTexts() : null))
  return values => {
    let present = 0
    for (let i = 0; i < defs.length; i++) if (values[i] !== null) present |= 1 << i
    let template = templates.get(present)
    if (!template) {
      template = JSON.parse(
        JSON.stringify(Object.fromEntries(defs.flatMap(({ name }, i) => (values[i] === null ? [] : [[name, 0]])))),
      ) as Properties
      templates.set(present, template)
    }
    const properties: Record<string, PropertyValue> = { ...template }
    for (let i = 0; i < defs.length; i++) {
      const value = values[i] as PropertyValue
      if (value !== null) properties[defs[i]!.name] = typeof value === 'string' ? textOf(defs[i]!, value, shares[i]!) : value
    }
    return properties
  }
}

type Share = (text: string) => string

const textOf = ({ type }: PropertyDef, text: string, share: Share | null): string =>
  type === 'datetime' ? timeOf(text) : share && text.length > SHORT ? share(text) : text

const UTC_SECOND = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/

/**
 * PostgreSQL writes the offset of the session's zone; the rest of the project speaks RFC 3339 in UTC with milliseconds. Most times are a whole
 * second in UTC already, and a million dates take a second to read and write.
 */
const timeOf = (text: string): string => (UTC_SECOND.test(text) ? `${text.slice(0, 19)}.000Z` : new Date(text).toISOString())

function sharedTexts(): Share {
  let known: Map<string, string> | null = new Map()
  let asked = 0
  return text => {
    if (!known) return text
    asked++
    const same = known.get(text)
    if (same !== undefined) return same
    known.set(text, text)
    if (known.size >= MOST_TEXTS) known = asked < 2 * MOST_TEXTS ? null : new Map()
    return text
  }
}
