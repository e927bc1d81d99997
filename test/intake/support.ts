import { expect } from 'vitest'
import { closeDays } from '../../src/closes/close'
import { OFFICIALS } from '../../src/demo/cast'
import { fetchStatements } from '../../src/intake/fetch'
import { dayStart, localDate, plusDays } from '../../src/kernel/time'
import { type Row, type Statement, sql } from '../../src/platform/d1'
import { reconcileDays } from '../../src/reconciliation/reconcile'
import { openTown, payDaily, type Town } from '../payouts/support'
import type { AnswerAt, Reply, Says } from '../support/addresses'
import { asked } from '../support/asked'

export type Counter = Town & {
  /** Two officials of the bank, by id. */
  teller: string
  checker: string
  account_no: string
  rows: (statement: Statement) => Promise<Row[]>
  /** Goes on to 06:30 of the next day in Asia/Shanghai, and fetches what the bank has by then. */
  nextMorning: () => Promise<string>
  /** The shop earns so much, is paid it whatever was missing before, and the bank confirms. */
  paysOut: (amount_fen: number) => Promise<void>
  /** Reconciles and closes whatever is due. */
  reconciles: () => Promise<void>
  /** The next morning, fetched and reconciled: the day that is over. */
  closes: () => Promise<string>
  /** 06:30 of the day that has begun: yesterday, fetched and reconciled. */
  morning: () => Promise<void>
  breaks: () => Promise<Row[]>
  says: Says
  gives: (
    who: string,
    file: string | Uint8Array,
    options?: { key?: string; type?: string; restates?: boolean },
  ) => Promise<Reply<AnswerAt<'POST /v1/bank/statements'>>>
}

export async function openCounter(): Promise<Counter> {
  const town = await openTown()
  const boss = await town.boss()
  const official = async (name: string, phone: string) => {
    const body = { kind: 'bank', role: 'bank', name, phone, districts: [] } as const
    const reply = await town.call('POST', '/v1/officials', { token: boss, body })
    if (reply.status !== 201) throw new Error(reply.text)
    return String(reply.body.id)
  }
  const rows = (statement: Statement) => asked(town.db, statement)
  const [shop] = await rows(
    sql`SELECT custody_account_no FROM merchants WHERE id = ${town.shop.id}`,
  )
  const reconciles = async () => {
    while ((await reconcileDays(town.world, 50)) > 0);
    while ((await closeDays(town.world, 50)) > 0);
    expect(await rows(sql`SELECT * FROM job_failures`)).toEqual([])
  }
  const nextMorning = async () => {
    const today = localDate(town.world.now())
    const morning = Date.parse(dayStart(plusDays(today, 1))) + 6.5 * 3_600_000
    town.advance(morning - Date.parse(town.world.now()))
    await fetchStatements(town.world, 100)
    return today
  }
  return {
    ...town,
    teller: await official(OFFICIALS.teller.name, OFFICIALS.teller.phone),
    checker: await official(OFFICIALS.checker.name, OFFICIALS.checker.phone),
    account_no: String(shop?.custody_account_no),
    rows,
    nextMorning,
    reconciles,
    closes: async () => {
      const day = await nextMorning()
      await reconciles()
      return day
    },
    morning: async () => {
      const begun = Date.parse(dayStart(localDate(town.world.now())))
      town.advance(begun + 6.5 * 3_600_000 - Date.parse(town.world.now()))
      await fetchStatements(town.world, 100)
      await reconciles()
    },
    breaks: () =>
      rows(sql`SELECT class, day, state, difference_fen, merchant_id, other_merchant_id FROM bank_breaks
                WHERE state IN ('open', 'proposed') ORDER BY id`),
    paysOut: async (amount_fen) => {
      // What the last close found missing holds payouts: here it is as good as made good.
      await town.db.batch([
        sql`UPDATE merchant_covers SET missing_fen = 0, version = version + 1 WHERE missing_fen > 0`,
      ])
      await town.uses(amount_fen)
      await payDaily(town.world, 10)
      await town.asksBank()
      town.advance(11 * 60_000)
      await town.asksBank()
    },
    says: async (who, method, path, body) =>
      town.call(method, path, {
        token: await town.as(who),
        ...(body === undefined ? {} : { body }),
      }),
    gives: givesTo(town),
  }
}

/** Hands a file over at the bank's counter, under a fresh key unless one is given. */
function givesTo(town: Awaited<ReturnType<typeof openTown>>): Counter['gives'] {
  return async (who, file, { key, type = 'text/csv', restates } = {}) =>
    town.call('POST', `/v1/bank/statements${restates ? '?restates=true' : ''}`, {
      token: await town.as(who),
      raw: typeof file === 'string' ? file : new Uint8Array(file),
      headers: { 'Content-Type': type },
      ...(key === undefined ? {} : { key }),
    })
}
