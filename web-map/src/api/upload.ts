import type { paths, Schemas } from '../../api-client/index.ts'
import { ApiError, api, problemOf } from './client.ts'

/** A file the server holds for a while (ten minutes after its last use). */
export type Upload = Schemas['Upload']

const UPLOADS = '/api/uploads' satisfies keyof paths

/** Sends a file as it is; `onProgress` gets the share that went out, 0 to 1. Rejects with ApiError, or AbortError when cancelled. */
export function uploadFile(file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<Upload> {
  // fetch cannot tell how much of a body went out.
  const call = new XMLHttpRequest()
  return new Promise((resolve, reject) => {
    call.open('POST', `${UPLOADS}?name=${encodeURIComponent(nameOf(file))}`)
    call.setRequestHeader('content-type', 'application/octet-stream')
    call.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0))
    call.addEventListener('load', () => {
      if (call.status === 201) resolve(JSON.parse(call.responseText) as Upload)
      else reject(problemOf(call.status, call.statusText, call.responseText))
    })
    call.addEventListener('error', () => reject(new ApiError(0, 'unreachable', 'the server does not answer')))
    call.addEventListener('abort', () => reject(new DOMException('cancelled', 'AbortError')))
    signal.addEventListener('abort', () => call.abort())
    call.send(file)
  })
}

/** The server's rule for names; a file system allows more. */
const nameOf = (file: File): string => file.name.replace(/[/\\\p{Cc}]/gu, '_').slice(-200)

/** Lets go of a held file; that it is gone already is fine. */
export const dropUpload = (upload: string): Promise<unknown> =>
  api.DELETE('/api/uploads/{upload}', { params: { path: { upload } }, keepalive: true }).catch(() => undefined)
