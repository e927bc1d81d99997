import { isSamePerson, readSamePerson } from '../identity/persons'
import { resolveItemsStatements } from '../intake/movements'
import { fen } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import type { Instant, LocalDate } from '../kernel/time'
import { openAccountStatement, post } from '../ledger/book'
import { custodyAccount, suspenseInAccount, suspenseOutAccount } from '../ledger/chart'
import type { Ask, Moment } from '../platform/act'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import {
  allBreakEnds,
  lostFen,
  type ProposalKind,
  proposalKind,
  resolutionBookings,
} from './resolve-rules'
import { type BreakRow, readBreaks } from './store'
import { presentBreak } from './views'

const readBreak = (id: string) => readBreaks(sql`b.id = ${id}`)
type RunningRow = { day: LocalDate }
/** While a day is being reconciled its figures are half of the old books and half of the new. */
const readRunning = () =>
  sql<RunningRow>`SELECT day FROM bank_days WHERE phase IN ('gathering', 'matching', 'providers') LIMIT 1`

type LostRow = { suspense_out_fen: number; suspense_in_fen: number; breaks_out_fen: number }
/** What the account of a break's shop has lost so far, in suspense and in breaks that stand. */
const readLost = (id: string) =>
  sql<LostRow>`SELECT coalesce((SELECT balance_fen FROM ledger_accounts WHERE id = 'suspense-out:' || b.merchant_id), 0)
               AS suspense_out_fen,
             coalesce((SELECT balance_fen FROM ledger_accounts WHERE id = 'suspense-in:' || b.merchant_id), 0) AS suspense_in_fen,
             coalesce((SELECT sum(min(o.difference_fen, 0)) FROM bank_breaks o
                        WHERE o.merchant_id = b.merchant_id AND o.leg = 'bank' AND o.state IN ('open', 'proposed')), 0)
             + coalesce((SELECT sum(min(o.other_difference_fen, 0)) FROM bank_breaks o
                          WHERE o.other_merchant_id = b.merchant_id AND o.state IN ('open', 'proposed')), 0) AS breaks_out_fen
        FROM bank_breaks b WHERE b.id = ${id}`
type Lost = Parameters<typeof lostFen>[0] & { suspense_in_fen: number }
/** Other money makes a loss good, never more than the loss; and no more goes back than was found. What is beyond stays unexplained. */
function refuseTooMuch(row: BreakRow, found: unknown): void {
  const lost = found as Lost
  if (row.difference_fen > lostFen(lost)) refuse('payment_exceeds_shortfall')
  if (-row.difference_fen > lost.suspense_in_fen) refuse('return_exceeds_suspense')
}
function payerOf({
  proposal,
  payer,
}: {
  proposal: ProposalKind
  payer?: string | undefined
}): string | null {
  if (proposal !== 'make_good' && proposal !== 'give_back') return null
  return payer ?? refuse('payer_missing')
}

const changed = (
  row: BreakRow,
  to: Pick<
    BreakRow,
    | 'state'
    | 'proposal'
    | 'payer'
    | 'proposal_note'
    | 'proposed_by'
    | 'proposed_at'
    | 'resolved_by'
    | 'resolved_at'
  >,
): Statement =>
  sql`UPDATE bank_breaks SET state = ${to.state}, proposal = ${to.proposal}, proposal_note = ${to.proposal_note}, payer = ${to.payer},
             proposed_by = ${to.proposed_by}, proposed_at = ${to.proposed_at}, resolved_by = ${to.resolved_by},
             resolved_at = ${to.resolved_at}, version = ${row.version + 1} WHERE id = ${row.id}`

const answered = (row: BreakRow, statements: Statement[], at: Moment) => ({
  status: 200,
  subject_id: row.id,
  body: presentBreak(row, at),
  statements,
})

/**
 * An official of the bank proposes how a break ends; nothing moves yet. A later proposal replaces an earlier one.
 * Refuses break_not_found, break_is_over, break_proposal_does_not_fit, payer_missing, payment_exceeds_shortfall,
 * return_exceeds_suspense.
 */
