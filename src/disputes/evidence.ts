import { isSamePerson, readSamePerson } from '../identity/persons'
import { bareId } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import type { Ask } from '../platform/act'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { readAnySheet, readLotUses, sheetFrom } from '../proofs/store'
import { evidencePacket } from './packet'
import { recheckDispute } from './record'
import { wantsEvidence } from './rules'
import { type DisputeDetailRow, readDisputes, updateDispute } from './store'
import { presentDispute } from './views'

const read = (id: string) => readDisputes(sql`d.id = ${id}`)
const answered = (d: DisputeDetailRow, statements: Statement[]) => ({
  status: 200,
  subject_id: d.id,
  body: presentDispute(d, { is_official: true }),
  statements,
})

/** A dispute whose provider still takes evidence. */
function contestable(row: DisputeDetailRow | undefined): DisputeDetailRow {
  const d = row ?? refuse('dispute_not_found')
  if (d.submitted_at !== null) refuse('dispute_evidence_sent')
  if (d.outcome !== null) refuse('dispute_is_over')
  if (!wantsEvidence(d.status) || d.lot_id === null) refuse('dispute_is_over')
  return d
}

/**
 * An operator puts the evidence together, from the payment's proof sheet and a statement of their own. Nothing is sent;
 * a later packet replaces an earlier one. Refuses dispute_not_found, dispute_is_over, dispute_evidence_sent.
 */
export const prepareEvidence = (world: World, ask: Ask, of: { id: string; statement: string }) =>
  answerOnce(world, ask, {
    reads: () => {
      const lot_id = sql`(SELECT lot_id FROM disputes WHERE id = ${of.id})`
      return { read: read(of.id), sheet: readAnySheet(lot_id), uses: readLotUses(lot_id, '') }
    },
    decide: ({ actor, rows, now }) => {
      const d = contestable(rows.read[0])
      const sheet = sheetFrom(rows.sheet[0] ?? refuse('dispute_not_found'))
      const { uses } = rows
      const packet = evidencePacket(sheet, uses, {
        statement: of.statement,
        refunded_fen: sheet.lot.refunded_fen,
      })
      const after: DisputeDetailRow = {
        ...d,
        evidence: JSON.stringify(packet),
        evidence_by: actor.id,
        evidence_at: now,
      }
      return answered({ ...after, version: after.version + 1 }, [updateDispute(after)])
    },
  })

/** The provider has our evidence, told by its own notice, and nobody has written down who sent it: an answer was lost. */
function wasHandedIn(d: DisputeDetailRow | undefined): boolean {
  if (!d) return false
  return d.has_evidence === 1 && d.submitted_at === null && d.evidence !== null
}

/**
 * A second operator has looked at the evidence and sends it; providers take it once. The provider's number for it is
 * our dispute's own, so that asking twice is asking once. Refuses dispute_not_found, dispute_is_over,
 * dispute_has_no_evidence, dispute_evidence_sent, checker_must_not_be_maker, dispute_evidence_unclear.
 */
export async function submitEvidence(world: World, ask: Ask, id: string) {
  let dispute_ref: string | null = null
  let is_handed_in = false
  const answer = await answerOnce(world, ask, {
    reads: (who) => ({
      read: read(id),
      same_person: readSamePerson(who, sql`(SELECT evidence_by FROM disputes WHERE id = ${id})`),
    }),
    call: async ({ rows }) => {
      const row = rows.read[0]
      const d = row && (is_handed_in || wasHandedIn(row)) ? row : contestable(row)
      dispute_ref = d.provider_ref
      if (d.evidence === null) refuse('dispute_has_no_evidence')
      if (isSamePerson(rows.same_person)) refuse('checker_must_not_be_maker')
      if (is_handed_in) return
      // Asked first: a try whose answer was lost has handed it in already.
      const known = await world.payments.queryDispute(d.provider_ref)
      const said = known?.has_evidence
        ? known
        : await world.payments.submitEvidence({
            our_no: bareId(d.id),
            dispute_ref: d.provider_ref,
            evidence: JSON.parse(d.evidence) as Record<string, string>,
          })
      if (!said?.has_evidence) refuse('dispute_evidence_unclear')
      is_handed_in = true
    },
    decide: ({ actor, rows, now }) => {
      const d = rows.read[0] ?? refuse('dispute_not_found')
      const after: DisputeDetailRow = {
        ...d,
        has_evidence: 1,
        submitted_by: actor.id,
        submitted_at: now,
        next_check_at: now,
      }
      return answered(after, [updateDispute(after)])
    },
  })
  if (answer.status === 200 && dispute_ref !== null) await recheckDispute(world, dispute_ref)
  return answer
}
