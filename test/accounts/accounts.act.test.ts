import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { applyAccountChanges } from '../../src/accounts/change'
import { DAY_MS } from '../../src/kernel/time'
import { sendWorkNotices } from '../../src/passkeys/notices'
import { sql } from '../../src/platform/d1'
import { asked } from '../support/asked'
import { type City, openCity, type Shop } from '../support/city'
import { wireRequest } from '../support/wire'

let city: City
let shop: Shop
let keys = 0
type Said = {
  code?: string
  state?: string
  settlement_account_mask?: string
  settlement_account_version: number
  waiting: { id: string; to_mask: string }
  data: { id: string }[]
}
/** Straight at the app: the city's own `call` lets a day pass over a new account, and here it is told. */
async function says(token: string, path: string, body?: object) {
  const method = body === undefined ? 'GET' : 'POST'
  const said = { token, ...(body === undefined ? {} : { body }) }
  const reply = await city.app.fetch(
    wireRequest(method, path, said, () => `account-${++keys}`),
    {} as Env,
  )
  const told: unknown = await reply.json()
  return { status: reply.status, body: told as Said }
}
const asks = (token: string, tail: string) =>
  says(token, '/v1/merchants/me/settlement-account', {
    settlement_account_no: `622202000000${tail}`,
  })
const decides = (token: string, id: string, agreed = true) =>
  says(token, `/v1/settlement-account-changes/${id}/decision`, { agreed })
const paidTo = async () =>
  (
    await asked<{ mask: string }>(
      city.db,
      sql`SELECT settlement_account_mask AS mask FROM merchants WHERE id = ${shop.id}`,
    )
  )[0]?.mask
const owner = () => city.as(shop.owner_id)
const boss = async () => {
  const [one] = await asked<{ id: string }>(
    city.db,
    sql`SELECT min(id) AS id FROM officials WHERE kind = 'operator'`,
  )
  return city.as(String(one?.id))
}

describe(`another settlement account, on ${ENGINE}`, () => {
  beforeEach(async () => {
    city = await openCity()
    shop = await city.opens()
  })
  it('counts when another person has agreed and a day has passed', async () => {
    const before = await paidTo()
    const { status, body } = await asks(await owner(), '2222')
    expect([status, body.settlement_account_mask, body.waiting.to_mask]).toEqual([
      200,
      before,
      '尾号 2222',
    ])
    const { id } = body.waiting
    expect((await decides(await owner(), id)).body.code).toBe('checker_must_not_be_maker')
    expect((await decides(await boss(), id)).body.state).toBe('agreed')
    expect([await applyAccountChanges(city.world, 10), await paidTo()]).toEqual([0, before])
    city.advance(DAY_MS)
    expect([await applyAccountChanges(city.world, 10), await paidTo()]).toEqual([1, '尾号 2222'])
    expect(await applyAccountChanges(city.world, 10)).toBe(0)
  })
  it('counts at once where somebody agrees after the day', async () => {
    const { id } = (await asks(await owner(), '3333')).body.waiting
    city.advance(DAY_MS)
    expect((await decides(await boss(), id)).body.state).toBe('in_force')
    expect(await paidTo()).toBe('尾号 3333')
    expect((await decides(await boss(), id, false)).body.code).toBe('account_change_not_open')
  })
  it('may be refused by every owner, the bank and the platform until it counts, and all are told', async () => {
    const before = await paidTo()
    const { id } = (await asks(await owner(), '4444')).body.waiting
    await sendWorkNotices(city.world, 50)
    const told = sql`SELECT text FROM mock_sms_outbox WHERE text LIKE '%结算账户%'`
    expect(await asked(city.db, told)).toHaveLength(1)
    expect((await decides(await boss(), id)).status).toBe(200)
    expect((await decides(await owner(), id, false)).body.state).toBe('refused')
    city.advance(DAY_MS)
    expect([await applyAccountChanges(city.world, 10), await paidTo()]).toEqual([0, before])
  })
  it('replaces the one that waited; the same account again is only checked anew', async () => {
    const first = (await asks(await owner(), '5555')).body.waiting.id
    const second = (await asks(await owner(), '6666')).body.waiting.id
    expect((await decides(await boss(), first)).body.code).toBe('account_change_not_open')
    const list = await says(await boss(), '/v1/settlement-account-changes')
    expect(list.body.data.map(({ id }: { id: string }) => id)).toEqual([second])
    const version = (await asks(await owner(), '6666')).body.settlement_account_version
    const known = { settlement_account_no: '6217000000000011' }
    const again = await says(await owner(), '/v1/merchants/me/settlement-account', known)
    expect(again.body).toMatchObject({ settlement_account_version: version + 1, waiting: null })
  })
  it('is nobody’s to write past the two', async () => {
    const forged = sql`UPDATE merchants SET settlement_account_no = 'x', version = version + 1 WHERE id = ${shop.id}`
    await expect(city.db.batch([forged])).rejects.toThrow('checker_must_not_be_maker')
    const { id } = (await asks(await owner(), '7777')).body.waiting
    const alone = sql`UPDATE settlement_account_changes SET state = 'agreed', decided_by = asked_by, decided_at = asked_at
                       WHERE id = ${id}`
    await expect(city.db.batch([alone])).rejects.toThrow('checker_must_not_be_maker')
    const early = sql`UPDATE settlement_account_changes SET usable_from = asked_at WHERE id = ${id}`
    await expect(city.db.batch([early])).rejects.toThrow('account_change_not_open')
  })
})
