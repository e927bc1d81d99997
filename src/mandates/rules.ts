import { refuse } from '../kernel/refusals'
import { DAY_MS, epochMs, type Instant, type LocalDate, plusMs, SECOND_MS } from '../kernel/time'

export const CAUSES = ['death', 'incapacity', 'minority'] as const
export type Cause = (typeof CAUSES)[number]
export const RELATIONS = [
  'spouse',
  'child',
  'parent',
  'sibling',
  'grandparent',
  'grandchild',
  'appointed',
  'other',
] as const
export const PAPERS = [
  'death_certificate',
  'birth_certificate',
  'household_register',
  'kinship_proof',
  'notarial_certificate',
  'court_ruling',
  'identity_document',
  'other',
] as const
export type PaperKind = (typeof PAPERS)[number]
export type MandateState =
  | 'draft'
  | 'filed'
  | 'objected'
  | 'withdrawn'
  | 'refused'
  | 'lapsed'
  | 'approved'
  | 'active'
  | 'done'
  | 'ended'

/** In which the person, who may be alive, and their companions hear of it and may object. Platform rule, not law. */
const WAITING_MS = 15 * DAY_MS
/** How long papers may be gathered, and how long the offices have. */
const DRAFT_MS = 30 * DAY_MS
const ANSWER_MS = 180 * DAY_MS
export const WHOLE_BP = 10_000
const OLDEST = '1900-01-01'
const MAJORITY_YEARS = 18

export const draftEnds = (now: Instant): Instant => plusMs(now, DRAFT_MS)
export const filingTimes = (now: Instant) => ({
  filed_at: now,
  ripe_at: plusMs(now, WAITING_MS),
  ends_at: plusMs(now, ANSWER_MS),
})

/**
 * The day from which somebody is of age (民法典 §17): the same day eighteen years on; where that year has no such day,
 * the last of the month (民法典 §202).
 */
export function majorityDay(born_on: LocalDate): LocalDate {
  const year = Number(born_on.slice(0, 4)) + MAJORITY_YEARS
  const is_leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1
  const day = born_on.endsWith('-02-29') && !is_leap ? '-02-28' : born_on.slice(4)
  return `${year}${day}`
}

type Facts =
  | { cause: 'death'; died_on: LocalDate }
  | { cause: 'incapacity' }
  | { cause: 'minority'; born_on: LocalDate }
/** Refuses mandate_day_wrong, mandate_of_an_adult. */
export function requireFacts(of: Facts, today: LocalDate): void {
  if (of.cause === 'incapacity') return
  const day = of.cause === 'death' ? of.died_on : of.born_on
  if (day > today || day < OLDEST) refuse('mandate_day_wrong')
  if (of.cause === 'minority' && majorityDay(day) <= today) refuse('mandate_of_an_adult')
}

type Share = { phone_index: string; share_bp: number }
/** Shares are of the whole, and nobody stands there twice. Refuses mandate_shares_wrong. */
export function requireShares(heirs: readonly Share[]): void {
  const sum = heirs.reduce((total, { share_bp }) => total + share_bp, 0)
  const people = new Set(heirs.map(({ phone_index }) => phone_index))
  if (sum !== WHOLE_BP || people.size !== heirs.length) refuse('mandate_shares_wrong')
}

/** For each cause: of each line one paper at least. An adult's guardian needs a court's ruling (民法典 §24). */
const NEEDED: Record<Cause, readonly (readonly PaperKind[])[]> = {
  death: [
    ['death_certificate'],
    ['kinship_proof', 'household_register', 'notarial_certificate', 'court_ruling'],
    ['identity_document'],
  ],
  incapacity: [['court_ruling'], ['identity_document']],
  minority: [['birth_certificate', 'household_register', 'court_ruling'], ['identity_document']],
}
/** What is still to be brought: of each line one. */
export const missingPapers = (cause: Cause, brought: readonly PaperKind[]) =>
  NEEDED[cause].filter((line) => !line.some((kind) => brought.includes(kind)))

/** A word that stands against a companion's objection, and against a ward's own: somebody independent has decided. */
const hasRuling = (brought: readonly PaperKind[]): boolean =>
  brought.includes('court_ruling') || brought.includes('notarial_certificate')

type Objected = { cause: Cause; papers: readonly PaperKind[] }
/**
 * Whether an objection ends it at once. Whoever is said to be dead and says no is alive; a companion, or a ward, cannot
 * end what a court or a notary has said: their word is kept for the officials.
 */
export const objectionEnds = (by: 'account' | 'companion', { cause, papers }: Objected): boolean =>
  (by === 'account' && cause === 'death') || !hasRuling(papers)

type Timed = { state: MandateState; ripe_at: Instant | null; ends_at: Instant }
/** What it is at a moment, whether or not a clock has run. */
export const mandateStateAt = ({ state, ends_at }: Timed, now: Instant): MandateState =>
  (state === 'draft' || state === 'filed') && ends_at <= now ? 'lapsed' : state

/** Refuses mandate_not_open unless it is in one of these states now. */
export function requireState(of: Timed, states: readonly MandateState[], now: Instant): void {
  if (!states.includes(mandateStateAt(of, now))) refuse('mandate_not_open')
}

type Grantable = Timed & {
  cause: Cause
  subject_id: string | null
  is_same_number: boolean
  objected_at: Instant | null
  papers: readonly PaperKind[]
  heirs: readonly { accepted_at: Instant | null }[]
  checks: readonly { passed: boolean }[]
  is_other: boolean
  facts: { rivals: number; payments: number; recoveries: number }
}
/** Whether it may come into force. The refusals in their order are the catalogue's. */
export function requireGrantable(of: Grantable, now: Instant): void {
  requireState(of, ['filed'], now)
  if (of.ripe_at !== null && now < of.ripe_at) {
    const left_ms = epochMs(of.ripe_at) - epochMs(now)
    refuse('mandate_still_waiting', { retry_after_s: Math.ceil(left_ms / SECOND_MS) })
  }
  if (of.subject_id === null || !of.is_same_number) refuse('mandate_account_gone')
  if (of.objected_at !== null && !hasRuling(of.papers)) refuse('mandate_contested')
  if (of.heirs.some(({ accepted_at }) => accepted_at === null)) refuse('mandate_heirs_missing')
  if (of.cause === 'death') {
    if (of.facts.rivals > 0) refuse('mandate_rival_open')
    if (of.facts.payments > 0) refuse('mandate_payment_open')
    if (of.facts.recoveries > 0) refuse('mandate_recovery_open')
  }
  const passed = of.checks.filter((check) => check.passed).length
  if (passed < 2 || passed < of.checks.length || !of.is_other) refuse('mandate_needs_three_persons')
}

/** A share as a form says it, in percent with two decimals at most, in basis points; 0 for what is none. */
export function shareFrom(percent: string | null): number {
  const [, whole = '', decimals = ''] =
    /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(percent?.trim() ?? '') ?? []
  return whole === '' ? 0 : Number(`${whole}${decimals.padEnd(2, '0')}`)
}
