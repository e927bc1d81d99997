import { describe, expect, it } from 'vitest'
import {
  type Heard,
  mayChange,
  retryAfterMs,
  retryWorth,
  waitBefore,
} from '../../src/client/retry-rules'

const heard = (status: number, more: Partial<Heard> = {}): Heard => ({
  status,
  is_ours: true,
  code: status < 300 ? null : 'card_frozen',
  after_ms: null,
  replayed: false,
  ...more,
})

describe('what an answer is worth', () => {
  it.each([
    ['done', heard(200)],
    ['done', heard(201)],
    ['refused', heard(409)],
    ['refused', heard(404)],
    ['refused', heard(429, { code: 'payout_too_often' })],
    ['later', heard(429, { code: 'code_locked', after_ms: 60_000 })],
    ['open', heard(409, { code: 'request_in_flight', after_ms: 2_000 })],
    ['open', heard(409, { code: 'request_already_answered' })],
    ['open', heard(500)],
    ['open', heard(503, { after_ms: 2_000 })],
    // A page of a hotel's network says 200, too; a firewall's 403 is no refusal of ours.
    ['open', heard(200, { is_ours: false })],
    ['open', heard(403, { is_ours: false, code: null })],
    ['open', heard(302, { code: null })],
  ] as const)('is %s: %j', (worth, one) => {
    expect(retryWorth(one)).toBe(worth)
  })
  it.each([
    [true, heard(500)],
    [true, heard(502, { is_ours: false })],
    [true, heard(429, { is_ours: false })],
    [true, heard(409, { code: 'request_in_flight' })],
    [false, heard(200, { is_ours: false })],
    [false, heard(302, { is_ours: false })],
    [false, heard(403, { is_ours: false })],
  ])('of an open one, another try is worth it: %s %j', (is, one) => {
    expect(mayChange(one)).toBe(is)
  })
})

describe('the wait before the next try', () => {
  it('doubles up to eight seconds, and half of it is chance', () => {
    const least = [1, 2, 3, 4, 5, 6, 7, 20].map((n) => waitBefore(n, null, 0))
    expect(least).toEqual([125, 250, 500, 1_000, 2_000, 4_000, 4_000, 4_000])
    expect([1, 6, 20].map((n) => waitBefore(n, null, 0.9999))).toEqual([249, 7_999, 7_999])
  })
  it('is never shorter than the service asks for', () => {
    expect(waitBefore(1, 2_000, 0)).toBe(2_000)
    expect(waitBefore(1, 2_000, 0.9999)).toBe(2_249)
  })
  it.each([
    ['2', 2_000],
    ['Thu, 01 Jan 1970 00:01:00 GMT', 59_000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['soon', null],
    ['-3', null],
    [null, null],
  ])('reads Retry-After %s as %s ms', (said, ms) => {
    expect(retryAfterMs(said, 1_000)).toBe(ms)
  })
})
