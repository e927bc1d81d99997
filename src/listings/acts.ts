import { markStatements } from '../credit/store'
import { strikeOutStatements } from '../credit/strike'
import { emit } from '../events/emit'
import { countWorkdays } from '../kernel/calendar'
import type { City } from '../kernel/city'
import { refuse } from '../kernel/refusals'
import { type Instant, type LocalDate, localDate } from '../kernel/time'
import { liftHoldStatement } from '../merchants/facts'
import { holdMerchantStatement } from '../merchants/holds'
import { mayReadMerchant } from '../merchants/may-read'
import type { Ask } from '../platform/act'
import { all, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { answerOnce, jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import {
  type ANSWERS,
  decideAnswer,
  decideObjection,
  decidePublication,
  decideRemoval,
  decideRepairAsked,
  type ENDS,
  type Listing,
  publicName,
  type REMOVALS,
  WORKDAYS,
} from './rules'
import { insertListing, type ListingRow, readListings, updateListing } from './store'
import { presentListing } from './views'

type Notice = Pick<Listing, 'merchant_id' | 'colour' | 'class' | 'ground' | 'words'>
type ShopRow = { id: string; name: string; entity_type: string; district: string; open: number }
const workday = (city: City, from: LocalDate, days: number): LocalDate =>
  countWorkdays(city.calendar, from, days).last_day
/** Of whom the list has a person’s word: hold and lift name it, so that each ends with the other. */
const holdReason = ({ id }: Pick<Listing, 'id'>): string => `列入黑名单（${id}）`

/**
 * The authority tells a shop that it may be listed, and why; nothing is public. Refuses merchant_not_found, listing_class_unfit,
 * listing_open_already.
 */
export const noticeListing = (world: World, ask: Ask, notice: Notice) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      shops: sql<ShopRow>`SELECT m.id, m.name, m.entity_type, m.district, (SELECT count(*) FROM listings l
               WHERE l.merchant_id = m.id AND l.colour = ${notice.colour} AND l.ended_at IS NULL) AS open
          FROM merchants m WHERE m.id = ${notice.merchant_id} AND ${mayReadMerchant(who)}`,
    }),
    decide: ({ actor, rows, now, city, kit }) => {
      const shop = rows.shops[0] ?? refuse('merchant_not_found')
      if ((notice.colour === 'red') !== (notice.class === 'honour')) refuse('listing_class_unfit')
      if (shop.open > 0) refuse('listing_open_already')
      const listing: Listing = {
        ...notice,
        ...NOTHING_YET,
        id: kit.newId('lst'),
        district: shop.district,
        public_name: publicName(shop.entity_type, shop.name),
        noticed_by: actor.id,
        noticed_at: now,
        hear_by: workday(city, localDate(now), WORKDAYS.hear),
      }
      return {
        status: 201,
        subject_id: listing.id,
        body: presentListing({ ...listing, merchant_name: shop.name, is_own: 1 }, localDate(now)),
        statements: [insertListing(listing), told(kit, 'listing.noticed', listing, now)],
      }
    },
  })

type Changed = { after: Partial<Listing>; also?: (after: Listing) => Statement[] }
type Facts = {
  listing: ListingRow
  actor_id: string
  now: Instant
  today: LocalDate
  city: City
  kit: Kit
}
/** One turn of a listing that the asker may see. Refuses listing_not_found and what the turn does. */
const changeListing = (world: World, ask: Ask, id: string, turn: (of: Facts) => Changed) =>
  answerOnce(world, ask, {
    reads: (who) => ({ listings: readListings(who, sql`l.id = ${id}`) }),
    decide: ({ actor, rows, now, city, kit }) => {
      const listing = rows.listings[0] ?? refuse('listing_not_found')
      const today = localDate(now)
      const { after, also } = turn({ listing, actor_id: actor.id, now, today, city, kit })
      const changed = { ...listing, ...after, version: listing.version + 1 }
      return {
        status: 200,
        subject_id: id,
        body: presentListing(changed, today),
        statements: [updateListing(changed), ...(also?.(changed) ?? [])],
      }
    },
  })

/** Another person publishes it for so many days: a black one stops new sales only; cards go on. Refuses what `decidePublication` does. */
export const publishListing = (
  world: World,
  ask: Ask,
  { id, days }: { id: string; days: number },
) =>
  changeListing(world, ask, id, ({ listing, actor_id, now, today, kit }) => {
    const term = decidePublication(listing, { is_own: listing.is_own === 1, days, today })
    const shop = { id: listing.merchant_id, version: listing.merchant_version }
    const mark = {
      id: kit.newId('cmk'),
      merchant_id: shop.id,
      indicator: listing.colour === 'red' ? 'red_listed' : 'black_listed',
      ...{ day: today, figure: 1, source: 'listings', subject_id: id },
    }
    const stops = listing.colour === 'black' && listing.sales_held_at === null
    return {
      after: { ...term, published_by: actor_id, published_at: now },
      also: (after) => [
        ...markStatements([mark], { now, today }),
        ...(stops
          ? [
              holdMerchantStatement(shop, {
                at: now,
                reason: holdReason(listing),
                payouts_held_at: null,
              }),
            ]
          : []),
        told(kit, 'listing.published', after, now),
      ],
    }
  })

/** The owner objects, before or after publication, once. Refuses what `decideObjection` does. */
export const objectToListing = (
  world: World,
  ask: Ask,
  { id, words }: { id: string; words: string },
) =>
  changeListing(world, ask, id, ({ listing, now, today, city }) => {
    decideObjection(listing)
    return {
      after: {
        objection: words,
        objected_at: now,
        take_up_by: workday(city, today, WORKDAYS.take_up),
        answer_by: workday(city, today, WORKDAYS.answer),
      },
    }
  })

