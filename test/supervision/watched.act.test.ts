import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { keepCases } from '../../src/cases/look'
import { sql } from '../../src/platform/d1'
import {
  aBreak,
  aCover,
  anEnding,
  changed,
  merchantIds,
  openTown,
  queryPlan,
  type Town,
} from './town'

const LIST = '/v1/supervision/shops'
/** Indexes that hold nothing but rows that are something to look at. */
const ONLY_WHAT_IS_THE_MATTER = [
  'endings_running',
  'endings_short',
  'refund_runs_unfinished',
  'merchant_covers_unexplained',
  'merchant_covers_missing',
  'refunds_open',
  'holds_contested',
  'payouts_failed',
  'merchant_changes_waiting',
  'merchants_held',
  'warning_memories_alarmed',
].join('|')
/** What was found so far, one page of it, and the districts of whoever asks. */
const MADE_ON_THE_WAY = 'matters|s|x|p|page|\\(subquery-\\d+\\)|place VIRTUAL TABLE INDEX 1:'
let town: Town

describe(`the list of an official with 1,200 shops, on ${ENGINE}`, () => {
  beforeAll(async () => {
    town = await openTown(1_200)
    await town.plants(
      anEnding(1_101),
      aCover(3, { missing: 500 }),
      aBreak(5),
      changed(7, sql`level`, 'D'),
      changed(1_199, sql`level`, 'D'),
      anEnding(2),
    )
  })

  it('has the incident at the 1,101st shop at its top', async () => {
    const page = await town.reads(town.huancui, `${LIST}?urgency_min=2`)
    expect(merchantIds(page)).toEqual([1_101, 3, 5, 1_199, 7])
    expect(page.data.map((one: { urgency: number }) => one.urgency)).toEqual([5, 5, 4, 3, 3])
    expect(page.data[0]).toMatchObject({
      merchant_name: '店1101',
      stake_fen: 1_101_000,
      stake_cards_count: 2,
      signals_count: 1,
      signals: [{ kind: 'incident_reported', subject_id: 'end_1101' }],
    })
    expect(page.data[0]!.signals[0]!.message).toContain('卷闸门关闭')
    expect(page.totals).toEqual({
      shops_count: 600,
      watched_count: 5,
      urgent_count: 3,
      owed_fen: 360_000_000,
      cards_count: 1_200,
    })
  })
  it('goes on to the last shop, each once and in order, whatever the size of a page', async () => {
    const seen: number[] = []
    const rank: string[] = []
    for (let cursor = ''; ; ) {
      const page = await town.reads(town.huancui, `${LIST}?limit=97${cursor}`)
      seen.push(...merchantIds(page))
      for (const one of page.data)
        rank.push(
          `${one.urgency} ${String(one.stake_fen).padStart(12)} ${String(one.owed_fen).padStart(12)}`,
        )
      expect(page.totals.shops_count).toBe(600)
      if (!page.has_more) break
      cursor = `&cursor=${page.next_cursor}`
    }
    expect(seen).toHaveLength(600)
    expect(new Set(seen).size).toBe(600)
    expect(rank).toEqual([...rank].sort().reverse())
    expect(seen.slice(0, 7)).toEqual([1_101, 3, 5, 1_199, 7, 1_197, 1_195])
  })
  it('keeps its place when something above it changes between two pages', async () => {
    const first = await town.reads(town.rushan, `${LIST}?limit=3`)
    expect(merchantIds(first)).toEqual([2, 1_200, 1_198])
    await town.plants(anEnding(4))
    const next = await town.reads(town.rushan, `${LIST}?limit=3&cursor=${first.next_cursor}`)
    expect(merchantIds(next)).toEqual([1_196, 1_194, 1_192])
  })
  it('asks the database once, and walks no table of shops for what is the matter', async () => {
    const token = await town.as(town.huancui)
    const { trips, statements } = await town.asked(() =>
      town.call('GET', `${LIST}?urgency_min=2`, { token }),
    )
    expect(trips).toBe(1)
    const [list] = statements.filter(({ text }) => text.includes('page AS MATERIALIZED'))
    const plan = await queryPlan(town, list!)
    const walked = plan.filter((step) => step.startsWith('SCAN '))
    const known = new RegExp(
      `^SCAN (\\w USING INDEX (${ONLY_WHAT_IS_THE_MATTER})|${MADE_ON_THE_WAY})$`,
    )
    expect(walked.filter((step) => !known.test(step))).toEqual([])
    expect(plan.join()).not.toMatch(/CORRELATED SCALAR SUBQUERY \d+,SCAN/)
  })
  it('is laid out by a page that asks three things at once: the list, the districts, and who is signed in', async () => {
    await keepCases(town.world, 50)
    const cookie = `yfb_regulator=${await town.as(town.huancui)}`
    let text = ''
    const { trips } = await town.asked(async () => {
      const request = new Request('http://127.0.0.1:8787/r', { headers: { cookie } })
      text = await (await town.app.fetch(request, {} as Env)).text()
    })
    expect(trips).toBe(3)
    expect(text).toMatch(/环翠区：<b>3 家店有事<\/b>，关系 \d+ 张卡的 ¥23,070.00/)
    expect(text.indexOf('店1101')).toBeGreaterThan(0)
    expect(text.indexOf('店1101')).toBeLessThan(text.indexOf('店1199'))
    expect(text).toContain('href="/r/incidents/end_1101"')
  })
  it('finds shops by district, trade and part of a name, and tells how many there are', async () => {
    const found = await town.reads(town.huancui, `${LIST}?name=${encodeURIComponent('店110')}`)
    expect(merchantIds(found)).toEqual([1_101, 1_109, 1_107, 1_105, 1_103])
    expect(found.totals).toMatchObject({ shops_count: 5, watched_count: 1 })
    const bakers = await town.reads(town.huancui, `${LIST}?sector=bakery&urgency_min=2`)
    expect(merchantIds(bakers)).toEqual([1_101, 3])
    expect(bakers.totals).toMatchObject({ shops_count: 200, watched_count: 2 })
    const elsewhere = await town.reads(town.huancui, `${LIST}?district=rushan`)
    expect(elsewhere.totals).toMatchObject({ shops_count: 0, watched_count: 0, owed_fen: 0 })
  })
  it('refuses a cursor that it did not make', async () => {
    const token = await town.as(town.huancui)
    const cursor = btoa('9 0 0 mch_1')
    const reply = await town.call('GET', `${LIST}?cursor=${cursor}`, { token })
    expect([reply.status, reply.body.code]).toEqual([400, 'cursor_invalid'])
  })
  it('has the same shop alone, with what may be done about it; not one of another district', async () => {
    const alone = await town.reads(town.huancui, `${LIST}/${town.shop(1_101)}`)
    expect(alone).toMatchObject({
      urgency: 5,
      ending_id: 'end_1101',
      may: ['holdSales'],
      signals: [{ kind: 'incident_reported' }],
    })
    const quiet = await town.reads(town.huancui, `${LIST}/${town.shop(9)}`)
    expect(quiet).toMatchObject({ urgency: 1, signals: [], may: ['holdSales', 'reportIncident'] })
    const token = await town.as(town.huancui)
    const other = await town.call('GET', `${LIST}/${town.shop(2)}`, { token })
    expect([other.status, other.body.code]).toEqual([404, 'merchant_not_found'])
  })
  it('sums up the morning for the districts of whoever asks', async () => {
    const mine = await town.reads(town.huancui, '/v1/supervision/briefing')
    expect(mine.totals).toEqual({ shops_count: 600, cards_count: 1_200, owed_fen: 360_000_000 })
    expect(mine.deadlines).toEqual({
      decide_by: '2026-03-05',
      refunds_to_decide: 0,
      contested_uses: 0,
      endings_open: 1,
      breaks_overdue: 1,
    })
    const bakers = await town.reads(town.huancui, '/v1/supervision/briefing?sector=bakery')
    expect(bakers.deadlines).toMatchObject({ endings_open: 1, breaks_overdue: 0 })
    expect(bakers.totals.shops_count).toBe(200)
  })
})

