import { beforeAll, describe, expect, it } from 'vitest'
import { checkBooks } from '../../src/books/check'
import { type City, playCity } from '../../src/demo/city'
import type { Client } from '../../src/demo/client'
import { openInProcess } from '../../src/demo/in-process'
import { visitor } from '../../src/demo/people'
import { playScenes } from '../../src/demo/scenes'
import { HOUR_MS, instantAt, localDate } from '../../src/kernel/time'
import { setBankFault } from '../../src/mocks/bank-faults'
import { bootstrapToken } from '../../src/people/bootstrap'
import { type Db, sql } from '../../src/platform/d1'
import { asked } from '../support/asked'
import { openSqlite } from '../support/sqlite'
import { testConfig } from '../support/world'

const DAYS = 8
let db: Db
let client: Client
let city: City
const consumer = (i: number) => visitor(client, 'consumer', city.holders[i]?.id ?? '')
const owner = (i: number) => visitor(client, 'staff', city.shops[i]?.owner_id ?? '')
const supervisor = () => visitor(client, 'regulator', city.officials.supervisor)

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
    const contested = { query: { status: 'contested' } } as const
    expect((await consumer(2).must('GET /v1/holds', contested)).data).toHaveLength(1)
    const asked = { query: { status: 'asked' } } as const
    expect((await consumer(3).must('GET /v1/refunds', asked)).data).toHaveLength(1)
    for (const i of [0, 5])
      expect((await consumer(i).must('GET /v1/card-transfers')).data).toMatchObject([
        { status: 'offered' },
      ])
  })
  it('for shops: a refund to answer, a new representative, an advance, a closing', async () => {
    const asked = { query: { status: 'asked' } } as const
    expect((await owner(3).must('GET /v1/refunds', asked)).data).toHaveLength(1)
    expect((await owner(4).must('GET /v1/merchant-changes')).data).toMatchObject([
      { kind: 'legal_representative', status: 'effective' },
    ])
    const { outstanding_fen } = await owner(2).must('GET /v1/advances/me')
    expect(outstanding_fen).toBeGreaterThan(0)
    expect((await supervisor().must('GET /v1/endings')).data).toMatchObject([
      { kind: 'closure', phase: 'waiting' },
    ])
  })
  it('for the bank: one break of yesterday, which its two clerks can end', async () => {
    const { bank, bank_second } = city.officials
    const [maker, checker] = [visitor(client, 'bank', bank), visitor(client, 'bank', bank_second)]
    const { data } = await maker.must('GET /v1/bank/breaks')
    expect(data).toMatchObject([{ class: 'B2', difference_fen: 8_800, state: 'open' }])
    const { id, difference_fen, may_end_as } = data[0]!
    const proposal = may_end_as[0]!
    const params = { id }
    const proposed = { params, body: { proposal, note: '已与柜面核实' } }
    await maker.must('POST /v1/bank/breaks/:id/proposal', proposed)
    const ended = await checker.must('POST /v1/bank/breaks/:id/approval', {
      params,
      body: { proposal, difference_fen },
    })
    expect(ended.state).toBe('resolved')
  })
  it('for the authority: the tip, the contested use; for the platform: a raise that waits', async () => {
    expect((await supervisor().must('GET /v1/shop-tips')).data).toMatchObject([
      { shop_name: '老街推拿' },
    ])
    const contested = { query: { status: 'contested' } } as const
    expect((await supervisor().must('GET /v1/holds', contested)).data).toHaveLength(1)
    const second = visitor(client, 'operator', city.officials.operator_second)
    const params = { id: city.shops[1]?.id ?? '' }
    const { waiting } = await second.must('GET /v1/merchants/:id/level', { params })
    const agreed = await second.must('POST /v1/merchants/:id/level/confirmation', {
      params,
      body: { proposal_id: waiting!.id, agreed: true, note: '看过经营记录' },
    })
    expect(agreed).toMatchObject({ level: 'AA' })
  })
  it('on the first page: every person of a shop is named with it, and officials come in pairs', async () => {
    const page = await (await client.fetch(new Request(`${client.base_url}/`))).text()
    for (const words of ['宋海棠 · 海棠面包房店主', '姜亮 · 亮车坊洗车店主', '王秀兰 · 顾客'])
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
    expect(await asked(db, sql`SELECT * FROM job_failures`)).toEqual([])
  })
})
