import type { JsonSchema } from '../param.ts'

/** Groups of operations, in the order the document has them. */
export const TAGS = {
  queries: 'What is here, what is near 空间查询',
  features: 'Features of a layer 要素',
  fences: 'Fences and their alerts 围栏与预警',
  catalog: 'Layers, themes and units 目录',
  tiles: 'Vector tiles, styles and the basemap 切片',
  positions: 'Where things are and were 定位',
  stream: 'Changes as they happen 变更',
  webhooks: 'Alerts to other systems 推送',
  datasets: 'Imports, exports and versions of data sets 数据',
  server: 'The server itself 服务',
} as const
export type Tag = keyof typeof TAGS

interface Header {
  readonly about: string
  readonly schema?: JsonSchema
  readonly required?: boolean
}

/** Headers of requests that a route can heed. */
export const REQUEST_HEADERS = {
  'If-Match': { about: 'ETag of the feature or fence that is to be changed, or `*`.', required: true },
  'If-None-Match': { about: 'ETags the client has; 304 answers when one is current.' },
  'Last-Event-ID': { about: 'Id of the last event that was received; browsers send it by themselves.' },
} as const satisfies Record<string, Header>
export type RequestHeader = keyof typeof REQUEST_HEADERS

/** Headers of answers that programs need. */
export const ANSWER_HEADERS = {
  ETag: { about: 'Strong; of a feature, fence or alert it stands for its version.' },
  Location: { about: 'Path of what was made.' },
  'Zongtu-Seq': { about: 'Number of the change that was committed, or that the answer shows; for `min_seq`.', schema: { type: 'integer' } },
  'Zongtu-Thinned': { about: '`true` when features were left out of the tile.' },
} as const satisfies Record<string, Header>
export type AnswerHeader = keyof typeof ANSWER_HEADERS
