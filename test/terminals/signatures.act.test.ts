import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { newTerminalKey, signedRequest } from '../../src/client/terminal'
import { sql } from '../../src/platform/d1'
import { BREAD, type Counter, openCounter } from '../redemptions/support'
import { BASE_URL, wireRequest } from '../support/wire'
import { AT_S, heard, paired, pairingCode, pairs, type Terminal, terminalSays } from './support'

let city: Counter
let card: string
let till: Terminal
let tries = 0
const OWN = '/v1/terminals/current'

/** A right request for a use, before somebody lays hands on it. */
async function right(): Promise<Request> {
  const { digits: code } = await city.code(card)
  const said = { body: { code, amount_fen: 1_200 } }
  const plain = wireRequest('POST', '/v1/redemptions', said, () => `bent-${++tries}`)
  return signedRequest(plain, till, { created_s: AT_S })
}
type Parts = { method: string; url: string; headers: Headers; body: string }
async function bent(change: (parts: Parts) => void): Promise<readonly [number, string]> {
  const request = await right()
  const { method, url } = request
  const parts = { method, url, headers: new Headers(request.headers), body: await request.text() }
  change(parts)
  const { status, body } = await heard(
    await city.fetch(
      new Request(parts.url, { method: parts.method, headers: parts.headers, body: parts.body }),
    ),
  )
  return [status, body.code]
}
const edit = (name: string, from: string | RegExp, to: string) => (parts: Parts) => {
  const before = parts.headers.get(name) ?? ''
  const after = before.replace(from, to)
  if (after === before) throw new Error(`nothing to change in ${name}: ${before}`)
  parts.headers.set(name, after)
}
/** The other bits of a character, in the alphabet of base64. */
const flipped = (text: string, at: number) =>
  text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
const WRONG = [401, 'terminal_signature_wrong']

