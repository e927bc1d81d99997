import { OFFICIALS, officialPhone } from '../../src/demo/cast'
import type { Statement } from '../../src/platform/d1'
import { sql } from '../../src/platform/d1'
import { type Gets, good } from '../support/addresses'
import { asked } from '../support/asked'
import { type City, openCity } from '../support/city'

/** A city of many shops that trade quietly: written straight into the books, and an official for each district. */
export type Town = City & {
  /** The id of the n-th shop, counted from 1. */
  shop: (n: number) => string
  huancui: string
  rushan: string
  plants: (...statements: Statement[]) => Promise<void>
  /** As this official reads it; anything but 200 is a fault of the test. */
  reads: Gets
  /** What the reading asks of the database: the texts, and how many round trips. */
  asked: (read: () => Promise<unknown>) => Promise<{ trips: number; statements: Statement[] }>
}

const shop = (n: number) => `mch_${String(n).padStart(26, '0')}`

export async function openTown(shops: number): Promise<Town> {
  const city = await openCity()
  const plants = async (...statements: Statement[]) => {
    await city.db.batch(statements)
  }
  const numbers = JSON.stringify(Array.from({ length: shops }, (_, i) => i + 1))
  const from = sql`FROM json_each(${numbers})`
  const id = sql`printf('mch_%026d', value)`
  // Odd ones in 环翠, even ones in 乳山; each owes ¥10 times its number to two cards.
  await plants(
    sql`INSERT INTO merchants (id, name, entity_type, sector, district, address, licence_no, legal_representative,
                               settlement_account_no, settlement_account_mask, code, level, applied_at, admitted_at)
        SELECT ${id}, '店' || value, 'company', iif(value % 3 = 0, 'bakery', 'gym'), iif(value % 2 = 1, 'huancui', 'rushan'),
               '新威路', 'licence ' || value, '李', 'sealed', '尾号 1', 'code' || value, 'A', '2026-01-01', '2026-01-01' ${from}`,
    sql`INSERT INTO merchant_totals (merchant_id, cards_count, paid_fen, owed_fen)
        SELECT ${id}, 2, value * 1000, value * 1000 ${from}`,
  )
  let phones = 0
  const official = async (district: string) =>
    good(
      await city.call('POST', '/v1/officials', {
        token: city.operator,
        body: {
          ...OFFICIALS.supervisor,
          phone: officialPhone(90 + phones++),
          districts: [district],
        },
      }),
    ).id as string
  return {
    ...city,
    shop,
    plants,
    huancui: await official('huancui'),
    rushan: await official('rushan'),
    reads: async (who, path) => good(await city.call('GET', path, { token: await city.as(who) })),
    asked: async (read) => {
      const seen: (readonly Statement[])[] = []
      const before = city.faulty.next
      city.faulty.next = (statements) => {
        seen.push(statements)
        return null
      }
      await read()
      city.faulty.next = before
      return { trips: seen.length, statements: seen.flat() }
    },
  }
}

/** An ending as it stands after its first act. */
export const anEnding = (
  n: number,
  more: {
    kind?: string
    phase?: string
    confirmed_at?: string
    closes_on?: string
    short?: number
  } = {},
): Statement =>
  sql`INSERT INTO endings (id, merchant_id, kind, reason, reported_by, reported_at, closes_on, confirmed_at, phase,
                           owed_fen, shortfall_fen)
      VALUES (${`end_${n}`}, ${shop(n)}, ${more.kind ?? 'incident'}, '卷闸门关闭', 'ofc_1', '2026-03-01',
              ${more.closes_on ?? null}, ${more.confirmed_at ?? null}, ${more.phase ?? 'waiting'}, 0, ${more.short ?? 0})`
export const aCover = (n: number, more: { missing?: number; unexplained?: number }): Statement =>
  sql`INSERT INTO merchant_covers (merchant_id, business_day, owed_fen, covered_fen, short_fen, cards_owed_fen,
                                   cards_covered_fen, transit_fen, missing_fen, unexplained_fen, is_complete, closed_at)
      VALUES (${shop(n)}, '2026-03-01', 100000, 90000, 10000, 100000, 90000, 0, ${more.missing ?? 0},
              ${more.unexplained ?? 0}, 1, '2026-03-02')`
export const aBreak = (n: number, more: { id?: string; escalated?: boolean } = {}): Statement =>
  sql`INSERT INTO bank_breaks (id, subject, leg, merchant_id, class, first_class, day, found_on, difference_fen, lines,
                               movements, note, owner, limit_on, escalated_at)
      VALUES (${more.id ?? `brk_${n}`}, ${more.id ?? `s${n}`}, 'bank', ${shop(n)}, 'B1', 'B1', '2026-02-20', '2026-02-21', -4200,
              '[]', '[]', '', 'bank', '2026-02-24', ${more.escalated === false ? null : '2026-02-25'})`
export const changed = (n: number, column: Statement, value: string): Statement =>
  sql`UPDATE merchants SET ${column} = ${value}, version = version + 1 WHERE id = ${shop(n)}`
export const merchantIds = (page: { data: { merchant_id: string }[] }): number[] =>
  page.data.map(({ merchant_id }) => Number(merchant_id.slice(4)))
export const queryPlan = async (city: City, { text, values }: Statement): Promise<string[]> =>
  (await asked<{ detail: string }>(city.db, { text: `EXPLAIN QUERY PLAN ${text}`, values })).map(
    ({ detail }) => detail,
  )