export const proposeResolution = (
  world: World,
  ask: Ask,
  request: { id: string; proposal: ProposalKind; note: string; payer?: string | undefined },
) =>
  answerOnce(world, ask, {
    reads: () => ({ break: readBreak(request.id), lost: readLost(request.id) }),
    decide: ({ actor, rows, now, city }) => {
      const row = openBreak(rows.break[0])
      if (!allBreakEnds(row).includes(request.proposal)) refuse('break_proposal_does_not_fit')
      const payer = payerOf(request)
      if (payer !== null) refuseTooMuch(row, rows.lost[0])
      const after: BreakRow = {
        ...row,
        state: 'proposed',
        proposal: payer === null ? (request.proposal as BreakRow['proposal']) : 'suspense',
        payer,
        proposal_note: request.note,
        proposed_by: actor.id,
        proposed_at: now,
      }
      return answered(after, [changed(row, after)], { now, city })
    },
  })

/** Another official sends a proposal back. Refuses break_not_found, break_has_no_proposal. */
export const rejectResolution = (world: World, ask: Ask, request: { id: string; note: string }) =>
  answerOnce(world, ask, {
    reads: () => ({ break: readBreak(request.id) }),
    decide: ({ rows, now, city }) => {
      const row = openBreak(rows.break[0])
      if (row.proposal === null) refuse('break_has_no_proposal')
      const after: BreakRow = {
        ...row,
        state: 'open',
        proposal: null,
        payer: null,
        proposal_note: request.note,
        proposed_by: null,
        proposed_at: null,
      }
      return answered(after, [changed(row, after)], { now, city })
    },
  })

/**
 * Another official than the one who proposed it approves: now the entries are made. What the bank holds more than the
 * ledger knows goes to suspense, what it holds less comes from there, each from an account of its own so that neither
 * hides the other; no earlier entry is touched. Refuses
 * break_not_found, break_is_over, break_has_no_proposal, checker_must_not_be_maker, bank_day_is_running.
 */
export const approveResolution = (
  world: World,
  ask: Ask,
  request: { id: string; proposal: ProposalKind; difference_fen: number },
) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      break: readBreak(request.id),
      running: readRunning(),
      lost: readLost(request.id),
      same_person: readSamePerson(
        who,
        sql`(SELECT proposed_by FROM bank_breaks WHERE id = ${request.id})`,
      ),
    }),
    decide: ({ actor, rows, now, city, kit }) => {
      const row = openBreak(rows.break[0])
      if (row.proposal === null) refuse('break_has_no_proposal')
      if (isSamePerson(rows.same_person)) refuse('checker_must_not_be_maker')
      const is_what_was_seen =
        proposalKind(row) === request.proposal && row.difference_fen === request.difference_fen
      if (!is_what_was_seen) refuse('break_changed')
      if (rows.running[0]) refuse('bank_day_is_running')
      if (row.payer !== null) refuseTooMuch(row, rows.lost[0])
      const after: BreakRow = { ...row, state: 'resolved', resolved_by: actor.id, resolved_at: now }
      const books = row.proposal === 'suspense' ? booked(kit, row, now) : []
      return answered(after, [changed(row, after), ...resolveItemsStatements(row), ...books], {
        now,
        city,
      })
    },
  })

function openBreak(found: BreakRow | undefined): BreakRow {
  const row = found ?? refuse('break_not_found')
  if (row.state === 'resolved' || row.state === 'cleared') refuse('break_is_over')
  return row
}

/** Custody mirrors stand negative for money at the bank: more of it there comes out of the mirror. */
function booked(kit: Kit, row: BreakRow, now: Instant): Statement[] {
  return resolutionBookings(row).flatMap(({ merchant_id, difference_fen }) => {
    const custody = custodyAccount(merchant_id)
    const is_in = difference_fen > 0
    const is_named = row.payer !== null
    const suspense =
      is_in !== is_named ? suspenseInAccount(merchant_id) : suspenseOutAccount(merchant_id)
    const [from, to] = is_in ? [custody, suspense] : [suspense, custody]
    return [
      openAccountStatement(suspense),
      ...post(kit, {
        from,
        to,
        amount_fen: fen(Math.abs(difference_fen)),
        reason: is_named && is_in ? 'shortfall_made_good' : 'break_resolved',
        subject_id: row.id,
        event_at: now,
      }),
    ]
  })
}
