import { BlockList, isIP } from 'node:net'

/** An address with so many bits of it: everything that begins alike. */
export type Network = { address: string; bits: number; family: 'ipv4' | 'ipv6' }

/** `10.0.0.0/8`, `::1`, `192.0.2.7`; null: none of it. */
export function networkFrom(said: string): Network | null {
  const [address = '', bits, ...more] = said.split('/')
  const version = isIP(address)
  if (version === 0 || more.length > 0) return null
  const most = version === 4 ? 32 : 128
  if (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most)) return null
  return {
    address,
    bits: bits === undefined ? most : Number(bits),
    family: version === 4 ? 'ipv4' : 'ipv6',
  }
}

/** An address of version 4 that came over a socket of version 6 is itself. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')

export function trusts(networks: readonly Network[]): (address: string) => boolean {
  const list = new BlockList()
  for (const { address, bits, family } of networks) list.addSubnet(address, bits, family)
  return (said) => {
    const address = plain(said)
    const version = isIP(address)
    return version !== 0 && list.check(address, version === 4 ? 'ipv4' : 'ipv6')
  }
}

type Headers = Readonly<Record<string, string | string[] | undefined>>
export type Asker = {
  /** Whose address counts; null where a trusted proxy did not say. */
  address: string | null
  is_https: boolean
  host: string
  via_proxy: boolean
}

const one = (value: string | string[] | undefined): string =>
  (Array.isArray(value) ? value.join(',') : (value ?? '')).trim()

/**
 * Who asks, how, and by which name. `X-Forwarded-For`, `-Proto` and `-Host` are believed from a trusted proxy alone, and of
 * the addresses the last that is no proxy of ours: what stands before it, anybody may have written.
 */
export function askerFrom(
  peer: string,
  headers: Headers,
  is_trusted: (address: string) => boolean,
): Asker {
  const direct = { address: plain(peer), is_https: false, host: one(headers.host) }
  if (!is_trusted(peer)) return { ...direct, via_proxy: false }
  const hops = one(headers['x-forwarded-for'])
    .split(',')
    .map((hop) => withoutPort(hop.trim()))
    .filter((hop) => hop !== '')
  const last = hops.findLast((hop) => !is_trusted(hop)) ?? hops[0]
  const proto = one(headers['x-forwarded-proto']).split(',').at(-1)?.trim()
  const host = one(headers['x-forwarded-host']).split(',').at(-1)?.trim()
  return {
    address: last !== undefined && isIP(last) !== 0 ? plain(last) : null,
    is_https: proto === 'https',
    host: host ? host : direct.host,
    via_proxy: true,
  }
}

/** `192.0.2.7:4711` and `[2001:db8::7]:4711`, as some proxies write it. */
const withoutPort = (hop: string): string =>
  /^\[([^\]]+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(hop)?.[1] ?? hop
