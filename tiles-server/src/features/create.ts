import type { Clock } from '../kernel/index.ts'
import type { Live } from '../live/index.ts'
import type { Store } from '../store/index.ts'
import { createDatasetImporter, type DatasetImporter } from './dataset-import.ts'
import { createDatasets, type Datasets } from './datasets.ts'
import { createFeatureWriter, type FeatureWriter } from './features.ts'
import { createReplaceUnits, type UnitWriter } from './replace-units.ts'

/** The one write path: single features, sets of units, imports and what becomes of them. */
export type Features = FeatureWriter & DatasetImporter & UnitWriter & { readonly datasets: Datasets }

export const createFeatures = (deps: { store: Store; live: Live; clock: Clock }): Features => ({
  ...createFeatureWriter(deps),
  ...createDatasetImporter(deps),
  ...createReplaceUnits(deps),
  datasets: createDatasets(deps),
})
