/** A value written in a filter. Timestamps and dates keep their RFC 3339 text. */
export type Literal =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'timestamp'; readonly value: string }
  | { readonly type: 'date'; readonly value: string }

export type ComparisonOp = '=' | '<>' | '<' | '<=' | '>' | '>='

/**
 * A filter as a tree. `property` names an attribute of the layer, or `id`.
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

export type Predicate = Exclude<Filter, { op: 'and' | 'or' | 'not' | 'boolean' }>

/** Bounds of a filter: text in characters, nesting of parentheses and NOT, nodes and listed values of the tree. */
export const FILTER_LIMITS = { length: 8192, depth: 64, nodes: 1000 } as const
