import { refuse } from '../kernel/refusals'
import { type Instant, type LocalDate, plusDays } from '../kernel/time'

export const COLOURS = ['red', 'black'] as const
export const CLASSES = ['honour', 'minor', 'general', 'serious'] as const
type Class = (typeof CLASSES)[number]
export const ANSWERS = ['upheld', 'refused'] as const
export const ENDS = ['term', 'repaired', 'objection', 'court', 'error', 'withdrawn'] as const
/** What a person may end it for; `term` is the clock's, `objection` an answer's. */
export const REMOVALS = ['repaired', 'court', 'error', 'withdrawn'] as const
/**
 * For how many days a listing may be shown, and before which it is not repaired away (国家公共信用信息…修复: minor up to three
 * months, general three months to one year, serious one to three years).
 */
export const TERMS: Readonly<Record<Class, { min: number; max: number; repair: number }>> = {
  honour: { min: 30, max: 730, repair: 0 },
  minor: { min: 1, max: 90, repair: 0 },
  general: { min: 90, max: 365, repair: 90 },
  serious: { min: 365, max: 1_095, repair: 365 },
}
/** A notice gives the shop so many working days to be heard; an objection is taken up in three and answered in seven. */
export const WORKDAYS = { hear: 5, take_up: 3, answer: 7 }

export type Listing = {
  id: string
  merchant_id: string
  district: string
  public_name: string
  colour: (typeof COLOURS)[number]
  class: Class
  ground: string
  words: string
  noticed_by: string
  noticed_at: Instant
  hear_by: LocalDate
  objection: string | null
  objected_at: Instant | null
  take_up_by: LocalDate | null
  answer_by: LocalDate | null
  answer: (typeof ANSWERS)[number] | null
  answer_note: string | null
  answered_by: string | null
  answered_at: Instant | null
  published_by: string | null
  published_at: Instant | null
  min_until: LocalDate | null
  until_on: LocalDate | null
  repair: string | null
  repair_at: Instant | null
  ended_for: (typeof ENDS)[number] | null
  ended_by: string | null
  ended_at: Instant | null
  version: number
}

/** What may be shown of a shop's name: a company's whole; of anybody else's the first two signs, for it may be a person's. */
export const publicName = (entity_type: string, name: string): string =>
  entity_type === 'company' ? name : `${[...name].slice(0, 2).join('')}＊＊（个体工商户）`

const open = (listing: Listing): Listing =>
  listing.ended_at === null ? listing : refuse('listing_ended')

/** Refuses listing_ended, listing_published, listing_needs_another_person, listing_still_heard, listing_term_unfit. */
export function decidePublication(
  listing: Listing,
  of: { is_own: boolean; days: number; today: LocalDate },
): { min_until: LocalDate; until_on: LocalDate } {
  if (open(listing).published_at !== null) refuse('listing_published')
  if (of.is_own) refuse('listing_needs_another_person')
  const waits = listing.objection !== null && listing.answer === null
  if (listing.colour === 'black' && (of.today <= listing.hear_by || waits))
    refuse('listing_still_heard')
  const { min, max, repair } = TERMS[listing.class]
  if (of.days < min || of.days > max) refuse('listing_term_unfit')
  return { min_until: plusDays(of.today, repair), until_on: plusDays(of.today, of.days) }
}
/** Refuses listing_ended, listing_objected_already. */
export function decideObjection(listing: Listing): void {
  if (open(listing).objection !== null) refuse('listing_objected_already')
}
/** Refuses listing_ended, listing_no_objection, listing_needs_another_person. */
export function decideAnswer(listing: Listing, is_own: boolean): void {
  if (open(listing).objection === null || listing.answer !== null) refuse('listing_no_objection')
  if (is_own) refuse('listing_needs_another_person')
}
/** Refuses listing_ended, listing_not_published. */
export function decideRepairAsked(listing: Listing): void {
  if (open(listing).published_at === null) refuse('listing_not_published')
}
/**
 * Refuses listing_ended, listing_published (what is public is not just given up), listing_not_published,
 * listing_not_repairable_yet; a court's word and an error wait for nothing.
 */
export function decideRemoval(
  listing: Listing,
  { ended_for, today }: { ended_for: (typeof REMOVALS)[number]; today: LocalDate },
): void {
  open(listing)
  if (ended_for === 'withdrawn') {
    if (listing.published_at !== null) refuse('listing_published')
    return
  }
  if (listing.published_at === null) refuse('listing_not_published')
  const is_early = today < (listing.min_until ?? today) || listing.repair === null
  if (ended_for === 'repaired' && is_early) refuse('listing_not_repairable_yet')
}
