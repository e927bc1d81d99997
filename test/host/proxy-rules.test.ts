import { describe, expect, it } from 'vitest'
import { askerFrom, type Network, networkFrom, trusts } from '../../scripts/host/proxy-rules'

const networks = ['127.0.0.1', '10.0.0.0/8', 'fd00::/8']
  .map(networkFrom)
  .filter((one): one is Network => one !== null)
const is_trusted = trusts(networks)
const asked = (peer: string, headers: Record<string, string>) =>
  askerFrom(peer, { host: 'yufubao.example', ...headers }, is_trusted)

describe('who asks', () => {
  it.each<[string, string, string | null, string]>([
    ['203.0.113.9', '198.51.100.1', '203.0.113.9', 'a stranger who says to be somebody else'],
    ['10.0.0.5', '198.51.100.1', '198.51.100.1', 'somebody through the proxy'],
    ['10.0.0.5', '127.0.0.1, 198.51.100.1', '198.51.100.1', 'who wrote an address before'],
    ['10.0.0.5', '198.51.100.1, 10.1.2.3', '198.51.100.1', 'through two proxies of ours'],
    ['::ffff:10.0.0.5', '198.51.100.1', '198.51.100.1', 'version 4 on a socket of version 6'],
    ['fd00::1', '[2001:db8::7]:4711', '2001:db8::7', 'version 6 with its port'],
    ['10.0.0.5', '198.51.100.1:4711', '198.51.100.1', 'version 4 with its port'],
    ['10.0.0.5', 'unknown', null, 'a proxy that does not say'],
    ['10.0.0.5', '', null, 'a proxy that says nothing'],
  ])('behind %s, saying %s, is %s: %s', (peer, forwarded, address, _what) => {
    expect(asked(peer, { 'x-forwarded-for': forwarded }).address).toBe(address)
  })
  it('believes https and the name from a trusted proxy alone', () => {
    const said = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'elsewhere.example' }
    expect(asked('203.0.113.9', said)).toMatchObject({ is_https: false, host: 'yufubao.example' })
    expect(asked('10.0.0.5', said)).toMatchObject({ is_https: true, host: 'elsewhere.example' })
  })
  it('takes the last of several protocols, which our own proxy wrote', () => {
    expect(asked('10.0.0.5', { 'x-forwarded-proto': 'https, http' }).is_https).toBe(false)
  })
})

describe('a network', () => {
  it.each(['10.0.0.0/33', 'fd00::/129', '10.0.0.0/8/8', 'localhost', '10.0.0', '/8', '1.2.3.4/a'])(
    'is not %s',
    (said) => {
      expect(networkFrom(said)).toBeNull()
    },
  )
})
