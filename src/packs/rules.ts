import { type CoverageRow, measureCoverage } from '../closes/rules'
import { canonical, type Json } from '../kernel/canonical'
import type { Instant, LocalDate } from '../kernel/time'

/** One payment behind a card, as it stood at the end of the pack's day. */
export type PackPayment = {
  purchase_id: string
  provider: string
  /** The provider's own number: a refund by the original route names it. */
  provider_ref: string | null
  contract_hash: string
  paid_on: LocalDate
  paid_fen: number
  refunded_fen: number
  /** What of the card's money stands under this payment; null when the card was used again before the pack was made. */
  left_fen: number | null
}
export type PackCard = {
  card_id: string
  holder_no: string
  escrow_fen: number
  held_fen: number
  refunding_fen: number
  contract_hash: string
  first_paid_on: LocalDate
  payments: PackPayment[]
}
export type PackContract = { contract_hash: string; template_version: string; cards_count: number }

/** What a card is owed: free, tied to a use, and on its way back. Their sum over the shop is the bank's requirement. */
export const cardOwedFen = (
  c: Pick<PackCard, 'escrow_fen' | 'held_fen' | 'refunding_fen'>,
): number => c.escrow_fen + c.held_fen + c.refunding_fen

/**
 * What a refund for the shop's cause would give back if the card ended with the day: release follows use pro rata, so it
 * is all that is neither earned nor on its way already (法释〔2025〕4号 §18).
 */
export const cardRefundableFen = (c: Pick<PackCard, 'escrow_fen' | 'held_fen'>): number =>
  c.escrow_fen + c.held_fen

/** A card in the form that is hashed: every stored figure, in one order. */
export const hashedCard = (c: PackCard): Json => ({
  card_id: c.card_id,
  holder_no: c.holder_no,
  escrow_fen: c.escrow_fen,
  held_fen: c.held_fen,
  refunding_fen: c.refunding_fen,
  contract_hash: c.contract_hash,
  first_paid_on: c.first_paid_on,
  payments: c.payments.map((p) => ({
    purchase_id: p.purchase_id,
    provider: p.provider,
    provider_ref: p.provider_ref,
    contract_hash: p.contract_hash,
    paid_on: p.paid_on,
    paid_fen: p.paid_fen,
    refunded_fen: p.refunded_fen,
    left_fen: p.left_fen,
  })),
})

/** Whether a card is as the night before left it: then nothing is written, and the older row goes on speaking. */
export const saysNothingNew = (card: PackCard, before: PackCard | null): boolean =>
  before === null
    ? cardOwedFen(card) === 0
    : JSON.stringify(hashedCard(card)) === JSON.stringify(hashedCard(before))

/** A payment as it is read, with what its lot has left now, after the day too. */
export type PaymentBalance = Omit<PackPayment, 'left_fen'> & {
  left_now_fen: number
  template_version: string
}

/** What is left of each payment, when the lots still add up to what the card was owed at the end of the day. */
export function packPayments(seen: readonly PaymentBalance[], owed_fen: number): PackPayment[] {
  const now_fen = seen.reduce((sum, { left_now_fen }) => sum + left_now_fen, 0)
  const is_still = now_fen === owed_fen
  return seen.map(({ left_now_fen, template_version: _version, ...payment }) => ({
    ...payment,
    left_fen: is_still ? left_now_fen : null,
  }))
}

/** Adds the cards of a page to the list of contracts; a card counts once under each contract it holds. */
export function withContracts(
  contracts: readonly PackContract[],
  cards: readonly (readonly Pick<PaymentBalance, 'contract_hash' | 'template_version'>[])[],
): PackContract[] {
  const by_hash = new Map(contracts.map((contract) => [contract.contract_hash, { ...contract }]))
  for (const payments of cards) {
    const held = new Map(payments.map((p) => [p.contract_hash, p.template_version]))
    for (const [contract_hash, template_version] of held) {
      const known = by_hash.get(contract_hash) ?? {
        contract_hash,
        template_version,
        cards_count: 0,
      }
      by_hash.set(contract_hash, { ...known, cards_count: known.cards_count + 1 })
    }
  }
  return [...by_hash.values()].sort((a, b) => (a.contract_hash < b.contract_hash ? -1 : 1))
}

