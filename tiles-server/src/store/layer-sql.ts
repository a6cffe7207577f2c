import type { LayerDef, Properties, PropertyDef } from '../contract/index.ts'
import { propertiesMaker } from './shapes.ts'

/** Where a layer's rows live and how they are read. Names come from the catalog (checked identifiers), values always travel as bindings. */
export interface LayerSql {
  readonly table: string
  /** Condition that selects the layer's current rows, with its bindings. */
  readonly where: string
  readonly bindings: readonly (string | number)[]
  readonly idColumn: string
  /** Columns behind id, version and geom; `toProperties` gets their values as JSON has them, in this order. */
  readonly columns: readonly string[]
  toProperties(values: readonly unknown[]): Properties
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

export const COLUMN_TYPES: Record<PropertyDef['type'], string> = {
  string: 'text',
  integer: 'integer',
  number: 'double precision',
  boolean: 'boolean',
  datetime: 'timestamptz',
}

/** Derived layers have no rows; asking for their SQL is a defect. */
export function layerSql(def: LayerDef): LayerSql {
  switch (def.kind) {
    case 'typed':
      return {
        table: quoted(def.id),
        where: 'true',
        bindings: [],
        idColumn: 'id',
        columns: def.properties.map(p => quoted(p.name)),
        toProperties: propertiesMaker(def.properties),
      }
    case 'dataset':
      return {
        table: 'feature',
        where: 'layer = ?',
        bindings: [def.id],
        idColumn: 'id',
        columns: ['properties'],
        toProperties: ([properties]) => properties as Properties,
      }
    case 'unit':
      return {
        table: 'unit_version',
        where: 'level = ? and valid_to is null and recorded_to is null',
        bindings: [def.level!],
        idColumn: 'unit_id',
        columns: ['code', 'name', 'parent_id', 'properties'],
        toProperties: ([code, name, parent, properties]) => ({
          code: code as string,
          name: name as string,
          ...(parent === null ? {} : { parent: parent as string }),
          ...(properties as Properties),
        }),
      }
    case 'derived':
    case 'indicator':
      throw new Error(`layer ${def.id} is derived and has no rows`)
  }
}
