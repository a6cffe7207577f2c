import { describe, expect, it } from 'vitest'
import { assertListen, isLoopback } from './listen.ts'

describe('the address to listen on', () => {
  it.each(['127.0.0.1', '127.8.9.1', 'localhost', 'LOCALHOST', '::1', '0:0:0:0:0:0:0:1'])('%s is loopback and needs no token', host => {
    expect(isLoopback(host)).toBe(true)
    expect(() => assertListen(host, undefined)).not.toThrow()
  })

  it.each(['0.0.0.0', '::', '192.168.1.7', '::ffff:10.0.0.1', 'city.example', '127.0.0.1.example', '1', ''])('"%s" needs a token', host => {
    expect(isLoopback(host)).toBe(false)
    expect(() => assertListen(host, undefined)).toThrow(/ZONGTU_TOKEN/)
    expect(() => assertListen(host, '')).toThrow(/ZONGTU_TOKEN/)
    expect(() => assertListen(host, 'secret')).not.toThrow()
  })
})
