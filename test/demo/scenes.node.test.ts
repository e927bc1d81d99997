import { beforeAll, describe, expect, it } from 'vitest'
import { checkBooks } from '../../src/books/check'
import { type City, playCity } from '../../src/demo/city'
import { type Client, must } from '../../src/demo/client'
import { openInProcess } from '../../src/demo/in-process'
import { devSignIn } from '../../src/demo/people'
import { playScenes } from '../../src/demo/scenes'
import { HOUR_MS, instantAt, localDate } from '../../src/kernel/time'
import { setBankFault } from '../../src/mocks/bank-faults'
import { bootstrapToken } from '../../src/people/bootstrap'
import { all, type Db, sql } from '../../src/platform/d1'
import { openSqlite } from '../support/sqlite'
import { testConfig } from '../support/world'

const DAYS = 8
let db: Db
let client: Client
let city: City
type Body = Record<string, unknown>
const as = async (who: string, method: string, path: string, body?: object) =>
  must(client, method, path, { token: await devSignIn(client, who), ...(body ? { body } : {}) })
const listed = async (who: string, path: string) => (await as(who, 'GET', path)).data as Body[]

/** The story of eight days, its last day with the scenes, and the morning after. */
beforeAll(async () => {
  db = openSqlite()
  const starts_at = '2026-03-01T16:00:00.000Z'
  const { client: made, opened } = openInProcess(testConfig, db, starts_at)
  client = made
  const bootstrap_token = await bootstrapToken(opened.world)
  city = await playCity({ client, days: DAYS, starts_at, seed: 20211, bootstrap_token })
  const today = localDate(opened.world.now())
  await playScenes({ client, city, today, knob: (fault) => setBankFault(db, fault) })
  await client.moveTo(instantAt(opened.clock.now_ms() + 24 * HOUR_MS))
})

describe('the morning after the story there is something to see', () => {
  it('for the consumer: a use contested, a refund asked for, a card offered to a neighbour', async () => {
    const [bakery, , salon, music] = city.holders
    expect(await listed(salon?.id ?? '', '/v1/holds?status=contested')).toHaveLength(1)
    expect(await listed(music?.id ?? '', '/v1/refunds?status=asked')).toHaveLength(1)
    const neighbour = city.holders[5]?.id ?? ''
    for (const id of [bakery?.id ?? '', neighbour])
      expect(await listed(id, '/v1/card-transfers')).toMatchObject([{ status: 'offered' }])
  })
  it('for shops: a refund to answer, a new representative, an advance, a closing', async () => {
    const [, , salon, music, wash] = city.shops
    expect(await listed(music?.owner_id ?? '', '/v1/refunds?status=asked')).toHaveLength(1)
    expect(await listed(wash?.owner_id ?? '', '/v1/merchant-changes')).toMatchObject([
      { kind: 'legal_representative', status: 'effective' },
    ])
    const { outstanding_fen } = await as(salon?.owner_id ?? '', 'GET', '/v1/advances/me')
    expect(outstanding_fen).toBeGreaterThan(0)
    expect(await listed(city.officials.supervisor, '/v1/endings')).toMatchObject([
      { kind: 'closure', phase: 'waiting' },
    ])
  })
  it('for the bank: one break of yesterday, which its two clerks can end', async () => {
    const { bank, bank_second } = city.officials
    const breaks = await listed(bank, '/v1/bank/breaks')
    expect(breaks).toMatchObject([{ class: 'B2', difference_fen: 8_800, state: 'open' }])
    const [{ id, difference_fen, may_end_as }] = breaks as [Body]
    const proposal = (may_end_as as string[])[0]
    const path = `/v1/bank/breaks/${id}`
    await as(bank, 'POST', `${path}/proposal`, { proposal, note: '已与柜面核实' })
    const ended = await as(bank_second, 'POST', `${path}/approval`, { proposal, difference_fen })
    expect(ended.state).toBe('resolved')
  })
  it('for the authority: the tip, the contested use; for the platform: a raise that waits', async () => {
    const { supervisor, operator_second } = city.officials
    expect(await listed(supervisor, '/v1/shop-tips')).toMatchObject([{ shop_name: '老街推拿' }])
    expect(await listed(supervisor, '/v1/holds?status=contested')).toHaveLength(1)
    const path = `/v1/merchants/${city.shops[1]?.id}/level`
    const { waiting } = await as(operator_second, 'GET', path)
    const { id: proposal_id } = waiting as Body
    const agreed = { proposal_id, agreed: true, note: '看过经营记录' }
    expect(await as(operator_second, 'POST', `${path}/confirmation`, agreed)).toMatchObject({
      level: 'AA',
    })
  })
  it('on the first page: every person of a shop is named with it, and officials come in pairs', async () => {
    const page = await (await client.fetch(new Request(`${client.base_url}/`))).text()
    for (const words of ['宋海棠 · 海棠面包房店主', '姜亮 · 亮车坊洗车店主', '王秀兰（顾客）'])
      expect(page).toContain(words)
    for (const words of [
      '示范银行 柜员小丛',
      '示范银行 复核老邹',
      '市场监管 老鞠',
      '市场监管 小隋',
    ])
      expect(page).toContain(words)
    expect(page).toContain('平台复核员')
  })
  it('and the books are clean', async () => {
    expect((await checkBooks(db)).divergences).toEqual([])
    expect(await all(db, sql`SELECT * FROM job_failures`)).toEqual([])
  })
})
