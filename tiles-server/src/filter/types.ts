import type { Geometry } from '../geo/index.ts'

/** A value written in a filter. Timestamps and dates keep their RFC 3339 text. */
export type Literal =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'timestamp'; readonly value: string }
  | { readonly type: 'date'; readonly value: string }

/** How a feature's geometry relates to the one written: S_INTERSECTS, S_DISJOINT, S_WITHIN, S_CONTAINS, S_EQUALS. */
export type SpatialRelation = 'intersects' | 'disjoint' | 'within' | 'contains' | 'equals'

export type ComparisonOp = '=' | '<>' | '<' | '<=' | '>' | '>='

/**
 * A filter as a tree. `property` names an attribute of the layer, or `id`.
 * `spatial` relates the feature's geometry to one in degrees. Temporal functions are written as the comparisons they stand for (temporal.ts).
 * NOT IN, NOT LIKE, NOT BETWEEN and IS NOT NULL are `not` around the plain form, as in CQL2 JSON.
 */
export type Filter =
  | { readonly op: 'and' | 'or'; readonly args: readonly Filter[] }
  | { readonly op: 'not'; readonly arg: Filter }
  | { readonly op: 'boolean'; readonly value: boolean }
  | { readonly op: ComparisonOp; readonly property: string; readonly value: Literal }
  | { readonly op: 'in'; readonly property: string; readonly list: readonly Literal[] }
  | { readonly op: 'between'; readonly property: string; readonly low: Literal; readonly high: Literal }
  | { readonly op: 'like'; readonly property: string; readonly pattern: string }
  | { readonly op: 'isNull'; readonly property: string }
  | { readonly op: 'spatial'; readonly relation: SpatialRelation; readonly geometry: Geometry }

export type Predicate = Exclude<Filter, { op: 'and' | 'or' | 'not' | 'boolean' | 'spatial' }>

/** Bounds of a filter: text in characters, nesting of parentheses and NOT, nodes, listed values and positions of the tree. */
export const FILTER_LIMITS = { length: 8192, depth: 64, nodes: 1000 } as const
