import type { Declared } from '../../src/kernel/declare'
import { ROOMS } from '../../src/rooms'

const rooms: readonly Declared[] = ROOMS

/** Which rooms each room may import from: those before it in `src/rooms.ts`. Top-level files may import all. */
const names = rooms.map(({ name }) => name)
export const ROOMS_BELOW: Record<string, string[]> = {
  ...Object.fromEntries(names.map((name, at) => [name, names.slice(0, at)])),
  // mocks play the outside world: they know nothing of ours but how to store and count.
  mocks: ['kernel', 'environment', 'platform'],
  // an engine keeps what it is given and knows nothing of it; only entry points choose one.
  engines: ['kernel', 'environment', 'platform'],
}

/** The one room that writes each table. */
export const TABLE_WRITERS: Record<string, string> = Object.fromEntries(
  rooms.flatMap(({ name, tables = [] }) => tables.map((table) => [table, name])),
)

/** The one room that each view belongs to: it reads what that room may read. */
export const VIEW_OWNERS: Record<string, string> = Object.fromEntries(
  rooms.flatMap(({ name, views = {} }) => Object.keys(views).map((view) => [view, name])),
)
/** Views that their owner publishes to rooms below it: a contract, with the reason. */
export const PUBLISHED_VIEWS: Record<string, string> = Object.fromEntries(
  rooms.flatMap(({ views = {} }) =>
    Object.entries(views).flatMap(([view, why]) => (why === null ? [] : [[view, why]])),
  ),
)

/** Upward reads that stand, as "<trigger, view or file> reads <table>", each with its reason. */
export const READS_DECLARED: Record<string, string> = {
  'merchants_are_paid_elsewhere_by_two reads settlement_account_changes':
    'a guard of the database: an account moves only with the agreement of a second person in the same batch',
  'merchants_are_raised_by_two reads merchant_level_proposals':
    'a guard of the database: a level is raised only with the agreement of a second person in the same batch',
  'lots_end_with_a_refund reads refunds':
    'a guard of the database: a lot is ended by a refund of its own card, written in the same batch',
}

/** Writes of a trigger into another room's table that stand, as "<trigger> writes <table>", each with its reason. */
const MARKED =
  'the marks’ own trigger, on the table of a room below it: whatever act makes a use, the batch that makes it marks it'
export const WRITES_DECLARED: Record<string, string> = {
  'redemptions_of_insiders_are_marked writes insider_marks': MARKED,
  'redemptions_of_insiders_are_marked_later writes insider_marks': MARKED,
}
