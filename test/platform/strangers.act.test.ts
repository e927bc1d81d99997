import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOLDERS, officialPhone } from '../../src/demo/cast'
import { MINUTE_MS } from '../../src/kernel/time'
import { all, sql } from '../../src/platform/d1'
import { openWorld, type TestWorld } from '../support/world'

let city: TestWorld
beforeEach(async () => {
  city = await openWorld()
})
const from = (address: string) => ({ headers: { 'CF-Connecting-IP': address } })
const guess = (address: string, n = 0) =>
  city.call('POST', '/v1/operators/bootstrap', {
    ...from(address),
    body: {
      bootstrap_token: `boot_${n}_${'x'.repeat(40)}`,
      name: '张同志',
      phone: officialPhone(1),
    },
  })
const statuses = async (address: string, times: number) => {
  const seen: number[] = []
  for (let n = 0; n < times; n++) seen.push((await guess(address, n)).status)
  return seen
}
type Counted = { n: number }
const rowsOf = async (table: 'journal' | 'stranger_minutes') =>
  (await all(city.db, sql<Counted>`SELECT count(*) AS n FROM ${{ text: table, values: [] }}`))[0]?.n

describe(`whoever is not signed in, on ${ENGINE}`, () => {
  it('may try only so often in a minute from one address, and is told when to come again', async () => {
    const seen = await statuses('203.0.113.7', 12)
    expect(seen.filter((status) => status === 429)).toHaveLength(2)
    const refused = await guess('203.0.113.7')
    expect([refused.status, refused.body.code]).toEqual([429, 'asked_too_often'])
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60)
  })
  it('keeps nobody else from trying: another address, another operation, the next minute', async () => {
    await statuses('203.0.113.7', 12)
    expect((await guess('203.0.113.8')).status).not.toBe(429)
    const body = { phone: HOLDERS.li.phone, kind: 'consumer', purpose: 'sign_in' } as const
    const other = await city.call('POST', '/v1/sms-codes', { ...from('203.0.113.7'), body })
    expect(other.status).toBe(202)
    city.advance(MINUTE_MS)
    expect((await guess('203.0.113.7')).status).not.toBe(429)
  })
  it('counts a household of version 6 as one, and this machine not at all', async () => {
    for (let n = 0; n < 11; n++) await guess(`2001:db8:1:2::${n}`, n)
    expect((await guess('2001:db8:1:2:ffff::1')).status).toBe(429)
    expect((await guess('2001:db8:1:3::1')).status).not.toBe(429)
    expect(await statuses('127.0.0.1', 12)).not.toContain(429)
  })
  it('counts exactly under many tries at one moment', async () => {
    const replies = await Promise.all(Array.from({ length: 30 }, (_, n) => guess('203.0.113.9', n)))
    expect(replies.filter(({ status }) => status !== 429)).toHaveLength(10)
  })
  it('fills neither the journal nor its own table, however long it tries', async () => {
    await statuses('203.0.113.7', 40)
    expect(await rowsOf('journal')).toBeLessThanOrEqual(10)
    expect(await rowsOf('stranger_minutes')).toBe(1)
    city.advance(1_441 * MINUTE_MS)
    await guess('203.0.113.8')
    expect(await rowsOf('stranger_minutes')).toBe(1)
  })
})
