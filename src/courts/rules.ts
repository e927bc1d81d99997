import { refuse } from '../kernel/refusals'
import { dayStart, type Instant, type LocalDate, localDate } from '../kernel/time'

export const BASES = ['preservation', 'execution'] as const
export const ORDER_ENDS = ['rejected', 'lifted', 'term'] as const
export const DEDUCTION_ENDS = ['rejected', 'account_failed'] as const

/** What a court ordered about the money payable to a shop. Whole fen; `until_on` is the last day it counts. */
export type CourtOrder = {
  id: string
  merchant_id: string
  court: string
  case_no: string
  document_no: string
  basis: (typeof BASES)[number]
  amount_fen: number
  until_on: LocalDate
  filed_by: string
  filed_at: Instant
  confirmed_by: string | null
  confirmed_at: Instant | null
  renewed_by: string | null
  renewed_at: Instant | null
  renewal_no: string | null
  lifting_no: string | null
  lifting_asked_by: string | null
  lifting_asked_at: Instant | null
  paid_fen: number
  ended_for: (typeof ORDER_ENDS)[number] | null
  ended_by: string | null
  ended_at: Instant | null
  version: number
}
/** So much of an order goes to a court's account, as it is payable. */
export type CourtDeduction = {
  id: string
  order_id: string
  merchant_id: string
  document_no: string
  amount_fen: number
  to_holder: string
  to_account_no: string
  to_account_mask: string
  filed_by: string
  filed_at: Instant
  agreed_by: string | null
  agreed_at: Instant | null
  paid_fen: number
  ended_for: (typeof DEDUCTION_ENDS)[number] | null
  ended_by: string | null
  ended_at: Instant | null
  version: number
}
/** Asked by the same person who filed it. */
type Own = { is_own: boolean }

/** The last day that an order filed or renewed today may name: a year (民事诉讼法解释 §485), the day before it comes round. */
export const lastDay = (today: LocalDate): LocalDate => {
  const [year = '', month = '', day = ''] = today.split('-')
  const next = `${Number(year) + 1}-${month}-${day === '29' && month === '02' ? '28' : day}`
  return localDate(dayStart(next))
}
/** Refuses court_order_term_unfit. */
export function decideTerm(until_on: LocalDate, today: LocalDate): void {
  if (until_on < today || until_on > lastDay(today)) refuse('court_order_term_unfit')
}
/** What an order still freezes today. Whole fen, never below zero. */
export const frozenFen = (o: CourtOrder, today: LocalDate): number =>
  o.ended_at === null && o.until_on >= today ? o.amount_fen - o.paid_fen : 0

/** Refuses court_order_ended. Over its day it has ended, whether the clock has come by or not. */
function mustStand(o: CourtOrder, today: LocalDate): void {
  if (o.ended_at !== null || o.until_on < today) refuse('court_order_ended')
}
/**
 * Another person has checked the document, or found it wrong. Refuses court_order_ended, court_order_confirmed,
 * checker_must_not_be_maker.
 */
export function decideConfirmation(o: CourtOrder, { is_own, today }: Own & Today): void {
  mustStand(o, today)
  if (o.confirmed_at !== null) refuse('court_order_confirmed')
  if (is_own) refuse('checker_must_not_be_maker')
}
type Today = { today: LocalDate }
/** A longer term by the court's notice, before the term is over. Refuses court_order_ended, court_order_term_unfit. */
export function decideRenewal(o: CourtOrder, until_on: LocalDate, today: LocalDate): void {
  mustStand(o, today)
  decideTerm(until_on, today)
  if (until_on < o.until_on) refuse('court_order_term_unfit')
}
/** Somebody files the court's release. Refuses court_order_ended, court_lifting_asked. */
export function decideLiftingAsked(o: CourtOrder, { today }: Today): void {
  mustStand(o, today)
  if (o.lifting_asked_at !== null) refuse('court_lifting_asked')
}
/**
 * Another person agrees to the release, or finds that there is none. Refuses court_order_ended, court_lifting_not_asked,
 * checker_must_not_be_maker.
 */
export function decideLifting(o: CourtOrder, { is_own, today }: Own & Today): void {
  mustStand(o, today)
  if (o.lifting_asked_at === null) refuse('court_lifting_not_asked')
  if (is_own) refuse('checker_must_not_be_maker')
}
/**
 * So much of what is left of the order, less what others wait to take of it. Refuses court_order_ended,
 * court_order_not_confirmed, court_deduction_too_much.
 */
export function decideDeduction(
  o: CourtOrder & { asked_fen: number },
  amount_fen: number,
  today: LocalDate,
): void {
  mustStand(o, today)
  if (o.confirmed_at === null) refuse('court_order_not_confirmed')
  if (amount_fen > o.amount_fen - o.paid_fen - o.asked_fen) refuse('court_deduction_too_much')
}
/** Refuses court_order_ended, court_deduction_decided, checker_must_not_be_maker. */
export function decideAgreement(
  d: CourtDeduction,
  of: Own & Today & { order: CourtOrder; agreed: boolean },
): void {
  if (of.agreed) mustStand(of.order, of.today)
  if (d.agreed_at !== null || d.ended_at !== null) refuse('court_deduction_decided')
  if (of.is_own && of.agreed) refuse('checker_must_not_be_maker')
}
