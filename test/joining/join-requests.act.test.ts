import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { holderPhone } from '../../src/demo/cast'
import { maskPhone } from '../../src/identity/phone'
import { sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from '../refunds/support'
import { firstDay } from './read-through'

let desk: Desk
let wished_on: string
let operator: string
beforeEach(async () => {
  desk = await openDesk()
  wished_on = await firstDay(desk)
  const [row] = await desk.rows(sql`SELECT id FROM officials WHERE kind = 'operator'`)
  operator = String(row?.id)
})
const PHONE = holderPhone(731)
const OTHER = holderPhone(732)
const asks = (over: object = {}, key?: string) =>
  desk.call('POST', '/v1/join-requests', {
    body: {
      shop_name: '海边琴行',
      phone: PHONE,
      district: 'huancui',
      wished_on,
      wished_part: 'morning',
      ...over,
    },
    ...(key ? { key } : {}),
  })
const lists = async (state: string) =>
  good(await desk.says(operator, 'GET', `/v1/join-requests?state=${state}`)).data

describe(`a request to join, on ${ENGINE}`, () => {
  it('is asked for without a sign-in, and waits for the operator under a masked number', async () => {
    const asked = good(await asks())
    expect(asked).toMatchObject({
      shop_name: '海边琴行',
      phone_mask: maskPhone(PHONE),
      result: null,
    })
    expect(await lists('waiting')).toMatchObject([{ id: asked.id, district_name: '环翠区' }])
    expect(JSON.stringify(await lists('waiting'))).not.toContain(PHONE)
    for (const who of [desk.owner, desk.supervisor, desk.li.id])
      expect((await desk.says(who, 'GET', '/v1/join-requests?state=waiting')).status).toBe(403)
  })
  it('keeps its number sealed: who opens it is written down, and no answer or event keeps it', async () => {
    const { id } = good(await asks())
    const path = `/v1/join-requests/${id}/phone` as const
    expect((await desk.says(desk.supervisor, 'POST', path)).status).toBe(403)
    expect(good(await desk.says(operator, 'POST', path))).toMatchObject({ phone: PHONE })
    expect(await desk.rows(sql`SELECT join_request_id, opened_by FROM join_request_calls`)).toEqual(
      [{ join_request_id: id, opened_by: operator }],
    )
    for (const table of ['journal', 'join_requests', 'events']) {
      const rows = await desk.db.batch([{ text: `SELECT * FROM ${table}`, values: [] }])
      expect(JSON.stringify(rows), table).not.toContain(PHONE)
    }
  })
  it('waits once for each number, and may be asked for again when it has ended', async () => {
    const { id } = good(await asks())
    const again = await asks({ shop_name: '另一家店' })
    expect([again.status, again.body.code]).toEqual([409, 'join_request_waits_already'])
    const result = { result: 'not_reached', note: '打了三次' } as const
    const ended = good(await desk.says(operator, 'POST', `/v1/join-requests/${id}/result`, result))
    expect(ended).toMatchObject({ ...result, noted_by_name: expect.any(String) })
    const twice = await desk.says(operator, 'POST', `/v1/join-requests/${id}/result`, result)
    expect([twice.status, twice.body.code]).toEqual([409, 'join_request_ended'])
    const phone = await desk.says(operator, 'POST', `/v1/join-requests/${id}/phone`)
    expect(phone.body.code).toBe('join_request_ended')
    expect(await lists('waiting')).toEqual([])
    expect(await lists('ended')).toMatchObject([{ id }])
    good(await asks())
  })
  it('is one, asked for twice under one key, and one of two at once', async () => {
    const first = good(await asks({}, 'once'))
    expect(good(await asks({}, 'once')).id).toBe(first.id)
    const both = await Promise.all([
      asks({ phone: OTHER }, 'left'),
      asks({ phone: OTHER }, 'right'),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
  })
  it('is refused when a hundred were asked for on the day', async () => {
    const one = (n: number) =>
      sql`INSERT INTO join_requests (id, shop_name, district, wished_on, wished_part, phone_index, phone_sealed,
                                    phone_mask, asked_on, asked_at)
          VALUES (${`jrq_${n}`}, '店店', 'huancui', ${wished_on}, 'morning', ${`index ${n}`}, '', '',
                  ${desk.world.now().slice(0, 10)}, ${desk.world.now()})`
    await desk.db.batch(Array.from({ length: 100 }, (_, n) => one(n)))
    const full = await asks()
    expect([full.status, full.body.code]).toEqual([429, 'join_requests_used_up'])
    await expect(desk.db.batch([one(100)])).rejects.toThrow('join_requests_used_up')
  })
  it.each([
    ['join_request_day_not_open', { wished_on: '2026-03-01' }, 422],
    ['district_unknown', { district: 'beijing' }, 422],
    ['request_invalid', { phone: '12345' }, 422],
    ['request_invalid', { shop_name: '店' }, 422],
    ['request_invalid', { wished_part: 'evening' }, 422],
    ['request_invalid', { note: 'x' }, 422],
  ])('is refused: %s', async (code, over, status) => {
    const reply = await asks(over)
    expect([reply.status, reply.body.code]).toEqual([status, code])
  })
  it('is never edited', async () => {
    good(await asks())
    for (const touch of [
      sql`UPDATE join_requests SET shop_name = '换换'`,
      sql`DELETE FROM join_requests`,
    ])
      await expect(desk.db.batch([touch])).rejects.toThrow('join_requests_are_kept')
  })
})

describe(`whom a shop turns to, on ${ENGINE}`, () => {
  it('is the city’s own row, with days on which somebody is there', async () => {
    const join = good(await desk.call('GET', '/v1/join-desk', {}))
    expect(join).toMatchObject({ hotline: '12345', desk: { phone: '12345' } })
    expect(join.open_days).toHaveLength(10)
  })
})
