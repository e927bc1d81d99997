import { describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { escalateInstructions } from '../../src/instructions/escalate'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { sendRefunds } from '../../src/remittances/send'
import { openDesk } from '../refunds/support'
import {
  goesOn,
  type Loss,
  openWith,
  refundsByProvider,
  sentInstructions,
  THINGS,
  turns,
} from './support'

const CASES: [string, Loss[]][] = [
  ['nothing goes wrong', []],
  ['the line is dead once', [{ on: 'tell', kind: 'not_served' }]],
  ['it is served, not answered', [{ on: 'tell', kind: 'served_not_answered' }]],
  [
    'it is served, not answered, and not known yet when asked',
    [
      { on: 'tell', kind: 'served_not_answered' },
      { on: 'ask', kind: 'unknown_yet' },
    ],
  ],
  [
    'it is served, and asking is not answered either',
    [
      { on: 'tell', kind: 'served_not_answered' },
      { on: 'ask', kind: 'not_served', turns: 3 },
    ],
  ],
  ['the account is closed for a while', [{ on: 'tell', kind: 'closed', turns: 2 }]],
]

describe(`the silence of the outside on ${ENGINE}`, () => {
  for (const thing of THINGS)
    it.each(CASES)(`${thing.kind}: %s`, async (_what, losses) => {
      const desk = await openWith(thing)
      await turns(desk, thing, losses)
      await goesOn(desk, thing, 12)
      const told = await sentInstructions(desk, thing.kind)
      expect(told.length).toBeGreaterThan(0)
      for (const one of told) expect(one).toMatchObject({ times: 1, state: 'done' })
      expect(await desk.rows(sql`SELECT job, subject_id, error FROM job_failures`)).toEqual([])
      expect((await checkBooks(desk.db)).divergences).toEqual([])
    })

  it.each(THINGS)('$kind: without an answer for four hours it is somebody’s', async (thing) => {
    const desk = await openWith(thing)
    await turns(desk, thing, [
      { on: 'tell', kind: 'not_served', turns: 100 },
      { on: 'ask', kind: 'not_served', turns: 100 },
    ])
    await thing.runs(desk)
    desk.advance(4 * HOUR_MS - MINUTE_MS)
    await escalateInstructions(desk.world, 100)
    const overdue = () => desk.rows(sql`SELECT data FROM events WHERE type = 'instruction.overdue'`)
    const before = (await overdue()).length
    desk.advance(2 * MINUTE_MS)
    await escalateInstructions(desk.world, 100)
    await escalateInstructions(desk.world, 100)
    expect((await overdue()).length - before).toBe(thing.kind === 'deposit' ? 0 : 1)
    const [told] = await sentInstructions(desk, thing.kind)
    expect(told).toMatchObject({ state: 'unclear', times: 0 })
  })

  it.each([
    ['before it arrives', 1, 0],
    ['after it was carried out', 0, 1],
    ['both, many times', 3, 3],
  ])('original_refund: the answer is lost %s', async (_what, before, after) => {
    const desk = await openDesk()
    const refund = desk.world.payments.refund
    let [lost_before, lost_after] = [before, after]
    const asked: boolean[] = []
    desk.world.payments.refund = async (order) => {
      asked.push(order.again)
      if (lost_before-- > 0) throw new Error('connection lost')
      const said = await refund(order)
      if (lost_after-- > 0) throw new Error('connection lost')
      return said
    }
    await refundsByProvider(desk)
    for (let i = 0; i < 9; i++) {
      await sendRefunds(desk.world, 100)
      desk.advance(i < 3 ? HOUR_MS : DAY_MS)
    }
    const given = await desk.rows(
      sql`SELECT count(*) AS n FROM mock_stripe_objects WHERE id LIKE 're_%'`,
    )
    expect(given).toEqual([{ n: 1 }])
    expect(asked.slice(0, 2)).toEqual([false, true])
    expect(await sentInstructions(desk, 'original_refund')).toMatchObject([{ state: 'done' }])
    expect(await desk.rows(sql`SELECT job FROM job_failures`)).toEqual([])
    expect((await checkBooks(desk.db)).divergences).toEqual([])
  })
})
