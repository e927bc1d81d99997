import {
  insertPause,
  type PauseRow,
  readPauses,
  rescheduleStatement,
  updatePause,
} from '../cards/pauses'
import { refuse } from '../kernel/refusals'
import { asMessage, sentence } from '../kernel/sentence'
import { dayStart, type LocalDate, localDate } from '../kernel/time'
import type { Ask } from '../platform/act'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { doneBy } from './freeze'
import { decidePause, decideResume, type PauseTerms } from './pause-rules'
import { careCardFrom, emitCard, readAccompaniedCard } from './store'

const readTerms = (card_id: Statement) =>
  sql<PauseTerms>`SELECT o.pauses_max, o.pause_days_max, o.pause_days_min FROM lots l JOIN offers o ON o.id = l.offer_id
       WHERE l.card_id = ${card_id} AND l.refund_id IS NULL AND l.used_units < l.face_units
       ORDER BY l.bought_at, l.id LIMIT 1`

type CountRow = { n: number }
/**
 * 停卡: days of a period card that do not count, by the contract's terms; everything behind moves on (法释〔2025〕4号 §22:
 * by days). Holder or companion. Refuses card_not_found and what `decidePause` refuses, card_already_paused.
 */
export function pauseCard(
  world: World,
  ask: Ask,
  request: { card_id: string; from_on: LocalDate; days: number | null; reason: string },
) {
  const { card_id, from_on, days, reason } = request
  const day_start = dayStart(localDate(world.now()))
  return answerOnce(world, ask, {
    reads: (who) => ({
      accompanied_card: readAccompaniedCard(who, sql`${card_id}`),
      terms: readTerms(sql`${card_id}`),
      pauses: readPauses(sql`card_id = ${card_id}`),
      redemptions_count: sql<CountRow>`SELECT count(*) AS n FROM redemptions WHERE card_id = ${card_id} AND status = 'succeeded'
             AND check_in_lot_id IS NOT NULL AND started_at >= ${day_start}`,
    }),
    decide: ({ actor, rows, now, kit }) => {
      const card = careCardFrom(rows.accompanied_card[0] ?? refuse('card_not_found'))
      const today = localDate(now)
      const pauses = rows.pauses
      const came_today = (rows.redemptions_count[0]?.n ?? 0) > 0
      const span = decidePause(
        { ...card, pauses },
        rows.terms[0] ?? null,
        { from_on, days },
        { today, came_today },
      )
      const pause: PauseRow = {
        id: kit.newId('pau'),
        card_id,
        ...span,
        asked_by: doneBy(card, actor.id),
        actor_id: actor.id,
        reason,
        created_at: now,
        ended_at: null,
        version: 1,
      }
      const statements = [
        insertPause(pause),
        rescheduleStatement(card, today),
        emitCard(kit, card, now, {
          type: 'card.paused',
          data: { card_id, pause_id: pause.id, ...span },
        }),
      ]
      return { status: 201, subject_id: card_id, body: presentPause(pause), statements }
    },
  })
}

/** Back in use from today on. Holder or companion. Refuses pause_not_found and what `decideResume` refuses. */
export function resumeCard(world: World, ask: Ask, pause_id: string) {
  const card_id = sql`(SELECT card_id FROM card_pauses WHERE id = ${pause_id})`
  return answerOnce(world, ask, {
    reads: (who) => ({
      accompanied_card: readAccompaniedCard(who, card_id),
      terms: readTerms(card_id),
      pauses: readPauses(sql`id = ${pause_id}`),
    }),
    decide: ({ rows, now, kit }) => {
      const card = careCardFrom(rows.accompanied_card[0] ?? refuse('pause_not_found'))
      const pause = rows.pauses[0] ?? refuse('pause_not_found')
      const today = localDate(now)
      const ended = {
        ...pause,
        to_on: decideResume(pause, rows.terms[0] ?? null, today),
        ended_at: now,
      }
      const statements = [
        updatePause(ended),
        rescheduleStatement(card, today),
        emitCard(kit, card, now, {
          type: 'card.resumed',
          data: { card_id: card.id, pause_id, to_on: ended.to_on },
        }),
      ]
      return { status: 200, subject_id: card.id, body: presentPause(ended), statements }
    },
  })
}

const presentPause = (p: PauseRow) => ({
  id: p.id,
  object: 'pause' as const,
  card_id: p.card_id,
  from_on: p.from_on,
  to_on: p.to_on,
  asked_by: p.asked_by,
  reason: p.reason,
  created_at: p.created_at,
  ended_at: p.ended_at,
  ...asMessage(
    p.to_on !== null && p.to_on < p.from_on
      ? sentence('没有停卡，日子照常计算', 'Not paused; its days count as before')
      : sentence(
          `钱没有动。${p.from_on} 到 ${p.to_on ?? '恢复之前'} 停卡，这些日子不计，到期日往后顺延`,
          `No money moved. Paused from ${p.from_on} until ${p.to_on ?? 'it is resumed'}; these days do not count, its end moves on`,
        ),
  ),
})