describe(`what is the matter with a shop, on ${ENGINE}`, () => {
  beforeEach(async () => {
    town = await openTown(3)
  })
  const kinds = async (n = 1) =>
    (await town.reads(town.huancui, `${LIST}/${town.shop(n)}`)).signals.map(
      (one: { kind: string; money_fen: number; urgency: number }) =>
        `${one.urgency} ${one.kind} ${one.money_fen}`,
    )
  const paper = (day: string | null) =>
    sql`UPDATE merchants SET licence_expires_on = ${day}, version = version + 1 WHERE id = ${town.shop(1)}`

  it.each([
    ['dismissed', { phase: 'dismissed' }, []],
    ['done and whole', { phase: 'done', confirmed_at: 'x' }, []],
    ['done and short', { phase: 'done', confirmed_at: 'x', short: 7 }, ['5 refund_shortfall 7']],
    ['reported', {}, ['5 incident_reported 1000']],
    ['confirmed', { phase: 'refunding', confirmed_at: 'x' }, ['4 incident_refunding 1000']],
    [
      'a closure announced',
      { kind: 'closure', closes_on: '2026-06-01' },
      ['2 closure_announced 1000'],
    ],
    [
      'a closure that refunds',
      { kind: 'closure', closes_on: '2026-06-01', phase: 'refunding' },
      ['3 closure_refunding 1000'],
    ],
  ])('is an ending that is %s', async (_name, ending, found) => {
    await town.plants(anEnding(1, ending))
    expect(await kinds()).toEqual(found)
  })
  it('is money missing at the bank, and before it money nobody can explain', async () => {
    await town.plants(aCover(1, { missing: 500 }), aCover(3, { missing: 500, unexplained: -3 }))
    expect(await kinds()).toEqual(['5 coverage_short 500'])
    expect(await kinds(3)).toEqual(['5 coverage_unexplained 3'])
  })
  it('is a break that stood past its limit, and none before', async () => {
    await town.plants(aBreak(1, { escalated: false }))
    expect(await kinds()).toEqual([])
    await town.plants(aBreak(1, { id: 'brk_late' }), aBreak(1, { id: 'brk_late2' }))
    expect(await kinds()).toEqual(['4 break_overdue 4200', '4 break_overdue 4200'])
  })
  it.each([
    ['over', '2026-03-01', ['4 licence_ended 1000']],
    ['over within thirty days', '2026-04-01', ['2 licence_ending 1000']],
    ['over today', '2026-03-02', ['2 licence_ending 1000']],
    ['good for longer', '2026-04-02', []],
    ['without an end', null, []],
  ])('is a licence that is %s', async (_name, day, found) => {
    await town.plants(paper(day))
    expect(await kinds()).toEqual(found)
  })
  it('is none of its papers while no card is out and nothing is stopped', async () => {
    await town.plants(
      paper('2026-03-01'),
      sql`UPDATE merchant_totals SET owed_fen = 0, refunded_fen = paid_fen WHERE merchant_id = ${town.shop(1)}`,
    )
    expect(await kinds()).toEqual([])
  })
  it('names a stop of sales once: not beside the ending that caused it', async () => {
    const held = sql`UPDATE merchants SET sales_held_at = 'x', sales_held_reason = '疑似失联', version = version + 1
                      WHERE id = ${town.shop(1)}`
    await town.plants(held)
    expect(await kinds()).toEqual(['3 sales_held 1000'])
    await town.plants(anEnding(1))
    expect(await kinds()).toEqual(['5 incident_reported 1000'])
  })
  it('tells at most fifty matters of one shop, the most urgent first, and counts them all', async () => {
    await town.plants(
      ...Array.from({ length: 60 }, (_, i) => aBreak(1, { id: `brk_${i}` })),
      anEnding(1),
    )
    const alone = await town.reads(town.huancui, `${LIST}/${town.shop(1)}`)
    expect(alone.signals_count).toBe(61)
    expect(alone.signals).toHaveLength(50)
    expect(alone.signals[0]!.kind).toBe('incident_reported')
  })
})
