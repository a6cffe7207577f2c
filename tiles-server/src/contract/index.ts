export type { MapCrs } from './basemap.ts'
export {
  CAMERA_LINE,
  type CamerasExplained,
  CamerasRequest,
  type SeenBy,
  type SeenCamera,
  type SeenView,
  TARGET_HEIGHT,
} from './cameras.ts'
export { LayerDef, PropertyDef, Text, ThemeDef } from './catalog.ts'
export { type DatasetInfo, DatasetPatch, type LayerVersion, RevertRequest, type VersionAbout } from './dataset.ts'
export { type FeatureCollectionOutput, FeatureInput, type FeatureOutput, type Properties, PropertyValue } from './feature.ts'
export { decodeDeviceId } from './gb28181.ts'
export { type LocatedPlace, type LocatedUnit, LocateRequest } from './locate.ts'
export type { ChangeEvent, ChangeOp, TilesEvent } from './stream.ts'
