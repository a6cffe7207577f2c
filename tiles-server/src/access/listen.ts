import { isIP } from 'node:net'
import { ZongtuError } from '../kernel/index.ts'

/** Whether an address to listen on can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  if (host.toLowerCase() === 'localhost') return true
  const version = isIP(host)
  if (version === 4) return host.startsWith('127.')
  return version === 6 && (host === '::1' || /^(0{1,4}:){7}0{0,3}1$/.test(host))
}

/** Refuses to offer an open server to the network. Throws forbidden. */
export function assertListen(host: string, token: string | null | undefined): void {
  if (token) return
  if (isLoopback(host)) return
  throw new ZongtuError(
    'forbidden',
    `HOST is "${host}", which other machines can reach: set ZONGTU_TOKEN to a secret that clients must show, or listen on 127.0.0.1`,
  )
}
