import type { EventType } from '../events/catalogue'
import { emit, type TypedEvent } from '../events/emit'
import { isSamePerson, readSamePerson } from '../identity/persons'
import { refuse } from '../kernel/refusals'
import { type Instant, type LocalDate, localDate } from '../kernel/time'
import { holdMerchantStatement, updatePayoutHold } from '../merchants/holds'
import { mayReadMerchant } from '../merchants/may-read'
import { standingColumn } from '../merchants/standing'
import type { Ask } from '../platform/act'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { checkNotice } from './rules'
import {
  closedDoorColumn,
  type EndingDetailRow,
  type EndingRow,
  insertEnding,
  myName,
  NO_ARRIVALS,
  readEndings,
  readMyName,
  updateEnding,
} from './store'
import { presentEnding } from './views'

type ShopRow = {
  id: string
  name: string
  version: number
  cards_count: number
  custody_account_no: string | null
  advance_fen: number
  standing_facts: string
}
export const readShop = (where: Statement) =>
  sql<ShopRow>`SELECT m.id, m.name, m.version, m.custody_account_no, t.cards_count,
             -coalesce((SELECT balance_fen FROM ledger_accounts WHERE id = 'advance:' || m.id), 0) AS advance_fen,
             ${standingColumn(sql`m.id`)}
        FROM merchants m JOIN merchant_totals t ON t.merchant_id = m.id WHERE ${where}`

type DoorRow = { closed_door_id: string | null }
type Ending = Pick<EndingRow, 'id' | 'merchant_id' | 'closes_on' | 'reason'>
export const endingData = (e: Ending) => ({
  ending_id: e.id,
  closes_on: e.closes_on,
  reason: e.reason,
})
type EndingEvent = Extract<
  EventType,
  `closure.${string}` | `incident.${string}` | `ending.${string}`
>
export const emitEnding = (
  kit: Kit,
  e: Ending,
  told: TypedEvent<EndingEvent>,
  of: { subject_id: string; consumer_id: string | null; at: Instant },
): Statement => emit(kit, { ...told, merchant_id: e.merchant_id, ...of })
/** What happened, told to the shop itself. */
const tellShop = (
  kit: Kit,
  type: Exclude<EndingEvent, 'ending.done'>,
  ending: Ending,
  at: Instant,
): Statement =>
  emitEnding(
    kit,
    ending,
    { type, data: endingData(ending) },
    { subject_id: ending.merchant_id, consumer_id: null, at },
  )

const BLANK = {
  ...NO_ARRIVALS,
  confirmed_by: null,
  confirmed_at: null,
  dismissed_by: null,
  dismissed_at: null,
  dismissed_reason: null,
  reporter_name: null,
  confirmer_name: null,
  dismisser_name: null,
  closed_door_id: null,
  at_card: '',
  told_count: 0,
  counted_count: 0,
  refunded_count: 0,
  failed_count: 0,
  owed_fen: 0,
  advance_fen: 0,
  payable_used_fen: 0,
  deposit_used_fen: 0,
  shortfall_fen: 0,
  covered_fen: 0,
  began_at: null,
  done_at: null,
  version: 1,
}

/**
 * A shop announces that it closes: sales stop now, every holder is told, and after its last day everyone is refunded
 * as not their cause (消保法实施条例 §21, 法释〔2025〕4号 §18). With an advance out, payouts stop, too. Refuses
 * closure_notice_too_short, merchant_is_ending.
 */
export const announceClosure = (
  world: World,
  ask: Ask,
  request: { closes_on: LocalDate; reason: string; contact: string },
) =>
  answerOnce(world, ask, {
    reads: (who) => ({ shop: readShop(sql`m.id = ${who.merchant_id}`) }),
    decide: ({ actor, rows, now, kit }) => {
      const shop = rows.shop[0] ?? refuse('merchant_not_found')
      checkNotice(localDate(now), request.closes_on)
      const ending: EndingDetailRow = {
        ...BLANK,
        ...request,
        id: kit.newId('end'),
        merchant_id: shop.id,
        kind: 'closure',
        evidence: null,
        reported_by: actor.id,
        reported_at: now,
        phase: 'telling',
        merchant_name: shop.name,
        cards_count: shop.cards_count,
        standing_facts: shop.standing_facts,
      }
      const reason = `店家宣布 ${request.closes_on} 停业`
      const hold = { at: now, reason, payouts_held_at: shop.advance_fen > 0 ? now : null }
      return {
        status: 201,
        subject_id: ending.id,
        body: presentEnding(ending, { now, actor }),
        statements: [
          insertEnding(ending),
          holdMerchantStatement(shop, hold),
          tellShop(kit, 'closure.announced', ending, now),
        ],
      }
    },
  })

