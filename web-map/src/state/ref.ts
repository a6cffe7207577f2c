/** A feature by its layer and id. */
export interface FeatureRef {
  readonly layer: string
  readonly id: string
}

/** What a layer's id may be. */
export const LAYER_ID = /^[a-z][a-z0-9_-]{0,62}$/
