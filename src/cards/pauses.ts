import type { Instant, LocalDate } from '../kernel/time'
import { plusDays } from '../kernel/time'
import type { Card } from '../law/lots'
import type { DaysOff } from '../law/period'
import { type Statement, sql } from '../platform/d1'

/** A pause of a period card (停卡); `to_on` is its last day, null while nobody knows it. */
export type PauseRow = {
  id: string
  card_id: string
  from_on: LocalDate
  to_on: LocalDate | null
  asked_by: 'holder' | 'companion' | 'merchant'
  actor_id: string
  reason: string
  created_at: Instant
  ended_at: Instant | null
  version: number
}
/** A shop that does not serve: one service, or (null) every period card. */
export type ServiceStopRow = {
  id: string
  merchant_id: string
  service: string | null
  from_on: LocalDate
  to_on: LocalDate | null
  staff_id: string
  reason: string
  created_at: Instant
  ended_at: Instant | null
  version: number
}

export const readPauses = (where: Statement) =>
  sql<PauseRow>`SELECT * FROM card_pauses WHERE ${where}`
export const readStops = (where: Statement) =>
  sql<ServiceStopRow>`SELECT * FROM service_stops WHERE ${where}`

export const insertPause = (p: Omit<PauseRow, 'version'>): Statement =>
  sql`INSERT INTO card_pauses (id, card_id, from_on, to_on, asked_by, actor_id, reason, created_at, ended_at)
      VALUES (${p.id}, ${p.card_id}, ${p.from_on}, ${p.to_on}, ${p.asked_by}, ${p.actor_id}, ${p.reason},
              ${p.created_at}, ${p.ended_at})`
export const updatePause = (p: PauseRow): Statement =>
  sql`UPDATE card_pauses SET to_on = ${p.to_on}, ended_at = ${p.ended_at}, version = ${p.version + 1}
       WHERE id = ${p.id}`

export const insertStop = (s: Omit<ServiceStopRow, 'version'>): Statement =>
  sql`INSERT INTO service_stops (id, merchant_id, service, from_on, to_on, staff_id, reason, created_at, ended_at)
      VALUES (${s.id}, ${s.merchant_id}, ${s.service}, ${s.from_on}, ${s.to_on}, ${s.staff_id}, ${s.reason},
              ${s.created_at}, ${s.ended_at})`
export const updateStop = (s: ServiceStopRow): Statement =>
  sql`UPDATE service_stops SET to_on = ${s.to_on}, ended_at = ${s.ended_at}, version = ${s.version + 1}
       WHERE id = ${s.id}`

/**
 * Says that a card's days changed: who decided earlier decides again, and it is looked at tomorrow at the latest,
 * because the day of its next earning may have come nearer. What is due already stays due.
 */
export const rescheduleStatement = (
  card: Pick<Card, 'id' | 'version'>,
  today: LocalDate,
): Statement =>
  sql`UPDATE cards SET version = ${card.version + 1}, earn_due_on = min(earn_due_on, ${plusDays(today, 1)})
       WHERE id = ${card.id}`

/** Why days are off, as the view of cards says it. */
export type DaysOffEntry = DaysOff & { id: string; why: 'paused' | 'stopped' }

/** The pause, or the stop, that is running or still to come; null if there is none. */
export function offNow(
  days_off: readonly DaysOffEntry[],
  why: DaysOffEntry['why'],
  today: LocalDate,
): DaysOffEntry | null {
  const ahead = days_off.filter(
    (off) =>
      off.why === why && (off.to_on === null || (off.to_on >= today && off.to_on >= off.from_on)),
  )
  return ahead.sort((a, b) => (a.from_on < b.from_on ? -1 : 1))[0] ?? null
}
