/** An expected no: its status, and a sentence that says first what happened to the money. */
type Refused = {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 500 | 503
  readonly message: string
  /** The same in English. */
  readonly message_en: string
  /** A decided refusal that is the answer to its Idempotency-Key for ever. */
  readonly frozen?: true
  /** Nobody knows yet, or it happened earlier: it says itself what became of the money. */
  readonly open?: true
  /** It may say in how many seconds to come again (`Retry-After`). */
  readonly later?: true
}

/** What an act does to money when it is not refused: takes it off a card or a payer, or moves it. */
export type Stake = 'charge' | 'move'

/** When the clock runs a job: its cron line in UTC, and its hour in Asia/Shanghai as people say it. */
export const HOURS = {
  often: { cron: '*/5 * * * *', hour: '每 5 分钟', hour_en: 'every 5 minutes' },
  after_midnight: { cron: '5 16 * * *', hour: '00:05', hour_en: '00:05' },
  mid_morning: { cron: '5 2 * * *', hour: '10:05', hour_en: '10:05' },
  afternoon: { cron: '5 8 * * *', hour: '16:05', hour_en: '16:05' },
  evening: { cron: '5 14 * * *', hour: '22:05', hour_en: '22:05' },
} as const

/** What the clock does, for whoever reads the page of jobs; of one tick the job with the lower turn goes first. */
export type JobDeclared = {
  readonly turn: number
  readonly when: keyof typeof HOURS
  readonly what: string
  readonly what_en: string
}

/**
 * One field of what an event says: `fen`, `units`, `count`, `bp` are whole numbers, `instant` and `day` as the house writes
 * them, `text`, `yes_no`; the three letters of an id; a list of the words it may be. With `?` (or with null in the list) it
 * may be null.
 */
export type Field = string | readonly (string | null)[]
/** An event: what it means in both languages, and what it says. A field whose name ends in `?` may be missing. */
type Told = {
  readonly zh: string
  readonly en: string
  readonly data: Readonly<Record<string, Field>>
}

/** What a room says of itself, in literals (docs/decisions/0029-a-room-declares-itself.md). */
export type Declared = {
  readonly name: string
  readonly about: string
  /** The tables that this room alone writes. */
  readonly tables?: readonly string[]
  /** Views of its tables; one with a reason is published: rooms below may read it, by its columns. */
  readonly views?: Readonly<Record<string, string | null>>
  /** Three letters of its ids, and what they name. */
  readonly prefixes?: Readonly<Record<string, string>>
  /** In the order of precedence: within one decision the first that applies wins. */
  readonly refusals?: Readonly<Record<string, Refused>>
  /** What is worth telling somebody, `<subject>.<past tense>`. */
  readonly events?: Readonly<Record<string, Told>>
  readonly jobs?: Readonly<Record<string, JobDeclared>>
  /** Acts in which money is at stake, by the name of their operation. */
  readonly stakes?: Readonly<Record<string, Stake>>
}
export type Heading = 'prefixes' | 'refusals' | 'events' | 'jobs' | 'stakes'

/** States a room, with every key and word kept literal. */
export const declare = <const R extends Declared>(room: R): R => room

/** The keys that any of the rooms has under a heading, as a union of literals. */
export type DeclaredKeys<R, H extends Heading> = R extends { readonly [K in H]: infer T }
  ? keyof T & string
  : never
type ValueOf<H extends Heading> = NonNullable<Declared[H]>[string]

/** What all rooms have under a heading, in their order. That no key stands twice is tested. */
export function fold<R extends Declared, H extends Heading>(
  rooms: readonly R[],
  heading: H,
): Readonly<Record<DeclaredKeys<R, H>, ValueOf<H>>> {
  return Object.assign({}, ...rooms.map((room) => room[heading]))
}
