import { describe, expect, it } from 'vitest'
import { ENGINE, openStorage } from '#storage'
import { hex, secretsFrom, sha256, sha256Now } from '../../src/environment/crypto'
import { canonical } from '../../src/kernel/canonical'
import { all, sql } from '../../src/platform/d1'
import { hashOfJournalRow, type JournalRow } from '../../src/platform/journal-row'

const utf8 = new TextEncoder()
const TEXTS = ['', 'abc', '海棠面包房 4,800 分', '😀', 'lone \ud800 surrogate', 'x'.repeat(70_000)]

describe(`digests on ${ENGINE}`, () => {
  it.each(TEXTS)('SHA-256 is what WebCrypto says: %.20s', async (text) => {
    const expected = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8.encode(text))))
    expect(sha256Now(text)).toBe(expected)
    expect(await sha256(text)).toBe(expected)
  })

  it.each(TEXTS)('a tag is HMAC under the HKDF key, as WebCrypto makes it: %.20s', async (text) => {
    const master = Uint8Array.from({ length: 32 }, (_, i) => i * 7)
    const root = await crypto.subtle.importKey('raw', master, 'HKDF', false, ['deriveKey'])
    const info = utf8.encode('mac|pseudonym')
    const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info }
    const hmac = { name: 'HMAC', hash: 'SHA-256', length: 256 }
    const key = await crypto.subtle.deriveKey(hkdf, root, hmac, false, ['sign'])
    const expected = new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8.encode(text)))
    const secrets = secretsFrom(master, (n) => crypto.getRandomValues(new Uint8Array(n)))
    expect(hex(await secrets.mac('pseudonym', text))).toBe(hex(expected))
  })

  it('opens what WebCrypto sealed under the same key, and nothing that was moved', async () => {
    const master = Uint8Array.from({ length: 32 }, (_, i) => 255 - i)
    const root = await crypto.subtle.importKey('raw', master, 'HKDF', false, ['deriveKey'])
    const info = utf8.encode('seal|phone')
    const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info }
    const aes = { name: 'AES-GCM', length: 256 }
    const key = await crypto.subtle.deriveKey(hkdf, root, aes, false, ['encrypt'])
    const iv = new Uint8Array(12).fill(9)
    const place = { name: 'AES-GCM', iv, additionalData: utf8.encode('t.c|1') }
    const body = new Uint8Array(await crypto.subtle.encrypt(place, key, utf8.encode('13800000001')))
    const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))
    const sealed = `v1.k1.${base64(iv)}.${base64(body)}`
    const secrets = secretsFrom(master, (n) => crypto.getRandomValues(new Uint8Array(n)))
    expect(await secrets.open('phone', 't.c|1', sealed)).toBe('13800000001')
    await expect(secrets.open('phone', 't.c|2', sealed)).rejects.toThrow()
  })
})

describe(`the hash of a journal row on ${ENGINE}`, () => {
  const row: JournalRow = {
    id: 'jrn_1',
    actor_kind: 'clock',
    actor_id: 'clock',
    idempotency_key: 'k:1',
    operation: 'moveSome',
    fingerprint: 'f',
    subject_id: '',
    status: 201,
    answer: '{"left_fen":700}',
    request_id: 'req_1',
    at: '2026-03-02T01:00:00.000Z',
  }
  it.each(TEXTS)('is the canonical one, whatever a column holds: %.20s', (text) => {
    for (const column of Object.keys(row).filter((name) => name !== 'status')) {
      const changed = { ...row, [column]: text }
      expect(hashOfJournalRow(changed)).toBe(sha256Now(canonical(changed)))
    }
  })
  it.each([0, -0, 200, 409, -1])('is the canonical one for status %s', (status) => {
    expect(hashOfJournalRow({ ...row, status })).toBe(sha256Now(canonical({ ...row, status })))
  })
  it('refuses a status that has no canonical form', () => {
    expect(() => hashOfJournalRow({ ...row, status: 1.5 })).toThrow('no canonical form')
  })
  it('covers every column of the table but the number and the hash', async () => {
    const columns = await all<{ name: string }>(
      await openStorage(),
      sql`SELECT name FROM pragma_table_info('journal')`,
    )
    const covered = [...Object.keys(row), 'seq', 'content_hash']
    expect(columns.map(({ name }) => name).sort()).toEqual(covered.sort())
  })
})
