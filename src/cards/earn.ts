import { sumFen } from '../kernel/money'
import { insist } from '../kernel/refusals'
import { type Instant, type LocalDate, localDate, startOfDay } from '../kernel/time'
import { post } from '../ledger/book'
import { escrowOf as escrowAccountOf, payableTo } from '../ledger/chart'
import { tallyUse } from '../merchants/tally'
import { all, type Statement, sql } from '../platform/d1'
import { answerOnce, clockAsk } from '../platform/journal'
import type { World } from '../platform/world'
import { earnDays, type LotUse } from './rules'
import { cardFrom, readCard, type StoredCard, useCard } from './store'

type DueRow = { id: string }
type PlaceRow = { district: string; sector: string }

/**
 * The days a period card's shop has earned up to today, card by card (法释〔2025〕4号 §22: by days, not by
 * visits). Safe to run twice: a card has one key per day. Handles at most `limit` cards and says how many.
 */
export async function earnPeriodDays(world: World, limit: number): Promise<number> {
  const today = localDate(world.now())
  const due = await all<DueRow>(
    world.db,
    sql`SELECT DISTINCT c.id FROM cards c JOIN lots l ON l.card_id = c.id
         WHERE c.kind = 'period' AND c.status = 'active' AND l.refunded_fen = 0
           AND l.cool_off_ends_at <= ${startOfDay(today)} AND l.starts_on < ${today} AND l.used_units < l.face_units
           AND l.used_units < cast(julianday(${today}) - julianday(l.starts_on) AS INTEGER)
         ORDER BY c.id LIMIT ${limit}`,
  )
  for (const { id } of due) await earnCardDays(world, id, today)
  return due.length
}

async function earnCardDays(world: World, card_id: string, today: string) {
  const ask = await clockAsk(world, {
    operation: 'earnCardDays',
    key: `${card_id}:${today}`,
    said: [card_id, today],
  })
  return answerOnce(world, ask, {
    reads: () => [
      readCard(sql`id = ${card_id}`),
      sql`SELECT m.id, m.district, m.sector FROM merchants m JOIN cards c ON c.merchant_id = m.id WHERE c.id = ${card_id}`,
    ],
    decide: ({ rows, now }) => {
      const card = cardFrom(rows[0]?.[0] ?? {})
      const [place] = (rows[1] ?? []) as PlaceRow[]
      insist(place, 'a card has a merchant')
      const uses = earnDays(card.lots, today)
      const body = { card_id, days: sumOf(uses), released_fen: releasedBy(uses) }
      const statements = uses.length === 0 ? [] : earned(world, { card, uses, place, now, today })
      return { status: 200, subject_id: card.id, body, statements }
    },
  })
}

type Earned = { card: StoredCard; uses: LotUse[]; place: PlaceRow; now: Instant; today: LocalDate }
function earned(world: World, { card, uses, place, now, today }: Earned): Statement[] {
  const released_fen = releasedBy(uses)
  const moved = {
    from: escrowAccountOf(card.id),
    to: payableTo(card.merchant_id),
    amount_fen: released_fen,
    reason: 'period_days_earned',
    subject_id: card.id,
    event_at: now,
  }
  const use = { merchant_id: card.merchant_id, ...place, day: today, released_fen }
  return [...useCard(card, uses), ...post(world, moved), ...tallyUse(use)]
}

const sumOf = (uses: readonly LotUse[]) => uses.reduce((days, use) => days + use.units, 0)
const releasedBy = (uses: readonly LotUse[]) => sumFen(uses.map((use) => use.released_fen))
