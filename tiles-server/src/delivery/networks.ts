import { BlockList, isIP } from 'node:net'

/** Networks that are nobody's on the internet: private, local, shared, documentation, multicast and reserved ones (IANA special-purpose registries, RFC 6890). */
const SPECIAL_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]
/** Global unicast, and what of it is not the internet or leads somewhere else: Teredo and other protocols, documentation, 6to4. */
const GLOBAL_V6 = '2000::/3'
const SPECIAL_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

const special = listOf([...SPECIAL_V4, ...SPECIAL_V6])
const global = listOf([GLOBAL_V6])

/** Which networks events may be sent to: the internet, and those that the operator allows. */
export class Networks {
  readonly #allowed: BlockList

  /** `allowed`: networks as ADDRESS/BITS, or single addresses. Throws RangeError, naming what is none. */
  constructor(allowed: readonly string[]) {
    this.#allowed = listOf(allowed)
  }

  /** Whether an address (IPv4 or IPv6, as text) may be sent to. */
  takes(address: string): boolean {
    const plain = mapped(address)
    const family = familyOf(plain)
    if (!family) return false
    return this.#allowed.check(plain, family) || this.isPublic(plain)
  }

  /** Whether it was allowed by the operator, so that plain HTTP may go there. */
  isOwn(address: string): boolean {
    const plain = mapped(address)
    const family = familyOf(plain)
    return family !== null && this.#allowed.check(plain, family)
  }

  /** Whether an address is one on the internet. */
  isPublic(address: string): boolean {
    const family = familyOf(address)
    if (!family || special.check(address, family)) return false
    return family === 'ipv4' || global.check(address, family)
  }
}

/** IPv4 in IPv6 (`::ffff:10.0.0.1`, also in hexadecimal digits) is what it stands for. */
function mapped(address: string): string {
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address) ?? []
  if (high !== undefined && low !== undefined) {
    const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
    return [a >> 8, a & 255, b >> 8, b & 255].join('.')
  }
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address
}

function familyOf(address: string): 'ipv4' | 'ipv6' | null {
  const version = isIP(address)
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : null
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits, ...rest] = network.split('/')
    const family = familyOf(address)
    const most = family === 'ipv4' ? 32 : 128
    const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN
    if (!family || rest.length > 0 || !(length <= most)) {
      throw new RangeError(
        `${JSON.stringify(network.slice(0, 100))} is no network, it must be an IP address, or one with its bits: 10.2.0.0/16`,
      )
    }
    list.addSubnet(address, length, family)
  }
  return list
}