export type PackMerchant = {
  id: string
  name: string
  entity_type: string
  sector: string
  district: string
  address: string
  licence_no: string
  licence_expires_on: LocalDate | null
  legal_representative: string
  settlement_account_mask: string
  custody_account_mask: string | null
  admitted_at: Instant | null
}
/** What the stored cards add up to. */
export type PackSums = {
  cards_count: number
  holders_count: number
  escrow_fen: number
  held_fen: number
  refunding_fen: number
}
type BankDay = {
  day: LocalDate
  status: 'sealed' | 'sealed_without_statement'
  close_hash: string
  requirement_fen: number
  bank_fen: number | null
  coverage_bp: number | null
  owed_fen: number
  covered_fen: number
  short_fen: number
  in_transit_fen: number
  open_breaks_count: number
  open_breaks_in_fen: number
  open_breaks_out_fen: number
}
export type OpenRefunds = { count: number; asked_fen: number; paid_fen: number }
export type PackFacts = {
  merchant: PackMerchant
  bank: string
  sums: PackSums
  /** The shop's rows of the bank's closes, newest first; the first one is the pack's own day. */
  closes: readonly (CoverageRow & { close_hash: string })[]
  refunds: OpenRefunds
  contracts: PackContract[]
  cards_hash: string
  previous_hash: string | null
}
export type PackBody = ReturnType<typeof packBody>
/** The head of a night on which nothing was different: it refers to the pack that has the list, by its day and hash. */
export type CarriedBody = Pick<PackBody, 'merchant_id' | 'day' | 'bank_days' | 'previous_hash'> & {
  carried_from: LocalDate
  carried_hash: string
}

function bankDay({ close_hash, ...row }: PackFacts['closes'][number]): BankDay {
  const of = measureCoverage(row)
  return {
    day: row.day,
    status: row.bank_fen === null ? 'sealed_without_statement' : 'sealed',
    close_hash,
    requirement_fen: row.requirement_fen,
    bank_fen: row.bank_fen,
    coverage_bp: of.coverage_bp,
    owed_fen: of.owed_fen,
    covered_fen: of.covered_fen,
    short_fen: of.short_fen,
    in_transit_fen: of.in_transit_fen,
    open_breaks_count: row.breaks_count,
    open_breaks_in_fen: row.breaks_in_fen,
    open_breaks_out_fen: row.breaks_out_fen,
  }
}

/**
 * The head of a pack, which is hashed whole. `owed_fen` is the sum of the pack's own cards, `requirement_fen` what the
 * bank's close of the day says; both are told, and whether they agree.
 */
export function packBody(facts: PackFacts, own: CoverageRow) {
  const { merchant, bank, sums, closes, refunds, contracts, cards_hash, previous_hash } = facts
  const owed_fen = cardOwedFen(sums)
  return {
    merchant_id: merchant.id,
    day: own.day,
    bank,
    merchant,
    holders_count: sums.holders_count,
    cards_count: sums.cards_count,
    escrow_fen: sums.escrow_fen,
    held_fen: sums.held_fen,
    refunding_fen: sums.refunding_fen,
    owed_fen,
    refundable_fen: cardRefundableFen(sums),
    requirement_fen: own.requirement_fen,
    ties_out: owed_fen === own.requirement_fen && sums.cards_count === own.cards_count,
    contracts,
    bank_days: closes.map(bankDay),
    open_refunds: refunds,
    advance_fen: own.advance_fen,
    deposit_fen: own.deposit_fen,
    payable_fen: own.payable_fen,
    paying_fen: own.paying_fen,
    custody_fen: own.custody_fen,
    cards_hash,
    previous_hash,
  }
}

/** Whether two nights of a shop differ in nothing but their day, its close and what came before. */
export const saysTheSame = (one: PackBody, other: PackBody): boolean =>
  canonical(withoutDay(one)) === canonical(withoutDay(other))
function withoutDay({ day: _day, previous_hash: _previous, bank_days, ...rest }: PackBody): Json {
  const [{ day: _own, close_hash: _close, ...figures } = {}] = bank_days as [BankDay?]
  return { ...rest, figures } as Json
}

/** What a sealed night says: all of it by itself, or of the pack it refers to all but its own day. */
export const readThrough = (body: PackBody | CarriedBody, list: PackBody | null): PackBody =>
  'carried_from' in body && list !== null ? { ...list, ...body } : (body as PackBody)
