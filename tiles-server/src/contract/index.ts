export { LayerDef, PropertyDef, Text, ThemeDef } from './catalog.ts'
export { type DatasetInfo, DatasetPatch, type LayerVersion, RevertRequest, type VersionAbout } from './dataset.ts'
export { type FeatureCollectionOutput, FeatureInput, type FeatureOutput, type Properties, PropertyValue } from './feature.ts'
export type { ChangeEvent, ChangeOp, TilesEvent } from './stream.ts'