describe(`a signature that was tampered with, on ${ENGINE}`, () => {
  beforeEach(async () => {
    city = await openCounter()
    card = await city.holds({ lots: [BREAD] })
    till = await paired(city)
  })

  it('is wrong with one part of the request changed, and nothing happens', async () => {
    const changes: Record<string, (parts: Parts) => void> = {
      'the path': (parts) => {
        parts.url = parts.url.replace('/v1/redemptions', '/v1/claims')
      },
      'the query': (parts) => {
        parts.url += '?a=1'
      },
      'the body': (parts) => {
        parts.body = parts.body.replace('1200', '1201')
      },
      'the body and its digest': (parts) => {
        parts.body = parts.body.replace('1200', '1201')
        parts.headers.set('content-digest', `sha-256=:${'A'.repeat(43)}=:`)
      },
      'the key of the act': edit('idempotency-key', /\d+$/, '999999'),
      'the time': edit('signature-input', /created=(\d+)/, `created=${AT_S + 1}`),
      'the nonce': edit('signature-input', /nonce="[^"]+"/, 'nonce="another-nonce-of-mine"'),
      'the terminal': edit('signature-input', till.id, `trm_${'0'.repeat(26)}`),
      'the digest’s algorithm': edit('content-digest', 'sha-256', 'sha-512'),
    }
    for (const [what, change] of Object.entries(changes))
      expect([what, ...(await bent(change))]).toEqual([what, ...WRONG])
    expect(await city.rows(sql`SELECT count(*) AS n FROM redemptions`)).toEqual([{ n: 0 }])
    expect(await city.rows(sql`SELECT count(*) AS n FROM terminal_nonces`)).toEqual([{ n: 0 }])
  })

  it('is wrong in every character of it', async () => {
    const places = Array.from({ length: 86 }, (_, at) => at).filter((at) => at % 7 === 0 || at > 83)
    for (const at of places) {
      const change = (parts: Parts) => {
        const said = parts.headers.get('signature') ?? ''
        parts.headers.set('signature', flipped(said, at + 'yfb=:'.length))
      }
      expect([at, ...(await bent(change))]).toEqual([at, ...WRONG])
    }
  })

  it('is read in one form: another algorithm, order, label or a second one is none', async () => {
    const changes: Record<string, (parts: Parts) => void> = {
      'an HMAC under the public key': edit('signature-input', 'ed25519', 'hmac-sha256'),
      'no algorithm': edit('signature-input', ';alg="ed25519"', ''),
      'none at all': edit('signature-input', 'ed25519', 'none'),
      'a component less': edit('signature-input', ' "content-digest"', ''),
      'another order': edit('signature-input', '"@method" "@authority"', '"@authority" "@method"'),
      'another label': edit('signature-input', /^yfb/, 'sig1'),
      'a parameter more': edit('signature-input', /$/, ';expires=9999999999'),
      'two inputs': (parts) => {
        parts.headers.append('signature-input', parts.headers.get('signature-input') ?? '')
      },
      'two signatures': (parts) => {
        parts.headers.append('signature', parts.headers.get('signature') ?? '')
      },
      'two digests': (parts) => {
        parts.headers.append('content-digest', parts.headers.get('content-digest') ?? '')
      },
      'no signature': (parts) => parts.headers.delete('signature'),
      'no input': (parts) => parts.headers.delete('signature-input'),
      'no digest': (parts) => parts.headers.delete('content-digest'),
    }
    for (const [what, change] of Object.entries(changes))
      expect([what, ...(await bent(change))]).toEqual([what, ...WRONG])
    const two_keys = await bent((parts) => parts.headers.append('idempotency-key', 'second'))
    expect(two_keys).toEqual([400, 'idempotency_key_invalid'])
  })

  it('is of the key that was paired: a key nobody paired, another terminal’s, and one for another city', async () => {
    const { private_key } = await newTerminalKey()
    const other = await paired(city, { name: '收银机 2号' })
    const read = (keyid: string, key: CryptoKey) =>
      terminalSays(city, { keyid, private_key: key }, 'GET', OWN)
    for (const [keyid, key] of [
      [till.id, private_key],
      [till.id, other.private_key],
      ['trm_00000000000000000000000000', private_key],
      ['pairing', till.private_key],
    ] as const) {
      const { status, body } = await read(keyid, key)
      expect([status, body.code]).toEqual(WRONG)
    }
    const there = await signedRequest(new Request(`https://another.city${OWN}`), till, {
      created_s: AT_S,
    })
    const { headers } = there
    const here = new Request(BASE_URL + OWN, { headers })
    const carried = await heard(await city.fetch(here))
    expect([carried.status, carried.body.code]).toEqual(WRONG)
  })

  it('is over a body of bounded length', async () => {
    const reply = await terminalSays(city, till, 'POST', '/v1/redemptions', {
      body: { code: '8'.repeat(17_000), amount_fen: 100 },
    })
    expect([reply.status, reply.body.code]).toEqual([413, 'body_too_large'])
  })

  it('is told where signatures are taken only: elsewhere nobody is signed in', async () => {
    const read = (key: Terminal) => terminalSays(city, key, 'GET', '/v1/cards')
    const known = await read(till)
    expect([known.status, known.body.code]).toEqual([403, 'role_not_allowed'])
    const { private_key } = await newTerminalKey()
    const unknown = await read({ ...till, private_key })
    expect([unknown.status, unknown.body.code]).toEqual([401, 'not_signed_in'])
  })

  it('cannot be made by everybody: keys under which any signature is right are not paired', async () => {
    const made = await newTerminalKey()
    for (const first of [0, 1]) {
      const raw = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? first : 0))
      const public_key = btoa(String.fromCharCode(...raw))
        .replace(/\+/g, '-')
        .replace(/\//g, '_')
        .replace(/=+$/, '')
      const reply = await pairs(city, await pairingCode(city), { ...made, public_key })
      expect([reply.status, reply.body.code]).toEqual([422, 'terminal_key_weak'])
    }
  })
})
