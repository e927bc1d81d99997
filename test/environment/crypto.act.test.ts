import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ENGINE, openStorage } from '#storage'
import { contentHash, contentHashBefore } from '../../src/environment/content-hash'
import { hex, hmacNow, sha256, sha256Now } from '../../src/environment/crypto'
import { keyringFrom } from '../../src/environment/keyring'
import { secretsFrom } from '../../src/environment/secrets'
import { canonical } from '../../src/kernel/canonical'
import { all, type Db, sql } from '../../src/platform/d1'
import {
  type JournalRow,
  journalRowHash,
  journalRowHashLike,
  SPELT,
  speltRowHash,
} from '../../src/platform/journal-row'

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
    const secrets = secretsFrom(keyringFrom(master), (n) =>
      crypto.getRandomValues(new Uint8Array(n)),
    )
    expect(hex(await secrets.mac('pseudonym', text))).toBe(hex(expected))
  })

  it.each([...TEXTS, new Uint8Array([0, 255])])('signs as WebCrypto does: %.20s', async (said) => {
    const secret = 'whsec_海'
    const hmac = { name: 'HMAC', hash: 'SHA-256' }
    const key = await crypto.subtle.importKey('raw', utf8.encode(secret), hmac, false, ['sign'])
    const bytes = typeof said === 'string' ? utf8.encode(said) : said
    const expected = hex(new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes)))
    expect(hex(hmacNow(secret, said))).toBe(expected)
    expect(hex(hmacNow(utf8.encode(secret), bytes))).toBe(expected)
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
    const secrets = secretsFrom(keyringFrom(master), (n) =>
      crypto.getRandomValues(new Uint8Array(n)),
    )
    expect(await secrets.open('phone', 't.c|1', sealed)).toBe('13800000001')
    await expect(secrets.open('phone', 't.c|2', sealed)).rejects.toThrow()
    const cut = `v1.k1.${base64(iv)}.${base64(body.subarray(0, body.length - 4))}`
    await expect(secrets.open('phone', 't.c|1', cut)).rejects.toThrow()
    await expect(secrets.open('phone', 't.c|1', `v1.k1.${base64(iv)}.AAAA`)).rejects.toThrow()
    const again = await secrets.seal('phone', 't.c|1', '13800000001 海')
    expect(await secrets.open('phone', 't.c|1', again)).toBe('13800000001 海')
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
  const texts = Object.keys(row).filter((name) => name !== 'status')
  it('is over the canonical form, whatever its columns hold', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 })
    const columns = fc.record(Object.fromEntries(texts.map((name) => [name, text])))
    fc.assert(
      fc.property(columns, fc.maxSafeInteger(), (said, status) => {
        const any = { ...row, ...said, status }
        expect(journalRowHash(any)).toBe(contentHash(any))
        expect(journalRowHashLike('v2:', any)).toBe(contentHash(any))
        expect(journalRowHashLike('', any)).toBe(contentHashBefore(any))
      }),
      { seed: 11, numRuns: 300 },
    )
  })
  const speltBy = async (db: Db, any: JournalRow): Promise<string> => {
    const [found] = await all(
      db,
      sql<{
        spelt: string
      }>`SELECT ${SPELT} AS spelt FROM (SELECT ${any.actor_id} AS actor_id, ${any.actor_kind} AS actor_kind,
            ${any.answer} AS answer, ${any.at} AS at, ${any.fingerprint} AS fingerprint, ${any.id} AS id,
            ${any.idempotency_key} AS idempotency_key, ${any.operation} AS operation,
            ${any.request_id} AS request_id, cast(${any.status} AS INTEGER) AS status, ${any.subject_id} AS subject_id)`,
    )
    return found?.spelt ?? ''
  }
  it('is the same when the database spells the row', async () => {
    const db = await openStorage()
    // No column can hold NUL: ids, keys, moments and JSON.
    const text = fc.string({ unit: 'binary', maxLength: 40 }).map((said) => said.replace(/\0/g, ''))
    const columns = fc.record(Object.fromEntries(texts.map((name) => [name, text])))
    for (const said of fc.sample(columns, { seed: 13, numRuns: 200 })) {
      const any = { ...row, ...said } as JournalRow
      const spelt = await speltBy(db, any)
      for (const kept of [journalRowHash(any), journalRowHashLike('', any)]) {
        expect(speltRowHash(kept, spelt)).toBe(kept)
        expect(speltRowHash(kept, await speltBy(db, { ...any, status: 202 }))).not.toBe(kept)
      }
    }
    expect(await speltBy(db, row)).toBe(canonical(row))
  })
  it.each([0, -0, 200, 409, -1])('is over the canonical form for status %s', (status) => {
    const any = { ...row, status }
    expect(journalRowHash(any)).toBe(contentHash(any))
    expect(journalRowHashLike('', any)).toBe(contentHashBefore(any))
  })
  it.each(texts)('says its form, and refuses half of a surrogate pair in %s', (column) => {
    expect(journalRowHash(row)).toMatch(/^v2:[0-9a-f]{64}$/)
    expect(() => journalRowHash({ ...row, [column]: 'a\ud800' })).toThrow('no canonical form')
  })
  it('refuses a status that has no canonical form', () => {
    expect(() => journalRowHash({ ...row, status: 1.5 })).toThrow('no canonical form')
  })
  it('covers every column of the table but the number and the hash', async () => {
    const columns = await all(
      await openStorage(),
      sql<{ name: string }>`SELECT name FROM pragma_table_info('journal')`,
    )
    const covered = [...Object.keys(row), 'seq', 'content_hash']
    expect(columns.map(({ name }) => name).sort()).toEqual(covered.sort())
  })
})
