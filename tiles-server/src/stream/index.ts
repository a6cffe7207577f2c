export { createStream } from './stream.ts'
