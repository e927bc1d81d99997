import { expect, it } from 'vitest'
import { sql } from '../../src/platform/d1'
import { anyhow, good } from '../support/addresses'
import { openAged } from './support'

it('the pages of the archive show its days, and each day read back', async () => {
  const aged = await openAged()
  await aged.night()
  await aged.moves()
  const { data } = good(await aged.says(aged.teller, 'GET', '/v1/archives'))
  const cookie = `yfb_bank=${await aged.as(aged.teller)}`
  const shown = async (path: string) => {
    const reply = await aged.app.fetch(
      new Request(`http://127.0.0.1:8787${path}`, { headers: { cookie } }),
      {} as Env,
    )
    return `${reply.status} ${await reply.text()}`
  }
  const list = await shown('/b/archives')
  expect(list).toMatch(/^200 /)
  for (const { day, last_hash } of await Promise.all(
    data.map(async ({ day }) => good(await aged.says(aged.teller, 'GET', `/v1/archives/${day}`))),
  )) {
    expect(list).toContain(`/b/archives/${day}`)
    const page = await shown(`/b/archives/${day}`)
    expect(page).toContain('与移走时一致')
    expect(page).toContain(last_hash)
  }
})

it('what each card had on a day before its last one is read before the move and refused after it', async () => {
  const aged = await openAged()
  await aged.night()
  const sealed = await aged.rows(
    sql`SELECT day FROM bank_closes WHERE phase = 'sealed' ORDER BY day`,
  )
  const at = (day: unknown) =>
    aged.says(
      aged.teller,
      'GET',
      anyhow(`/v1/bank/closes/${day}/cards?merchant_id=${aged.shop.id}&limit=100`),
    )
  const before = await Promise.all(sealed.map(({ day }) => at(day)))
  expect(before.map(({ status }) => status)).toEqual(sealed.map(() => 200))
  await aged.moves()
  const [moved] = await aged.rows(sql`SELECT max(day) AS day FROM archive_segments`)
  const last = sealed.findIndex(({ day }) => day === moved?.day)
  expect(last).toBeGreaterThan(0)
  for (const [i, { day }] of sealed.entries()) {
    const after = await at(day)
    if (i < last) expect(after.body).toMatchObject({ status: 409, code: 'close_moved_out' })
    else expect(after.body).toEqual(before[i]?.body)
  }
})

it('a payout of before adds up with what is in the archive, and a use of then says so', async () => {
  const aged = await openAged()
  await aged.night()
  const payouts = await aged.rows(sql`SELECT id, amount_fen FROM payouts ORDER BY id`)
  const [owner] = await aged.rows(
    sql`SELECT id FROM staff WHERE merchant_id = ${aged.shop.id} AND role = 'owner'`,
  )
  const lines = async () =>
    Promise.all(
      payouts.map(
        async ({ id }) => good(await aged.says(aged.teller, 'GET', `/v1/payouts/${id}`)).lines,
      ),
    )
  const told = async () =>
    Promise.all(
      (await aged.rows(sql`SELECT id FROM redemptions WHERE status = 'succeeded' ORDER BY id`)).map(
        async ({ id }) => {
          const path = anyhow(`/v1/redemptions/${id}/payout`)
          return (await aged.says(String(owner?.id), 'GET', path)).body.state
        },
      ),
    )
  const [before, uses] = [await lines(), await told()]
  expect(before.flat().some(({ kind }) => kind === 'moved_out')).toBe(false)
  await aged.moves()
  const after = await lines()
  for (const [i, { amount_fen }] of payouts.entries())
    expect(after[i]?.reduce((sum, line) => sum + line.amount_fen, 0)).toBe(amount_fen)
  expect(after.flat().some(({ kind }) => kind === 'moved_out')).toBe(true)
  const later = await told()
  expect(later).toContain('moved_out')
  for (const [i, state] of later.entries()) expect([uses[i], 'moved_out']).toContain(state)
})
