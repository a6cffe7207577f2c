import type { ErrorCode } from '../../kernel/index.ts'
import type { JsonSchema } from '../param.ts'

interface PathParam {
  readonly about: string
  readonly schema: JsonSchema
  /** What it can be refused with by whoever looks it up. */
  readonly errors: readonly ErrorCode[]
}

const TEXT = { type: 'string', minLength: 1 } as const
const NUMBER = { type: 'integer', minimum: 0 } as const

/** Parameters of paths: a name means the same everywhere. */
export const PATH_PARAMS: Readonly<Record<string, PathParam>> = {
  layer: { about: 'Id of a layer.', schema: TEXT, errors: ['unknown-layer'] },
  id: { about: 'Id of a feature.', schema: TEXT, errors: ['unknown-feature'] },
  fence: { about: 'Id of a fence.', schema: TEXT, errors: ['unknown-fence'] },
  alert: { about: 'Id of an alert.', schema: TEXT, errors: ['unknown-alert'] },
  object: { about: 'Id of what reports positions.', schema: TEXT, errors: [] },
  theme: { about: 'Id of a theme.', schema: TEXT, errors: ['unknown-theme'] },
  tileset: {
    about: 'Id of a layer or a theme, or ids of layers with commas between them.',
    schema: TEXT,
    errors: ['unknown-layer', 'bad-parameter'],
  },
  webhook: { about: 'Id of a webhook.', schema: TEXT, errors: ['unknown-webhook'] },
  delivery: { about: 'Id of an event, as in `webhook-id`.', schema: TEXT, errors: ['not-found'] },
  upload: { about: 'The token an upload was answered with.', schema: TEXT, errors: ['not-found'] },
  z: { about: 'Zoom.', schema: NUMBER, errors: ['bad-tile'] },
  x: { about: 'Column, from the west.', schema: NUMBER, errors: ['bad-tile'] },
  y: { about: 'Row, from the north.', schema: NUMBER, errors: ['bad-tile'] },
}
