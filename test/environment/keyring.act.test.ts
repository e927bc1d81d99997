import { beforeAll, describe, expect, it, vi } from 'vitest'
import { ENGINE } from '#storage'
import type { Config } from '../../src/environment/config'
import { fromBase64, hex } from '../../src/environment/crypto'
import {
  FIRST_KEY,
  type Keyring,
  keyCheck,
  keyringFrom,
  readKeyring,
} from '../../src/environment/keyring'
import {
  KEPT_KEY,
  keptPlace,
  lastingKey,
  type Secrets,
  secretsFrom,
} from '../../src/environment/secrets'
import { Refusal } from '../../src/kernel/refusals'
import { mandateFromToken, mandateUrl } from '../../src/mandates/link'
import { appCredential, appToken } from '../../src/vendors/credential'
import { LATEST_VERSION } from '../../src/vendors/token-rules'
import { wireRequest } from '../support/wire'

const random = (n: number) => crypto.getRandomValues(new Uint8Array(n))
const first = random(32)
const second = random(32)
const before = secretsFrom(keyringFrom(first), random)
const both: Keyring = {
  current: 'k2',
  keys: new Map([
    [FIRST_KEY, first],
    ['k2', second],
  ]),
}
const after = secretsFrom(both, random)
const alone: Keyring = { current: 'k2', keys: new Map([['k2', second]]) }
const PLACE = 'consumers.phone_sealed|csm_1'
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  )

describe(`a keyring on ${ENGINE}`, () => {
  beforeAll(() => {
    vi.spyOn(console, 'log').mockImplementation(() => {})
  })
  it('seals under the current key, and opens what the one before it sealed', async () => {
    const old = await before.seal('phone', PLACE, 'a number')
    const fresh = await after.seal('phone', PLACE, 'a number')
    expect([old.slice(0, 6), fresh.slice(0, 6)]).toEqual(['v1.k1.', 'v1.k2.'])
    expect(await after.open('phone', PLACE, old)).toBe('a number')
    expect(await after.open('phone', PLACE, fresh)).toBe('a number')
    expect([after.isCurrent(old), after.isCurrent(fresh)]).toEqual([false, true])
  })

  it('refuses, with one word, whatever does not open: moved, another column, a key that is gone, any bit', async () => {
    const sealed = await after.seal('phone', PLACE, 'a number')
    const gone = secretsFrom(keyringFrom(first), random)
    expect(await refusalOf(after.open('phone', 'consumers.phone_sealed|csm_2', sealed))).toBe(
      'sealed_value_broken',
    )
    expect(await refusalOf(after.open('phone', 'staff.phone_sealed|csm_1', sealed))).toBe(
      'sealed_value_broken',
    )
    expect(await refusalOf(after.open('sms_code', PLACE, sealed))).toBe('sealed_value_broken')
    expect(await refusalOf(gone.open('phone', PLACE, sealed))).toBe('sealed_value_broken')
    const [version, id, iv = '', body = ''] = sealed.split('.')
    for (const [part, text] of [iv, body].entries())
      for (let bit = 0; bit < fromBase64(text).length * 8; bit++) {
        const bytes = fromBase64(text)
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        const flipped = btoa(String.fromCharCode(...bytes))
        const said = part === 0 ? [version, id, flipped, body] : [version, id, iv, flipped]
        expect(await refusalOf(after.open('phone', PLACE, said.join('.')))).toBe(
          'sealed_value_broken',
        )
      }
    for (const nothing of ['', 'v1', 'v1.k2..', 'v2.k2.AAAAAAAAAAAAAAAA.AAAA', `${sealed}.more`])
      expect(await refusalOf(after.open('phone', PLACE, nothing))).toBe('sealed_value_broken')
  })

  it('makes new tags under the current key and knows those of before', async () => {
    const [given = []] = [await before.macs('objection_link', 'hld_1')]
    const known = (await after.macs('objection_link', 'hld_1')).map(hex)
    expect(known).toContain(hex(given[0] ?? new Uint8Array()))
    expect(known[0]).toBe(hex(await after.mac('objection_link', 'hld_1')))
    expect(known[0]).not.toBe(hex(await before.mac('objection_link', 'hld_1')))
  })

  it('knows what an app and a phone were given under the key before', async () => {
    const claims = {
      grant_id: 'apg_01M7ZZZZZZZZZZZZZZZZZZZZZZ',
      key_id: 'apk_01M7ZZZZZZZZZZZZZZZZZZZZZZ',
      ends_s: 2_000_000_000,
      scopes: [],
      api_version: LATEST_VERSION,
    }
    const [old, fresh] = [{ secrets: before }, { secrets: after }]
    const of_nobody = { secrets: secretsFrom(keyringFrom(random(32)), random) }
    const shown = async (from: { secrets: Secrets }) => {
      const token = await appToken(from, claims)
      const request = wireRequest('GET', '/v1/shops', { token }, () => '')
      return (await appCredential(fresh, request))?.token_hash ?? null
    }
    expect(await shown(old)).toBe(claims.grant_id)
    expect(await shown(of_nobody)).toBeNull()

    const id = 'mdt_01M7ZZZZZZZZZZZZZZZZZZZZZZ'
    const link = async (from: { secrets: Secrets }) => {
      const config = { public_url: 'https://a.example' } as Config
      return (await mandateUrl({ ...from, config }, id, 'account')).replace(/^.*\//, '')
    }
    expect(await mandateFromToken(fresh, await link(old))).toEqual({ id, by: 'account' })
    expect(await refusalOf(mandateFromToken(fresh, await link(of_nobody)))).toBe(
      'mandate_link_invalid',
    )
  })

  it('finds by the same tag what must be found for ever, also when the first key is gone', async () => {
    const kept = await after.seal(
      KEPT_KEY,
      keptPlace('phone_index'),
      btoa(String.fromCharCode(...lastingKey(first, 'phone_index'))),
    )
    const later = secretsFrom(alone, random, async (purpose) =>
      purpose === 'phone_index' ? kept : null,
    )
    const index = hex(await before.mac('phone_index', 'a number'))
    expect(hex(await after.mac('phone_index', 'a number'))).toBe(index)
    expect(hex(await later.mac('phone_index', 'a number'))).toBe(index)
    expect((await later.macs('phone_index', 'a number')).map(hex)).toEqual([index])
    await expect(later.mac('pin', 'x')).rejects.toThrow('first key')
  })

  it('reads itself from the environment, and knows a key again without telling it', () => {
    const said = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))
    const { keyring } = readKeyring({
      YFB_MASTER_KEY: said(first),
      YFB_MASTER_KEY_2: said(second),
      YFB_MASTER_KEY_ID: 'k2',
    })
    expect([keyring.current, [...keyring.keys.keys()]]).toEqual(['k2', ['k1', 'k2']])
    expect(keyCheck(first)).toBe(keyCheck(Uint8Array.from(first)))
    expect(keyCheck(first)).not.toBe(keyCheck(second))
  })
})
