import { isSamePersonCondition } from '../identity/persons'
import { closeAccountStatement } from '../identity/store'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import { removeAllStatement } from '../passkeys/store'
import type { Ask } from '../platform/act'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { endDevicesStatement } from '../sessions/device-store'
import { revokeSessionsStatement } from '../sessions/store'
import { majorityDay, requireGrantable, requireState } from './rules'
import { openName } from './sealed'
import {
  insertCheck,
  type Mandate,
  mandateFrom,
  type Office,
  readMandateFacts,
  readMandates,
  updateMandate,
} from './store'
import { emitOutcome } from './tell'
import { presentMandate } from './views'

/**
 * Whether the asker has a number of somebody whom it concerns (who filed it, an heir, the account), or is one of those who
 * checked: under another id as well. One row.
 */
const readIsInvolved = (who: Who, id: string) =>
  sql<{ is_concerned: number; has_checked: number }>`SELECT
      EXISTS (SELECT 1 FROM person_ids a JOIN person_phones t ON t.person_id = a.person_id
               WHERE a.subject_id = ${who.subject_id}
                 AND (t.phone_index IN (SELECT phone_index FROM consumers WHERE id IN (m.filer_id, m.subject_id))
                   OR t.phone_index IN (SELECT phone_index FROM mandate_heirs WHERE mandate_id = m.id))) AS is_concerned,
      EXISTS (SELECT 1 FROM mandate_checks k WHERE k.mandate_id = m.id
                 AND ${isSamePersonCondition(sql`k.official_id`, who.subject_id)}) AS has_checked
    FROM mandates m WHERE m.id = ${id}`

const shown = async (kit: Kit, of: Mandate, now: Instant) =>
  presentMandate(of, { asker: 'office', now, name: await openName(kit, of) })

/**
 * One office has asked whoever issued the papers: they are good, or not. One word an office; who checks for two offices
 * is two persons. Refuses mandate_not_found, mandate_not_open, mandate_checked_already, mandate_needs_three_persons.
 */
export const checkMandate = (
  world: World,
  ask: Ask,
  said: { id: string; passed: boolean; note: string },
) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      mandates: readMandates(sql`m.id = ${said.id} AND m.filed_at IS NOT NULL`),
      involved: readIsInvolved(who, said.id),
    }),
    decide: async ({ actor, rows, now, kit }) => {
      const mandate = mandateFrom(rows.mandates[0] ?? refuse('mandate_not_found'))
      requireState(mandate, ['filed'], now)
      const office = actor.kind as Office
      if (mandate.checks.some((check) => check.office === office)) refuse('mandate_checked_already')
      const { is_concerned = 1, has_checked = 1 } = rows.involved[0] ?? {}
      if (is_concerned === 1 || has_checked === 1) refuse('mandate_needs_three_persons')
      const passed = said.passed ? 1 : 0
      const check = { office, official_id: actor.id, passed, note: said.note, at: now }
      const after = { ...mandate, checks: [...mandate.checks, check] }
      return {
        status: 201,
        subject_id: said.id,
        body: await shown(kit, after, now),
        statements: [insertCheck({ ...check, mandate_id: said.id })],
      }
    },
  })

/**
 * A third person agrees, once its time is over and two offices found the papers good; or refuses it, at any time. Who
 * inherits: the account ends everywhere, and its cards wait for how the heirs divide them; an only heir has them at once.
 * A guardian looks after them from now on. Refuses mandate_not_found and what `requireGrantable` refuses.
 */
export const decideMandate = (
  world: World,
  ask: Ask,
  said: { id: string; agreed: boolean; reason: string },
) =>
  answerOnce(world, ask, {
    reads: (who, now) => ({
      mandates: readMandates(sql`m.id = ${said.id} AND m.filed_at IS NOT NULL`),
      facts: readMandateFacts(sql`m.id = ${said.id}`, now),
      involved: readIsInvolved(who, said.id),
    }),
    decide: async ({ actor, rows, now, kit }) => {
      const mandate = mandateFrom(rows.mandates[0] ?? refuse('mandate_not_found'))
      requireState(mandate, ['filed'], now)
      const decided = { decided_by: actor.id, decided_at: now, reason: said.reason }
      if (!said.agreed) {
        const refused: Mandate = { ...mandate, ...decided, state: 'refused', ended_at: now }
        const statements = [updateMandate(refused), ...emitOutcome(kit, mandate, 'refused', now)]
        return {
          status: 201,
          subject_id: said.id,
          body: await shown(kit, refused, now),
          statements,
        }
      }
      const [facts, involved] = [rows.facts[0], rows.involved[0]]
      if (!facts || !involved) refuse('mandate_not_found')
      const is_other = involved.is_concerned === 0 && involved.has_checked === 0
      const checks = mandate.checks.map(({ passed }) => ({ passed: passed === 1 }))
      const papers = mandate.papers.map(({ kind }) => kind)
      requireGrantable({ ...mandate, papers, checks, is_other, facts }, now)
      const { after, statements } = granted(kit, { ...mandate, ...decided }, now)
      return { status: 201, subject_id: said.id, body: await shown(kit, after, now), statements }
    },
  })

function granted(
  kit: Kit,
  mandate: Mandate,
  now: Instant,
): { after: Mandate; statements: Statement[] } {
  const { subject_id } = mandate
  if (subject_id === null) refuse('mandate_account_gone')
  if (mandate.cause !== 'death') {
    const until_on = mandate.born_on === null ? null : majorityDay(mandate.born_on)
    const after: Mandate = { ...mandate, state: 'active', until_on }
    return {
      after,
      statements: [updateMandate(after), ...emitOutcome(kit, mandate, 'active', now)],
    }
  }
  const after: Mandate = { ...mandate, state: 'approved' }
  // The account hears of it before it ends; what is written to its number afterwards is nobody's.
  return {
    after,
    statements: [
      ...emitOutcome(kit, mandate, 'approved', now),
      updateMandate(after),
      closeAccountStatement(subject_id, now),
      removeAllStatement(subject_id, now),
      revokeSessionsStatement(subject_id, now),
      endDevicesStatement(subject_id, now),
    ],
  }
}

/**
 * A guardianship is over before its day: the guardian lays it down, or an official takes it away, with a reason. Refuses
 * mandate_not_found, mandate_not_open.
 */
export const endMandate = (world: World, ask: Ask, said: { id: string; reason: string }) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      mandates: readMandates(
        sql`m.id = ${said.id} AND ((SELECT kind FROM ${who.session}) <> 'consumer' OR m.filer_id = ${who.subject_id})`,
        who.subject_id,
      ),
    }),
    decide: async ({ actor, rows, now, kit }) => {
      const mandate = mandateFrom(rows.mandates[0] ?? refuse('mandate_not_found'))
      requireState(mandate, ['active'], now)
      const after: Mandate = { ...mandate, state: 'ended', ended_at: now, reason: said.reason }
      const asker = actor.kind === 'consumer' ? ('filer' as const) : ('office' as const)
      return {
        status: 200,
        subject_id: said.id,
        body: presentMandate(after, { asker, now, name: await openName(kit, mandate) }),
        statements: [updateMandate(after), ...emitOutcome(kit, mandate, 'ended', now)],
      }
    },
  })
