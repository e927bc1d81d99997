import { readAccountCompanions } from '../cards/companions'
import { readConsumer } from '../identity/store'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import { readColleagues, tellStatements } from '../passkeys/notices'
import type { Ask } from '../platform/act'
import { PUBLIC } from '../platform/actor'
import { type IdRow, type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { mandateFromToken, type Objector } from './link'
import { filingTimes, missingPapers, objectionEnds, requireState } from './rules'
import { openName } from './sealed'
import {
  acceptHeirStatement,
  isMandateParty,
  type Mandate,
  mandateFrom,
  readMandates,
  updateMandate,
} from './store'
import { emitMandate, emitOutcome } from './tell'
import { mandateAsker, presentMandate, presentStoppableMandate } from './views'

/**
 * It is filed with its papers: the account hears of it on its phone and devices, whoever accompanies its cards too, the
 * heirs are asked to confirm, and the offices have it before them. Refuses mandate_not_found, mandate_not_open,
 * mandate_papers_missing.
 */
export function fileMandate(world: World, ask: Ask, id: string) {
  const index = sql`(SELECT phone_index FROM mandates WHERE id = ${id})`
  const subject = sql`(SELECT id FROM consumers WHERE phone_index = ${index})`
  return answerOnce(world, ask, {
    reads: (who) => ({
      mandates: readMandates(sql`m.id = ${id} AND m.filer_id = ${who.subject_id}`, who.subject_id),
      account: readConsumer(sql`phone_index = ${index}`),
      companions: readAccountCompanions(subject),
      named: sql<IdRow>`SELECT c.id FROM mandate_heirs h JOIN consumers c ON c.phone_index = h.phone_index
                         WHERE h.mandate_id = ${id} AND h.consumer_id IS NULL ORDER BY h.n`,
      offices: readColleagues('operator'),
    }),
    decide: async ({ rows, now, kit }) => {
      const mandate = mandateFrom(rows.mandates[0] ?? refuse('mandate_not_found'))
      requireState(mandate, ['draft'], now)
      const kinds = mandate.papers.map(({ kind }) => kind)
      if (missingPapers(mandate.cause, kinds).length > 0) refuse('mandate_papers_missing')

      const subject_id = rows.account[0]?.id ?? null
      const times = filingTimes(now)
      const after: Mandate = { ...mandate, ...times, state: 'filed', subject_id }
      const [{ cause }, { ripe_at }] = [mandate, times]
      const told = { mandate_id: id, ripe_at }
      const to = rows.companions.map(({ consumer_id }) => consumer_id)
      const named = rows.named.map((heir) => heir.id)
      const filed = { type: 'mandate.filed', data: { ...told, cause } } as const
      const companion = { type: 'mandate.companion_told', data: told } as const
      const heir = { type: 'mandate.heir_named', data: { mandate_id: id } } as const
      const text = '有一件继承或监护的申请等核对材料，见“继承和监护”'
      return {
        status: 200,
        subject_id: id,
        body: presentMandate(after, { asker: 'filer', now, name: await openName(kit, mandate) }),
        statements: [
          updateMandate(after),
          ...emitMandate(kit, filed, { to: [subject_id], at: now }),
          ...emitMandate(kit, companion, { to, at: now }),
          ...emitMandate(kit, heir, { to: named, at: now }),
          ...tellStatements(kit, { to: rows.offices.map((one) => one.id), text, at: now }),
        ],
      }
    },
  })
}

/** Whoever filed it takes it back, before anybody agreed. Refuses mandate_not_found, mandate_not_open. */
export const withdrawMandate = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      mandates: readMandates(sql`m.id = ${id} AND m.filer_id = ${who.subject_id}`, who.subject_id),
    }),
    decide: async ({ rows, now, kit }) => {
      const mandate = mandateFrom(rows.mandates[0] ?? refuse('mandate_not_found'))
      requireState(mandate, ['draft', 'filed'], now)
      const after: Mandate = { ...mandate, state: 'withdrawn', ended_at: now }
      return {
        status: 200,
        subject_id: id,
        body: presentMandate(after, { asker: 'filer', now, name: await openName(kit, mandate) }),
        statements: [
          updateMandate(after),
          ...(mandate.filed_at === null ? [] : emitOutcome(kit, mandate, 'withdrawn', now)),
        ],
      }
    },
  })

