import { insertStop, readStops, type ServiceStopRow, updateStop } from '../cards/pauses'
import { refuse } from '../kernel/refusals'
import { asMessage, sentence } from '../kernel/sentence'
import { type Instant, type LocalDate, localDate, plusDays } from '../kernel/time'
import type { Ask } from '../platform/act'
import { all, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { answerOnce, jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { emitCard } from './store'

/**
 * A shop says from which day it does not serve its period cards: no day from then on is earned (法释〔2025〕4号 §22 ¶2), no
 * such card is sold, and every holder is told. Refuses stop_must_not_be_past, service_already_stopped.
 */
export const stopService = (
  world: World,
  ask: Ask,
  request: { service: string | null; from_on: LocalDate; reason: string },
) =>
  answerOnce(world, ask, {
    reads: () => ({}),
    decide: ({ actor, now, kit }) => {
      const merchant_id = actor.merchant_id ?? refuse('merchant_not_found')
      if (request.from_on < localDate(now)) refuse('stop_must_not_be_past')
      const stop: ServiceStopRow = {
        id: kit.newId('stp'),
        merchant_id,
        ...request,
        to_on: null,
        staff_id: actor.id,
        created_at: now,
        ended_at: null,
        version: 1,
      }
      const statements = [insertStop(stop), tellingOf(stop, 'service.stopped', now)]
      return { status: 201, subject_id: stop.id, body: presentStop(stop), statements }
    },
  })

/** The day a stop begins unless the shop says another: tomorrow, for today it has served. */
export const usualStop = (today: LocalDate): LocalDate => plusDays(today, 1)

/** It serves again from today on; before it began it is as if it had never been. Refuses stop_not_found, stop_already_ended. */
export const resumeService = (world: World, ask: Ask, stop_id: string) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      stops: readStops(sql`id = ${stop_id} AND merchant_id = ${who.merchant_id}`),
    }),
    decide: ({ rows, now }) => {
      const stop = rows.stops[0] ?? refuse('stop_not_found')
      if (stop.ended_at !== null) refuse('stop_already_ended')
      const today = localDate(now)
      const to_on = plusDays(today > stop.from_on ? today : stop.from_on, -1)
      const ended = { ...stop, to_on, ended_at: now }
      const statements = [updateStop(ended), tellingOf(stop, 'service.resumed', now)]
      return { status: 200, subject_id: stop_id, body: presentStop(ended), statements }
    },
  })

type Telling = 'service.stopped' | 'service.resumed'
const tellingOf = (stop: ServiceStopRow, type: Telling, now: Instant): Statement =>
  sql`INSERT INTO service_stop_tellings (stop_id, type, merchant_id, service, created_at)
      VALUES (${stop.id}, ${type}, ${stop.merchant_id}, ${stop.service}, ${now})`

type TellingRow = {
  stop_id: string
  type: Telling
  merchant_id: string
  service: string | null
  told_to_card: string
  told_count: number
  created_at: Instant
  done_at: Instant | null
  version: number
}
const STEP = 100
/** Tells the holders, a hundred cards a step, from where the last step ended. Safe to run twice or to die. */
export async function tellServiceStops(world: World, limit: number): Promise<number> {
  const due = await all(
    world.db,
    sql<TellingRow>`SELECT t.* FROM service_stop_tellings t WHERE t.done_at IS NULL
           AND ${notSetAsideCondition('tellServiceStops', sql`t.stop_id || ':' || t.type`, world.now())}
         ORDER BY t.created_at LIMIT ${limit}`,
  )
  return eachDue(world, 'tellServiceStops', due, {
    id: ({ stop_id, type }) => `${stop_id}:${type}`,
    act: (telling) => tellStep(world, telling),
  })
}

type CardRow = { id: string; merchant_id: string; consumer_id: string }
function tellStep(world: World, seen: TellingRow) {
  const { stop_id, type, version } = seen
  const request = {
    operation: 'tellServiceStop',
    key: `${stop_id}:${type}:${version}`,
    said: [stop_id, type, version],
  }
  const mine = sql`stop_id = ${stop_id} AND type = ${type}`
  return jobAct(world, request, {
    reads: () => ({
      telling: sql<TellingRow>`SELECT * FROM service_stop_tellings WHERE ${mine}`,
      cards: sql<CardRow>`SELECT id, merchant_id, consumer_id FROM cards
           WHERE merchant_id = ${seen.merchant_id} AND kind = 'period' AND status <> 'closed'
             AND (${seen.service} IS NULL OR coalesce(base_service, service) = ${seen.service}) AND id > ${seen.told_to_card}
           ORDER BY id LIMIT ${STEP}`,
    }),
    decide: ({ rows, now, kit }) => {
      const telling = rows.telling[0] ?? refuse('not_found')
      const { cards } = rows
      const current = telling.version === version
      const last = cards.at(-1)?.id ?? telling.told_to_card
      const done_at = cards.length < STEP ? now : null
      const statements = current
        ? [
            sql`UPDATE service_stop_tellings SET told_to_card = ${last}, told_count = told_count + ${cards.length},
                       done_at = ${done_at}, version = ${version + 1} WHERE ${mine}`,
            ...cards.map((card) =>
              emitCard(kit, card, now, { type, data: { card_id: card.id, stop_id } }),
            ),
          ]
        : []
      return { status: 200, subject_id: stop_id, body: { stop_id, told: cards.length }, statements }
    },
  })
}

export const presentStop = (s: ServiceStopRow) => ({
  id: s.id,
  object: 'service_stop' as const,
  service: s.service,
  from_on: s.from_on,
  to_on: s.to_on,
  reason: s.reason,
  created_at: s.created_at,
  ended_at: s.ended_at,
  ...asMessage(
    s.ended_at === null
      ? sentence(
          `${s.from_on} 起停止服务：这些日子不放款，期限卡往后顺延，顾客会收到通知`,
          `No service from ${s.from_on}: nothing is released on these days, period cards move on, customers are told`,
        )
      : sentence('已恢复服务', 'Service goes on again'),
  ),
})
