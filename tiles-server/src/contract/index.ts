export {
  ALERT_STATUSES,
  Alert,
  type AlertAction,
  type AlertEvent,
  type AlertEvidence,
  type AlertFix,
  AlertList,
  type AlertStatus,
  AssignRequest,
  CloseRequest,
  NoteRequest,
} from './alerts.ts'
export {
  type BacktestAlert,
  BacktestDraftRequest,
  type BacktestFound,
  BacktestLine,
  BacktestRequest,
  BacktestResult,
  type BacktestSummary,
  MOST_DAYS,
  MOST_TOLD,
} from './backtest.ts'
export type { MapCrs } from './basemap.ts'
export {
  CAMERA_LINE,
  type CamerasExplained,
  CamerasRequest,
  SeenBy,
  type SeenCamera,
  type SeenView,
  TARGET_HEIGHT,
} from './cameras.ts'
export { LayerDef, LayerInfo, LayerList, PropertyDef, Text, ThemeDef, ThemeList } from './catalog.ts'
export { CameraCoverage, type ViewShare } from './coverage.ts'
export {
  DatasetHistory,
  DatasetInfo,
  DatasetList,
  DatasetPatch,
  type LayerVersion,
  RevertRequest,
  RevertResult,
  type VersionAbout,
} from './dataset.ts'
export { FeatureCollectionOutput, FeatureInput, FeatureOutput, type Properties, PropertyValue } from './feature.ts'
export {
  DETECT,
  type Detect,
  Fence,
  FenceInput,
  FenceList,
  type FenceMessage,
  type FenceRule,
  FenceSaved,
  type FenceSchedule,
  type FenceTemplate,
  FenceTemplates,
  FenceVersions,
  type FenceWarning,
  type FenceZone,
  type Severity,
} from './fences.ts'
export { FIX_FLAGS, type Fix } from './fix.ts'
export { decodeDeviceId } from './gb28181.ts'
export {
  type Cleaning,
  FORMATS,
  type Format,
  type IdSource,
  type ImportFix,
  ImportLine,
  type ImportProgress,
  type ImportReport,
  type ImportWarning,
  type InspectedColumn,
  type Inspection,
  InspectionLine,
  InspectRequest,
  type Rejection,
  type Suspicion,
  Upload,
} from './imports.ts'
export { LocateAnswer, type LocatedPlace, type LocatedUnit, LocateLine, LocateRequest } from './locate.ts'
export { CrsList, Style, TileJson } from './maps.ts'
export {
  MOST_REJECTED,
  Position,
  PositionBatch,
  type PositionFlag,
  PositionInput,
  PositionList,
  PositionReceipt,
  Track,
  TrackFeature,
} from './positions.ts'
export { Place, type Sent } from './sent.ts'
export { Health, Readiness, Session, SignIn } from './server.ts'
export { AroundRequest, type Explained, type FoundFeature, FoundFeatures, NearestRequest, WithinRequest } from './spatial-query.ts'
export { AlertTold, ChangeEvent, type ChangeOp, PositionEvent, TilesEvent } from './stream.ts'
export { UnitAnswer, type UnitEntry } from './units.ts'
export * from './webhooks.ts'
