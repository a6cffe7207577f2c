import { describe, expect, it } from 'vitest'
import { assertBodyType } from './body-type.ts'
import { type AccessRequest, decideAccess } from './request.ts'
import { signSession } from './session.ts'

const NOW = 1_800_000_000_000
const request = (given: Partial<AccessRequest>): AccessRequest => ({
  method: 'GET',
  path: '/api/layers',
  port: 8080,
  address: '127.0.0.1',
  host: '127.0.0.1:8080',
  origin: undefined,
  authorization: undefined,
  session: undefined,
  ...given,
})

const codeOf = (given: Partial<AccessRequest>, token?: string): string => {
  try {
    return decideAccess(request(given), token, NOW)
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('without a token', () => {
  it.each(['127.0.0.1:8080', 'localhost:8080', 'LocalHost:8080', '[::1]:8080'])('answers to Host %s', host => {
    expect(codeOf({ host })).toBe('local')
  })

  it.each([
    undefined,
    'evil.example:8080',
    '127.0.0.1:9090',
    '127.0.0.1',
    'localhost',
    '127.0.0.1.evil.example:8080',
    '127.0.0.2:8080',
    '',
  ])('refuses Host %s (a re-bound name)', host => expect(codeOf({ host })).toBe('misdirected-host'))

  it('answers to the loopback address it listens on', () => {
    expect(codeOf({ address: '127.0.0.2', host: '127.0.0.2:8080' })).toBe('local')
    expect(codeOf({ address: '127.0.0.2', host: '127.0.0.2:8080', origin: 'http://127.0.0.2:8080', method: 'POST' })).toBe('local')
    expect(codeOf({ address: '127.0.0.2', host: '127.0.0.3:8080' })).toBe('misdirected-host')
    expect(codeOf({ address: '10.0.0.2', host: '10.0.0.2:8080' })).toBe('misdirected-host')
  })

  it('takes a Host without port on port 80 only', () => {
    expect(codeOf({ host: 'localhost', port: 80 })).toBe('local')
  })

  it.each(['http://127.0.0.1:8080', 'http://localhost:8080'])('takes requests of its own pages, %s', origin => {
    expect(codeOf({ origin, method: 'POST' })).toBe('local')
  })

  it.each(['http://evil.example', 'null', 'http://localhost:3000', 'http://127.0.0.1:8080.evil.example', 'file://', ''])(
    'refuses Origin "%s"',
    origin => expect(codeOf({ origin, method: 'POST' })).toBe('forbidden'),
  )
})

describe('with a token', () => {
  const token = 'a long secret'

  it('asks for it everywhere but at the door', () => {
    for (const path of [
      '/api/layers',
      '/api/stream',
      '/tiles/grid/0/0/0.mvt',
      '/styles/master.json',
      '/metrics',
      '/api/sessions',
      '/assets',
    ])
      expect(codeOf({ path }, token)).toBe('unauthorized')
    for (const path of ['/', '/assets/a.js', '/healthz', '/readyz', '/api/session']) expect(codeOf({ path }, token)).toBe('anonymous')
    expect(codeOf({ path: '/', method: 'DELETE' }, token)).toBe('unauthorized')
    expect(codeOf({ path: '/api/session', method: 'POST' }, token)).toBe('anonymous')
  })

  it('takes the bearer token, under any Host', () => {
    expect(codeOf({ authorization: `Bearer ${token}`, host: 'city.example' }, token)).toBe('token')
    expect(codeOf({ authorization: `bearer  ${token}` }, token)).toBe('token')
    for (const authorization of ['Bearer', 'Bearer x', `Basic ${token}`, token])
      expect(codeOf({ authorization }, token)).toBe('unauthorized')
    expect(codeOf({ path: '/', authorization: 'Bearer x' }, token)).toBe('unauthorized')
  })

  it('takes a session of its own pages only', () => {
    const session = signSession(token, NOW)
    const host = 'city.example'
    expect(codeOf({ session, host }, token)).toBe('session')
    expect(codeOf({ session, host, method: 'POST', origin: 'https://city.example' }, token)).toBe('session')
    expect(codeOf({ session, host, method: 'POST', origin: 'https://evil.example' }, token)).toBe('forbidden')
    expect(codeOf({ session: signSession('old', NOW), host }, token)).toBe('unauthorized')
  })
})

describe('body types', () => {
  it.each(['application/json', 'Application/GEO+json', 'application/json; charset=utf-8', 'application/json;charset="UTF-8"'])('%s', type =>
    expect(() => assertBodyType(type)).not.toThrow(),
  )
  it.each([
    undefined,
    '',
    'text/plain',
    'text/plain; application/json',
    'application/x-www-form-urlencoded',
    'application/json; charset=gbk',
  ])('refuses %s', type => expect(() => assertBodyType(type)).toThrow(/Content-Type/))
})