type Answered = { id: string; answer: (typeof ANSWERS)[number]; note: string }
/** Another person than who noticed it answers; upheld, the listing ends with all it did. Refuses what `decideAnswer` does. */
export const answerListingObjection = (world: World, ask: Ask, { id, answer, note }: Answered) =>
  changeListing(world, ask, id, ({ listing, actor_id, now, today, kit }) => {
    decideAnswer(listing, listing.is_own === 1)
    const answered = { answer, answer_note: note, answered_by: actor_id, answered_at: now }
    const news = (after: Listing) => [told(kit, 'listing.answered', after, now)]
    if (answer === 'refused') return { after: answered, also: news }
    const over = ended(listing, { ended_for: 'objection', by: actor_id, now, today, kit })
    return {
      after: { ...answered, ...over.after },
      also: (after) => [...news(after), ...over.also(after)],
    }
  })

/** The owner says what was put right. Refuses what `decideRepairAsked` does. */
export const askListingRepair = (
  world: World,
  ask: Ask,
  { id, words }: { id: string; words: string },
) =>
  changeListing(world, ask, id, ({ listing, now }) => {
    decideRepairAsked(listing)
    return { after: { repair: words, repair_at: now } }
  })

/** The authority takes it off: repaired, by a court, an error, or given up before it was public. Refuses what `decideRemoval` does. */
export const removeListing = (
  world: World,
  ask: Ask,
  { id, ended_for }: { id: string; ended_for: (typeof REMOVALS)[number] },
) =>
  changeListing(world, ask, id, ({ listing, actor_id, now, today, kit }) => {
    decideRemoval(listing, { ended_for, today })
    return ended(listing, { ended_for, by: actor_id, now, today, kit })
  })

type End = {
  ended_for: (typeof ENDS)[number]
  by: string | null
  now: Instant
  today: LocalDate
  kit: Kit
}
/**
 * Its end, with the stop of sales that it put; a mark is struck out where it should never have been. One person's word that it
 * was an error, or that a court has spoken, lifts no stop: that takes the two who lift any other.
 */
function ended(listing: ListingRow, { ended_for, by, now, today, kit }: End) {
  const shop = { id: listing.merchant_id, version: listing.merchant_version }
  const reason = holdReason(listing)
  const was_wrong = ended_for === 'objection' || ended_for === 'court' || ended_for === 'error'
  const is_one_word = ended_for === 'court' || ended_for === 'error'
  const lifts = listing.sales_held_reason === reason && !is_one_word
  return {
    after: { ended_for, ended_by: by, ended_at: now },
    also: (after: Listing): Statement[] => [
      ...(lifts ? [liftHoldStatement(shop, { reason, why: '名单已撤下', at: now })] : []),
      ...(was_wrong && listing.published_at !== null
        ? strikeOutStatements(listing, { by: by ?? '', now, today, court: ended_for === 'court' })
        : []),
      told(kit, 'listing.ended', after, now),
    ],
  }
}

/** Takes off what is over its last day, each by an act. At most `limit`; twice is once. */
export async function endListings(world: World, limit: number): Promise<number> {
  const now = world.now()
  const due = await all(
    world.db,
    sql<{
      id: string
    }>`SELECT l.id FROM listings l WHERE l.until_on < ${localDate(now)} AND l.ended_at IS NULL
         AND ${notSetAsideCondition('endListings', sql`l.id`, now)} ORDER BY l.until_on, l.id LIMIT ${limit}`,
  )
  return eachDue(world, 'endListings', due, {
    id: ({ id }) => id,
    act: ({ id }) => endByTerm(world, id),
  })
}
const endByTerm = (world: World, id: string) =>
  jobAct(
    world,
    { operation: 'endListing', key: id, said: [id] },
    {
      reads: () => ({
        listings: sql<ListingRow>`SELECT l.*, m.name AS merchant_name, m.version AS merchant_version, m.sales_held_at,
                 m.sales_held_reason, 0 AS is_own FROM listings l JOIN merchants m ON m.id = l.merchant_id
           WHERE l.id = ${id} AND l.ended_at IS NULL`,
      }),
      decide: ({ rows, now, kit }) => {
        const listing = rows.listings[0] ?? refuse('listing_not_found')
        const today = localDate(now)
        const over = ended(listing, { ended_for: 'term', by: null, now, today, kit })
        const changed = { ...listing, ...over.after, version: listing.version + 1 }
        return {
          status: 200,
          subject_id: id,
          body: { object: 'listing_end', id },
          statements: [updateListing(changed), ...over.also(changed)],
        }
      },
    },
  )

const NOTHING_YET = {
  ...{ objection: null, objected_at: null, take_up_by: null, answer_by: null },
  ...{ answer: null, answer_note: null, answered_by: null, answered_at: null },
  ...{ published_by: null, published_at: null, min_until: null, until_on: null },
  ...{ repair: null, repair_at: null, ended_for: null, ended_by: null, ended_at: null, version: 1 },
} as const

type News = 'listing.noticed' | 'listing.published' | 'listing.answered' | 'listing.ended'
const told = (kit: Kit, type: News, l: Listing, at: Instant): Statement =>
  emit(kit, {
    type,
    subject_id: l.id,
    merchant_id: l.merchant_id,
    consumer_id: null,
    data: {
      listing_id: l.id,
      colour: l.colour,
      hear_by: l.hear_by,
      until_on: l.until_on,
      ended_for: l.ended_for,
    },
    at,
  })
