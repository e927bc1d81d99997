import { refuse } from '../kernel/refusals'
import { HOUR_MS, type Instant, MINUTE_MS } from '../kernel/time'

export type Office = 'bank' | 'regulator' | 'operator'
/** Whom a thing concerns. `merchant_id`: the shop at which; null where there is none. */
export type Concerned = { id: string; consumer_id: string; merchant_id: string | null }
/** What a reading tells of: people with their things, or everybody with a card at a shop (null: in the city). */
export type Subject = { consumer_id: string | null; merchant_id: string | null; things: string[] }

/** The house's longest day of work at a case, and how short an emergency is. */
export const LASTS_MS = { case: 8 * HOUR_MS, emergency: HOUR_MS } as const
/** How many people may be read of: those of one matter, those of a shop, those of an emergency. */
export const PEOPLE_MAX = { person: 3, shop: 1_000, city: 1, emergency: 20 } as const
export const OPEN_MAX = 20
/** The table holds both again (access_days). */
export const READINGS_A_DAY = 300
export const LISTED_A_DAY = 10_000

/** A purpose as far as it says of whom it is. */
type Scope = {
  kind: 'case' | 'emergency'
  consumer_id: string | null
  merchant_id: string | null
}
export const purposeScope = ({
  kind,
  consumer_id,
  merchant_id,
}: Scope): keyof typeof PEOPLE_MAX => {
  if (kind === 'emergency') return 'emergency'
  if (consumer_id !== null) return 'person'
  return merchant_id === null ? 'city' : 'shop'
}

/**
 * Whether what is read belongs to the purpose: a matter of one person opens that person's things at that shop, a matter of
 * a shop everybody's there, a matter of the city files alone, an emergency people anywhere and no files.
 */
function isFor(purpose: Scope, told: Subject): boolean {
  const is_file = told.consumer_id === null
  switch (purposeScope(purpose)) {
    case 'emergency':
      return !is_file
    case 'person':
      return (
        purpose.consumer_id === told.consumer_id &&
        (told.merchant_id === null || purpose.merchant_id === told.merchant_id)
      )
    case 'shop':
      return told.merchant_id !== null && purpose.merchant_id === told.merchant_id
    case 'city':
      return is_file && told.merchant_id === null
  }
}

type OpenPurpose = Scope & { id: string; opened_at: Instant }
const NARROW = ['person', 'shop', 'city', 'emergency']
const narrowness = (purpose: OpenPurpose): number => NARROW.indexOf(purposeScope(purpose))

/**
 * The purpose under which a reading is made: the one that is named, or else the narrowest open one that all of it belongs
 * to, the newest first; an emergency comes last. Refuses access_purpose_over, access_purpose_not_for_this,
 * access_purpose_needed.
 */
export function purposeFor<P extends OpenPurpose>(
  open: readonly P[],
  named: string | null,
  told: readonly Subject[],
): P {
  const isForAll = (purpose: P) => told.every((one) => isFor(purpose, one))
  if (named !== null) {
    const purpose = open.find(({ id }) => id === named) ?? refuse('access_purpose_over')
    return isForAll(purpose) ? purpose : refuse('access_purpose_not_for_this')
  }
  const [fitting] = open
    .filter(isForAll)
    .sort((a, b) => narrowness(a) - narrowness(b) || (a.id < b.id ? 1 : -1))
  return fitting ?? refuse('access_purpose_needed')
}

/** Things by whom they concern, at which shop; what concerns nobody known is left out. */
export function subjectsFrom(concerned: readonly Concerned[]): Subject[] {
  const by_person = Map.groupBy(concerned, (one) => `${one.consumer_id} ${one.merchant_id}`)
  return [...by_person.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [
          {
            consumer_id: first.consumer_id,
            merchant_id: first.merchant_id,
            things: [...new Set([first, ...others].map(({ id }) => id))].sort(),
          },
        ],
  )
}

export type AlarmKind = 'emergency' | 'burst' | 'many_people' | 'same_person'
/** From how many on it looks wrong. */
const ALARM_FROM = {
  /** Readings of one official within ten minutes. */
  burst: 30,
  /** People one official read of on one day. */
  many_people: 50,
  /** Officials who read of one person on one day. */
  same_person: 5,
} as const
export const BURST_MS = 10 * MINUTE_MS
/** An emergency is looked at by two afterwards. */
export const REVIEWS_NEEDED: Record<AlarmKind, number> = {
  emergency: 2,
  burst: 1,
  many_people: 1,
  same_person: 1,
}

/** What was read before on this day, this reading not counted. */
type Before = {
  burst_count: number
  people: readonly string[]
  /** Of each person, the officials who read of them. */
  readers: readonly { consumer_id: string; official_id: string }[]
}
type Raised = { kind: AlarmKind; about: string; count: number }
/** The alarms a reading under a purpose is worth; `about` keeps each to once. */
export function alarmsFor(
  of: { official_id: string; day: string; told: readonly Subject[] },
  before: Before,
): Raised[] {
  const people = new Set(before.people)
  for (const { consumer_id } of of.told) if (consumer_id !== null) people.add(consumer_id)
  const mine = `${of.day} ${of.official_id}`
  const found: Raised[] = [
    { kind: 'burst', about: mine, count: before.burst_count + 1 },
    { kind: 'many_people', about: mine, count: people.size },
    ...of.told.flatMap(({ consumer_id }): Raised[] => {
      if (consumer_id === null) return []
      const readers = before.readers.filter((one) => one.consumer_id === consumer_id)
      const ids = new Set([...readers.map(({ official_id }) => official_id), of.official_id])
      return [{ kind: 'same_person', about: `${of.day} ${consumer_id}`, count: ids.size }]
    }),
  ]
  return found.filter(({ kind, count }) => kind !== 'emergency' && count >= ALARM_FROM[kind])
}
