import { sumFen } from '../kernel/money'
import { insist, refuse } from '../kernel/refusals'
import { type Instant, type LocalDate, localDate } from '../kernel/time'
import type { LotUse } from '../law/lots'
import { earnDays, nextEarnOn } from '../law/period'
import { useTallyStatements } from '../merchants/tally'
import { all, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { decideRelease } from './consent-rules'
import { lotsAfter } from './holding'
import { moveLotsStatements } from './money'
import { cardFrom, readCard, type StoredCard, updateLotsStatements } from './store'

type DueRow = { id: string }
type PlaceRow = { id: string; district: string; sector: string }

/**
 * The days a period card's shop has earned up to today, card by card (法释〔2025〕4号 §22: by days, not by
 * visits). Safe to run twice: a card has one key per day. Handles at most `limit` cards and says how many.
 */
export async function earnPeriodDays(world: World, limit: number): Promise<number> {
  const today = localDate(world.now())
  const due = await all(
    world.db,
    sql<DueRow>`SELECT id FROM cards WHERE earn_due_on IS NOT NULL AND earn_due_on <= ${today} AND status <> 'closed'
           AND ${notSetAsideCondition('earnPeriodDays', sql`cards.id`, world.now())}
         ORDER BY earn_due_on, id LIMIT ${limit}`,
  )
  return eachDue(world, 'earnPeriodDays', due, {
    id: ({ id }) => id,
    act: ({ id }) => earnCardDays(world, id, today),
  })
}

function earnCardDays(world: World, card_id: string, today: string) {
  const request = {
    operation: 'earnCardDays',
    key: `${card_id}:${today}`,
    said: [card_id, today],
  }
  return jobAct(world, request, {
    reads: () => ({
      card: readCard(sql`id = ${card_id}`),
      merchants: sql<PlaceRow>`SELECT m.id, m.district, m.sector
            FROM merchants m JOIN cards c ON c.merchant_id = m.id WHERE c.id = ${card_id}`,
    }),
    decide: ({ rows, now, kit }) => {
      const card = cardFrom(rows.card[0] ?? refuse('card_not_found'))
      const [place] = rows.merchants
      insist(place, 'a card has a merchant')
      const uses = earnDays(card.lots, today, card.days_off)
      const body = { card_id, days: sumOf(uses), released_fen: releasedBy(uses) }
      const statements = earned(kit, { card, uses, place, now, today })
      return { status: 200, subject_id: card.id, body, statements }
    },
  })
}

type Earned = { card: StoredCard; uses: LotUse[]; place: PlaceRow; now: Instant; today: LocalDate }
function earned(kit: Kit, { card, uses, place, now, today }: Earned): Statement[] {
  decideRelease({ way: 'period_days', word: 'contract', stake_fen: 0 })
  const released_fen = releasedBy(uses)
  const after = lotsAfter(card.lots, uses)
  const due_on = nextEarnOn(after, today, card.days_off)
  const moved = {
    card,
    before: card.lots,
    after,
    reason: 'period_days_earned',
    subject_id: card.id,
    event_at: now,
  }
  const use = { merchant_id: card.merchant_id, ...place, day: today, released_fen }
  const tallied = uses.length === 0 ? [] : useTallyStatements(use)
  return [
    ...updateLotsStatements(card, after, due_on),
    ...moveLotsStatements(kit, moved),
    ...tallied,
  ]
}

const sumOf = (uses: readonly LotUse[]) => uses.reduce((days, use) => days + use.units, 0)
const releasedBy = (uses: readonly LotUse[]) => sumFen(uses.map((use) => use.released_fen))
