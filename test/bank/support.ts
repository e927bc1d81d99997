import { fetchStatements } from '../../src/bank/fetch'
import { localDate, plusDays, startOfDay } from '../../src/kernel/time'
import { all, type Row, type Statement, sql } from '../../src/platform/d1'
import { openTown, type Town } from '../payouts/support'
import type { Reply } from '../support/world'

export type Counter = Town & {
  /** Two officials of the bank, by id. */
  teller: string
  checker: string
  account_no: string
  rows: (statement: Statement) => Promise<Row[]>
  /** Goes on to 06:30 of the next day in Asia/Shanghai, and fetches what the bank has by then. */
  nextMorning: () => Promise<string>
  says: (who: string, method: string, path: string, body?: unknown) => Promise<Reply>
  gives: (
    who: string,
    file: string | Uint8Array,
    options?: { key?: string; type?: string },
  ) => Promise<Reply>
}

export async function openCounter(): Promise<Counter> {
  const town = await openTown()
  const boss = await town.boss()
  const official = async (name: string, phone: string) => {
    const body = { kind: 'bank', role: 'bank', name, phone, districts: [] }
    const reply = await town.call('POST', '/v1/officials', { token: boss, body })
    if (reply.status !== 201) throw new Error(reply.text)
    return String(reply.body.id)
  }
  const rows = (statement: Statement) => all<Row>(town.db, statement)
  const [shop] = await rows(
    sql`SELECT custody_account_no FROM merchants WHERE id = ${town.shop.id}`,
  )
  let files = 0
  return {
    ...town,
    teller: await official('钱出纳', '13700000001'),
    checker: await official('郑复核', '13700000002'),
    account_no: String(shop?.custody_account_no),
    rows,
    nextMorning: async () => {
      const today = localDate(town.world.now())
      const morning = Date.parse(startOfDay(plusDays(today, 1))) + 6.5 * 3_600_000
      town.advance(morning - Date.parse(town.world.now()))
      await fetchStatements(town.world, 100)
      return today
    },
    says: async (who, method, path, body) =>
      town.call(method, path, {
        token: await town.as(who),
        ...(body === undefined ? {} : { body }),
      }),
    gives: async (who, file, { key, type = 'text/csv' } = {}) => {
      const reply = await town.app.fetch(
        new Request('http://127.0.0.1:8787/v1/bank/statements', {
          method: 'POST',
          headers: {
            Authorization: `Bearer ${await town.as(who)}`,
            'Content-Type': type,
            'Idempotency-Key': key ?? `file-${++files}`,
          },
          body: typeof file === 'string' ? file : new Uint8Array(file),
        }),
        {} as Env,
      )
      const text = await reply.text()
      return { status: reply.status, headers: reply.headers, text, body: JSON.parse(text) }
    },
  }
}