/** An heir says from their own account that they are the one. Refuses mandate_not_found, mandate_not_open. */
export const acceptMandateShare = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      mandates: readMandates(sql`m.id = ${id} AND ${isMandateParty(who)}`, who.subject_id),
    }),
    decide: ({ actor, rows, now }) => {
      const mandate = mandateFrom(rows.mandates[0] ?? refuse('mandate_not_found'))
      const heir = mandate.heirs.find(({ is_me }) => is_me === 1) ?? refuse('mandate_not_found')
      requireState(mandate, ['filed'], now)
      const heirs = mandate.heirs.map((one) =>
        one.n === heir.n
          ? { ...one, consumer_id: actor.id, accepted_at: one.accepted_at ?? now }
          : one,
      )
      const of = { mandate_id: id, n: heir.n, consumer_id: actor.id }
      return {
        status: 200,
        subject_id: id,
        body: presentMandate(
          { ...mandate, heirs },
          { asker: mandateAsker(mandate, actor), now, name: null },
        ),
        statements: heir.accepted_at === null ? [acceptHeirStatement(of, now)] : [],
      }
    },
  })

/** The account itself, or who accompanies its cards, says no. Refuses mandate_not_found, mandate_not_open. */
export const objectToMandate = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      mandates: readMandates(sql`m.id = ${id} AND ${isMandateParty(who)}`, who.subject_id),
    }),
    decide: ({ actor, rows, now, kit }) => {
      const mandate = mandateFrom(rows.mandates[0] ?? refuse('mandate_not_found'))
      const asker = mandateAsker(mandate, actor)
      if (asker !== 'subject' && asker !== 'companion') refuse('mandate_not_found')
      const by = asker === 'subject' ? 'account' : 'companion'
      const { after, statements } = planObjection(kit, mandate, by, now)
      const body = presentMandate(after, { asker, now, name: null })
      return { status: 200, subject_id: id, body, statements }
    },
  })

/** One tap of the message's link says no, without signing in. Refuses mandate_link_invalid, mandate_not_open. */
export async function objectToMandateByLink(world: World, ask: Ask, { token }: { token: string }) {
  const { id, by } = await mandateFromToken(world, token)
  return answerOnce(
    world,
    { ...ask, who: { ...PUBLIC, id: `mandate:${id}:${by}` } },
    {
      reads: () => ({ mandates: readMandates(sql`m.id = ${id}`) }),
      decide: ({ rows, now, kit }) => {
        const mandate = mandateFrom(rows.mandates[0] ?? refuse('mandate_link_invalid'))
        const { after, statements } = planObjection(kit, mandate, by, now)
        return {
          status: 201,
          subject_id: id,
          body: presentStoppableMandate(after, now),
          statements,
        }
      },
    },
  )
}

/** The first word is kept; one that ends it may still follow one that did not. */
function planObjection(
  kit: Kit,
  mandate: Mandate,
  by: Objector,
  now: Instant,
): { after: Mandate; statements: Statement[] } {
  requireState(mandate, ['filed'], now)
  const papers = mandate.papers.map(({ kind }) => kind)
  const ends = objectionEnds(by, { cause: mandate.cause, papers })
  const said = { objected_at: now, objected_by: by } as const
  if (!ends) {
    const kept = { ...mandate, ...said }
    return { after: kept, statements: [updateMandate(kept)] }
  }
  const after: Mandate = { ...mandate, ...said, state: 'objected', ended_at: now }
  return {
    after,
    statements: [updateMandate(after), ...emitOutcome(kit, mandate, 'objected', now)],
  }
}
