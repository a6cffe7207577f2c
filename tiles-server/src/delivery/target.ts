import { isIP } from 'node:net'
import { WEBHOOK } from '../contract/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import type { Networks } from './networks.ts'

/** The address of a webhook. Throws bad-property (`property` url) for what events are not sent to; what a name leads to is looked at when it is sent. */
export function readTarget(text: string, networks: Networks): URL {
  const refuse = (rule: string): ZongtuError =>
    new ZongtuError('bad-property', `url is ${JSON.stringify(text.slice(0, 200))}, ${rule}`, { property: 'url' })
  if (text.length > WEBHOOK.urlLength) throw refuse(`it must have at most ${WEBHOOK.urlLength} characters`)
  const url = URL.parse(text)
  if (!url || !['https:', 'http:'].includes(url.protocol)) throw refuse('it must be an http or https address')
  if (url.username !== '' || url.password !== '') throw refuse('it must hold no name and password: check the signature instead')
  if (url.hash !== '') throw refuse('it must have no fragment')
  const host = hostOf(url)
  if (isIP(host) !== 0 && !networks.takes(host)) {
    throw refuse(`${host} is in a private or special network, which ZONGTU_WEBHOOK_NETWORKS does not name`)
  }
  if (isIP(host) !== 0 && url.protocol === 'http:' && !networks.isOwn(host)) throw refuse('outside of your own networks it must be https')
  return url
}

/** Without the brackets of IPv6. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '')