/**
 * An official reports that a shop is gone: its sales and payouts stop at once; refunds begin when another official
 * confirms (法释〔2025〕4号 §23). Refuses merchant_not_found, merchant_is_ending.
 */
export const reportIncident = (
  world: World,
  ask: Ask,
  request: { merchant_id: string; reason: string; evidence: string },
) =>
  answerOnce(world, ask, {
    reads: (who, now) => ({
      shop: readShop(sql`m.id = ${request.merchant_id} AND ${mayReadMerchant(who)}`),
      my_name: readMyName(who),
      door: sql<DoorRow>`SELECT ${closedDoorColumn(sql`${request.merchant_id}`, sql`${now}`)} AS closed_door_id`,
    }),
    decide: ({ actor, rows, now, kit }) => {
      const shop = rows.shop[0] ?? refuse('merchant_not_found')
      const ending: EndingDetailRow = {
        ...BLANK,
        ...request,
        id: kit.newId('end'),
        kind: 'incident',
        reporter_name: myName(rows.my_name),
        closed_door_id: rows.door[0]?.closed_door_id ?? null,
        contact: null,
        closes_on: null,
        reported_by: actor.id,
        reported_at: now,
        phase: 'waiting',
        merchant_name: shop.name,
        cards_count: shop.cards_count,
        standing_facts: shop.standing_facts,
      }
      const hold = { at: now, reason: `疑似失联：${request.reason}`, payouts_held_at: now }
      return {
        status: 201,
        subject_id: ending.id,
        body: presentEnding(ending, { now, actor }),
        statements: [
          insertEnding(ending),
          holdMerchantStatement(shop, hold),
          tellShop(kit, 'incident.reported', ending, now),
        ],
      }
    },
  })

const readIncident = (id: string, who: Who) => ({
  ending: readEndings(sql`e.id = ${id} AND e.kind = 'incident' AND ${mayReadMerchant(who)}`),
  shop: readShop(sql`m.id = (SELECT merchant_id FROM endings WHERE id = ${id})`),
  me: readMyName(who),
})

/** Another official confirms, once somebody stood at the closed door: every holder is told and refunded by the clock.
 * Refuses ending_not_found, incident_not_waiting, incident_needs_another_official, incident_needs_patrol. */
export const confirmIncident = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      ...readIncident(id, who),
      same_person: readSamePerson(who, sql`(SELECT reported_by FROM endings WHERE id = ${id})`),
    }),
    decide: ({ actor, rows, now, kit }) => {
      const ending = rows.ending[0] ?? refuse('ending_not_found')
      if (ending.phase !== 'waiting' || ending.confirmed_at !== null) refuse('incident_not_waiting')
      if (isSamePerson(rows.same_person)) refuse('incident_needs_another_official')
      if (ending.closed_door_id === null) refuse('incident_needs_patrol')
      const confirmed: EndingDetailRow = {
        ...ending,
        phase: 'telling',
        confirmed_by: actor.id,
        confirmer_name: myName(rows.me),
        confirmed_at: now,
      }
      return {
        status: 200,
        subject_id: id,
        body: presentEnding(confirmed, { now, actor }),
        statements: [updateEnding(confirmed), tellShop(kit, 'incident.confirmed', ending, now)],
      }
    },
  })

/** The shop was found after all: its payouts go on; sales wait for the operator. Refuses as `confirmIncident`. */
export const dismissIncident = (world: World, ask: Ask, request: { id: string; reason: string }) =>
  answerOnce(world, ask, {
    reads: (who) => readIncident(request.id, who),
    decide: ({ actor, rows, now, kit }) => {
      const ending = rows.ending[0] ?? refuse('ending_not_found')
      const shop = rows.shop[0] ?? refuse('merchant_not_found')
      if (ending.phase !== 'waiting' || ending.confirmed_at !== null) refuse('incident_not_waiting')
      const dismissed: EndingDetailRow = {
        ...ending,
        phase: 'dismissed',
        dismissed_by: actor.id,
        dismisser_name: myName(rows.me),
        dismissed_at: now,
        dismissed_reason: request.reason,
      }
      return {
        status: 200,
        subject_id: request.id,
        body: presentEnding(dismissed, { now, actor }),
        statements: [
          updateEnding(dismissed),
          updatePayoutHold(shop, null),
          tellShop(kit, 'incident.dismissed', ending, now),
        ],
      }
    },
  })
