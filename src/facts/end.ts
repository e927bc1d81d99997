import { planSettlements } from '../custody/plan'
import type { ParkedRow } from '../custody/store'
import { isSamePerson, readSamePerson } from '../identity/persons'
import { bareId } from '../kernel/ids'
import { fen } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import { openAccountStatement, post } from '../ledger/book'
import { pspAccount, suspenseInAccount, suspenseOutAccount } from '../ledger/chart'
import type { Ask, Moment } from '../platform/act'
import { all, type IdRow, type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { boughtBy, creditStatements } from '../purchases/credit'
import { type FactEnd, type FactRow, updateFact } from '../purchases/parked'
import { overCap, type Purchase } from '../purchases/rules'
import { adoptPaymentStatement, readPurchase, readSale, type SaleRows } from '../purchases/store'
import { factEnds } from './rules'
import { presentFact } from './views'

const readFact = (id: string) => sql<FactRow>`SELECT * FROM parked_facts WHERE id = ${id}`
const answered = (fact: FactRow, now: Instant, statements: Statement[]) => ({
  status: 200,
  subject_id: fact.id,
  body: presentFact(fact, now),
  statements,
})
function openFact(row: FactRow | undefined): FactRow {
  const fact = row ?? refuse('parked_fact_not_found')
  if (fact.state === 'resolved' || fact.state === 'cleared') refuse('parked_fact_is_over')
  return fact
}

type Proposal = { id: string; end: FactEnd; purchase_id: string | null; note: string }
/**
 * Somebody says how a parked fact ends; nothing moves yet, and a later proposal replaces an earlier one. Refuses
 * parked_fact_not_found, parked_fact_is_over, parked_fact_end_does_not_fit, purchase_not_found.
 */
export const proposeEnd = (world: World, ask: Ask, of: Proposal) =>
  answerOnce(world, ask, {
    reads: () => ({ fact: readFact(of.id), purchase: readPurchase(sql`p.id = ${of.purchase_id}`) }),
    decide: ({ actor, rows, now }) => {
      const fact = openFact(rows.fact[0])
      if (!factEnds(fact).includes(of.end)) refuse('parked_fact_end_does_not_fit')
      if ((of.end === 'matched') !== (of.purchase_id !== null))
        refuse('parked_fact_end_does_not_fit')
      if (of.purchase_id !== null && !rows.purchase[0]) refuse('purchase_not_found')
      const after: FactRow = {
        ...fact,
        state: 'proposed',
        proposal: of.end,
        note: of.note,
        purchase_id: of.purchase_id ?? fact.purchase_id,
        proposed_by: actor.id,
        proposed_at: now,
      }
      return answered(after, now, [updateFact(after)])
    },
  })

/** Somebody else sends a proposal back. Refuses parked_fact_not_found, parked_fact_has_no_proposal. */
export const rejectEnd = (world: World, ask: Ask, of: { id: string; note: string }) =>
  answerOnce(world, ask, {
    reads: () => ({ fact: readFact(of.id) }),
    decide: ({ rows, now }) => {
      const fact = openFact(rows.fact[0])
      if (fact.proposal === null) refuse('parked_fact_has_no_proposal')
      const after: FactRow = {
        ...fact,
        state: 'open',
        proposal: null,
        note: of.note,
        proposed_by: null,
        proposed_at: null,
      }
      return answered(after, now, [updateFact(after)])
    },
  })

type SettledRow = { settled: number }
/**
 * Another person than the one who proposed it approves: now it happens. The provider is asked first what its payment is
 * worth; a payment that an order of ours has already is neither given back nor booked. Refuses parked_fact_not_found,
 * parked_fact_is_over, parked_fact_has_no_proposal, checker_must_not_be_maker, parked_fact_does_not_fit_order,
 * payment_unclear, payment_in_dispute, and the caps of a sale.
 */
export async function approveEnd(world: World, ask: Ask, of: { id: string; end: FactEnd }) {
  const answer = await answerOnce(world, ask, {
    reads: (who) => {
      const order = sql`FROM purchases WHERE id = (SELECT purchase_id FROM parked_facts WHERE id = ${of.id})`
      return {
        fact: readFact(of.id),
        same_person: readSamePerson(
          who,
          sql`(SELECT proposed_by FROM parked_facts WHERE id = ${of.id})`,
        ),
        order: readPurchase(sql`p.id = (SELECT id ${order})`),
        paid: sql<IdRow>`SELECT id FROM purchases WHERE status = 'paid' AND provider_ref = (
              SELECT payment_ref FROM parked_facts WHERE id = ${of.id})`,
        settled: sql<SettledRow>`SELECT 1 AS settled FROM settlement_items WHERE purchase_id = (SELECT id ${order})`,
        taken_back: readTakenBack(of.id),
        sale: readSale({
          offer_id: sql`(SELECT offer_id ${order})`,
          consumer_id: sql`(SELECT consumer_id ${order})`,
        }),
      }
    },
    call: async ({ rows, now, city }) => {
      const fact = openFact(rows.fact[0])
      if (fact.proposal === null) refuse('parked_fact_has_no_proposal')
      if (fact.proposal !== of.end) refuse('parked_fact_changed_meanwhile')
      if (isSamePerson(rows.same_person)) refuse('checker_must_not_be_maker')
      await askOutside(world, fact, seenIn(rows, { now, city }))
    },
    decide: ({ actor, rows, now, city, kit }) => {
      const fact = openFact(rows.fact[0])
      const after: FactRow = { ...fact, state: 'resolved', resolved_by: actor.id, resolved_at: now }
      return concluded(kit, after, seenIn(rows, { now, city }))
    },
  })
  if (answer.status === 200 && of.end === 'matched') await settleMatched(world, of.id)
  return answer
}

type Seen = {
  order: Purchase | null
  is_ours: boolean
  is_settled: boolean
  /** The payer takes it back at the provider, or has: by the provider's own word, for it has no lot yet. */
  is_taken_back: boolean
  sale: SaleRows
} & Moment
type RowsSeen = {
  order: readonly Purchase[]
  paid: readonly object[]
  settled: readonly object[]
  taken_back: readonly object[]
  sale: SaleRows
}
const seenIn = ({ order, paid, settled, taken_back, sale }: RowsSeen, moment: Moment): Seen => ({
  order: order[0] ?? null,
  is_ours: paid.length > 0,
  is_settled: settled.length > 0,
  is_taken_back: taken_back.length > 0,
  sale,
  ...moment,
})

/** What the provider must say before it happens; what the order was to be paid by before must be over first. */
async function askOutside(world: World, fact: FactRow, seen: Seen): Promise<void> {
  const is_line = fact.kind === 'bill_line'
  if (fact.proposal === 'explained' || (fact.proposal === 'matched' && is_line)) return
  if (is_line || fact.kind === 'payment_event') await mustBeThere(world, fact, seen)
  if (fact.proposal !== 'matched') return
  const { provider_ref } = fitting(fact, seen)
  if (provider_ref === null || provider_ref === fact.payment_ref) return
  const { state } = await world.payments.cancel(provider_ref)
  if (state === 'unclear') refuse('payment_unclear')
  if (state !== 'canceled') refuse('parked_fact_does_not_fit_order')
}

function concluded(kit: Kit, fact: FactRow, seen: Seen) {
  const { now } = seen
  if (fact.proposal === 'explained') return answered(fact, now, [updateFact(fact)])
  if (fact.proposal === 'matched' && fact.kind === 'bill_line') {
    const { order } = seen
    const fits = order?.status === 'paid' && order.paid_fen === fact.amount_fen && !seen.is_settled
    if (!fits) refuse('parked_fact_does_not_fit_order')
    return answered(fact, now, [updateFact(fact)])
  }
  if (fact.proposal === 'matched') return matched(kit, fact, seen)
  if (fact.proposal === 'returned') {
    const back: FactRow = { ...fact, return_state: 'created', next_check_at: now }
    return answered(back, now, [updateFact(back)])
  }
  return answered(fact, now, [updateFact(fact), ...toSuspense(kit, fact, now)])
}

type TakenBackRow = { taken_back: number }
const readTakenBack = (fact_id: string) =>
  sql<TakenBackRow>`SELECT 1 AS taken_back FROM parked_facts f JOIN disputes d ON d.payment_ref = f.payment_ref
       WHERE f.id = ${fact_id} AND d.status NOT IN ('won', 'warning_closed', 'prevented')`

/** The payment is at the provider with this very sum, nobody takes it back, and no order of ours has it. */
async function mustBeThere(world: World, fact: FactRow, of: Seen): Promise<void> {
  if (of.is_taken_back) refuse('payment_in_dispute')
  if (of.is_ours) refuse('parked_fact_does_not_fit_order')
  const said = await world.payments.query(fact.payment_ref ?? '')
  if (said.state === 'unclear') refuse('payment_unclear')
  const fits =
    said.state === 'succeeded' && said.amount_fen === fact.amount_fen && said.currency === 'cny'
  if (!fits) refuse('parked_fact_does_not_fit_order')
}

/** The order that the payment fits, within the caps of its sale. */
function fitting(fact: FactRow, { order, sale, now, city }: Seen): Purchase {
  if (!order || order.status === 'paid' || order.paid_fen !== fact.amount_fen)
    refuse('parked_fact_does_not_fit_order')
  const { terms, card, cards } = boughtBy({ sale, now, city })
  const reason = overCap(order.paid_fen, terms, { card, cards })
  if (reason === 'card_cap_exceeded') refuse('offer_exceeds_card_cap')
  if (reason === 'holder_cap_exceeded') refuse('holder_exceeds_total_cap')
  return order
}

/** The order gets the payment after all. */
function matched(kit: Kit, fact: FactRow, seen: Seen) {
  const { sale, now, city } = seen
  const order = fitting(fact, seen)
  const payment_ref = fact.payment_ref ?? ''
  const notice = { provider: fact.provider, happened_at: now }
  const adopted = { ...order, provider_ref: payment_ref, version: order.version + 1 }
  return answered(fact, now, [
    updateFact(fact),
    adoptPaymentStatement(order, payment_ref),
    ...creditStatements(kit, adopted, { notice, sale, now, city }),
  ])
}

/** What the provider has more than our books is nobody's yet: it stands in suspense, and the books agree. */
function toSuspense(kit: Kit, fact: FactRow, now: Instant): Statement[] {
  const psp = pspAccount(fact.provider)
  const suspense =
    fact.amount_fen > 0 ? suspenseInAccount(fact.provider) : suspenseOutAccount(fact.provider)
  const [from, to] = fact.amount_fen > 0 ? [psp, suspense] : [suspense, psp]
  return [
    openAccountStatement(psp),
    openAccountStatement(suspense),
    ...post(kit, {
      from,
      to,
      amount_fen: fen(Math.abs(fact.amount_fen)),
      reason: 'parked_fact_booked',
      subject_id: fact.id,
      event_at: now,
    }),
  ]
}

/** A bill line whose order two people have named goes into custody like any other. */
async function settleMatched(world: World, fact_id: string): Promise<void> {
  const [line] = await all(
    world.db,
    sql<
      ParkedRow & { order_id: string; order_ref: string }
    >`SELECT l.*, p.id AS order_id, p.provider_ref AS order_ref
          FROM parked_facts f JOIN parked_lines l ON l.provider = f.provider AND l.ref = f.ref
          JOIN purchases p ON p.id = f.purchase_id
         WHERE f.id = ${fact_id} AND f.kind = 'bill_line' AND l.resolved_at IS NULL`,
  )
  if (!line) return
  const item = { ...line, our_no: bareId(line.order_id), provider_ref: line.order_ref }
  await planSettlements(world, [item], null)
}
