import { settleComplaintStatements } from '../complaints/desk'
import { readComplaints } from '../complaints/store'
import type { City } from '../kernel/city'
import { type RefusalCode, refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import type { Ask } from '../platform/act'
import type { Actor } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { awardRange, planAward } from '../refunds/settle'
import { refundableFrom, refundFrom } from '../refunds/store'
import { agreementHash, agreementText } from './agreement'
import { type SettlingRows, settlingReads } from './propose'
import { confirmationEnds, type Side, whyNotAccept, whyNotAnswer, whyNotConfirm } from './rules'
import { type MediationDetailRow, readOwnMediation, updateMediation } from './store'
import { emitMediation } from './tell'
import { presentMediation } from './views'

const passing = (code: RefusalCode | null): void => {
  if (code !== null) refuse(code)
}
type Turn = { now: Instant; city: City; kit: Kit; actor: Actor }

/**
 * One side says yes. By the second word the agreement holds: its text and hash are kept, the refund is carried out by its own
 * rules, and the complaint it is about is closed, all in one batch. Refuses mediation_not_found, mediation_not_open,
 * mediation_over, mediation_accepted_already, mediation_figure_changed, and what a refund refuses.
 */
export const acceptMediation = (world: World, ask: Ask, of: { id: string; side: Side }) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      found: readOwnMediation(who, of.id),
      settling: settlingReads(sql`(SELECT card_id FROM mediations WHERE id = ${of.id})`, sql`1`),
      closing: readComplaints(
        sql`k.id = (SELECT complaint_id FROM mediations WHERE id = ${of.id}) AND k.status = 'accepted'`,
      ),
    }),
    decide: ({ actor, rows, now, city, kit }) => {
      const was = rows.found[0] ?? refuse('mediation_not_found')
      passing(whyNotAccept(was, of.side, now))
      const said: MediationDetailRow =
        of.side === 'holder'
          ? { ...was, holder_at: now }
          : { ...was, shop_at: now, shop_by: actor.id }
      const is_whole = said.holder_at !== null && said.shop_at !== null
      const turn = { now, city, kit, actor }
      const { after, statements } = is_whole
        ? agreed(said, rows, turn)
        : { after: said, statements: [updateMediation(said)] }
      return {
        status: 200,
        subject_id: of.id,
        body: presentMediation(after, { now, city, reader: actor.kind }),
        statements,
      }
    },
  })

type AgreeingRows = {
  settling: SettlingRows
  closing: Parameters<typeof settleComplaintStatements>[1][]
}
function agreed(
  said: MediationDetailRow,
  { settling, closing }: AgreeingRows,
  { now, city, kit, actor }: Turn,
): { after: MediationDetailRow; statements: Statement[] } {
  const seen = refundableFrom(settling.card[0] ?? refuse('card_not_found'))
  const open = settling.refund[0] ? refundFrom(settling.refund[0]) : undefined
  const range = awardRange(seen, open, now)
  const fits =
    range !== null &&
    range.refund_id === said.refund_id &&
    said.agreed_fen >= range.low_fen &&
    said.agreed_fen <= range.high_fen &&
    seen.card.consumer_id === said.consumer_id
  if (!fits) refuse('mediation_figure_changed')

  const award = {
    agreed_fen: said.agreed_fen,
    ground: 'mediated' as const,
    reason: `调解协议 ${said.id}`,
  }
  const { refund, statements } = planAward(kit, { seen, open }, award, { now, city })
  const agreement = agreementText(said, city, now)
  const after: MediationDetailRow = {
    ...said,
    status: 'agreed',
    ended_at: now,
    executed_refund_id: refund.id,
    agreement,
    agreement_hash: agreementHash(said, agreement),
    confirm_by: confirmationEnds(city.calendar, now),
  }
  return {
    after,
    statements: [
      ...statements,
      updateMediation(after),
      emitMediation(kit, 'mediation.agreed', after, now),
      ...closing.flatMap((complaint) =>
        settleComplaintStatements(kit, complaint, { by: actor, now }),
      ),
    ],
  }
}

/** A proposal that ends without an agreement, in one step: refuses mediation_not_found and what `turn` refuses. */
const ending = (
  world: World,
  ask: Ask,
  id: string,
  turn: (was: MediationDetailRow, of: Turn) => { after: MediationDetailRow; told: Statement[] },
) =>
  answerOnce(world, ask, {
    reads: (who) => ({ found: readOwnMediation(who, id) }),
    decide: ({ actor, rows, now, city, kit }) => {
      const was = rows.found[0] ?? refuse('mediation_not_found')
      const { after, told } = turn(was, { now, city, kit, actor })
      return {
        status: 200,
        subject_id: id,
        body: presentMediation(after, { now, city, reader: actor.kind }),
        statements: [updateMediation(after), ...told],
      }
    },
  })

/** One side says no: the complaint goes on as it was. Refuses mediation_not_open, mediation_over. */
export const declineMediation = (
  world: World,
  ask: Ask,
  of: { id: string; words: string | null },
) =>
  ending(world, ask, of.id, (was, { now, kit, actor }) => {
    passing(whyNotAnswer(was, now))
    const side = actor.kind === 'consumer' ? ('holder' as const) : ('shop' as const)
    const after: MediationDetailRow = {
      ...was,
      status: 'declined',
      declined_by: side,
      decline_words: of.words,
      ended_at: now,
    }
    return { after, told: [emitMediation(kit, 'mediation.declined', after, now)] }
  })

/** The mediator takes a proposal back. Refuses mediation_not_open. */
export const withdrawMediation = (world: World, ask: Ask, id: string) =>
  ending(world, ask, id, (was, { now, kit }) => {
    if (was.status !== 'proposed') refuse('mediation_not_open')
    const after: MediationDetailRow = { ...was, status: 'withdrawn', ended_at: now }
    return { after, told: [emitMediation(kit, 'mediation.withdrawn', after, now)] }
  })

/** A court has confirmed the agreement: its number is kept. Refuses mediation_not_agreed, mediation_confirm_too_late. */
export const recordConfirmation = (world: World, ask: Ask, of: { id: string; court_no: string }) =>
  ending(world, ask, of.id, (was, { now }) => {
    passing(whyNotConfirm(was, now))
    return { after: { ...was, court_no: of.court_no, court_on: localDate(now) }, told: [] }
  })
