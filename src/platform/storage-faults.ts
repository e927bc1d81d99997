import { log } from '../environment/log'
import { REFUSALS, Refusal, type RefusalCode } from '../kernel/refusals'

/**
 * Why storage did not do what it was asked: a guard of ours (constraint or trigger), somebody else writing, no room
 * left, or a line that broke with the outcome open.
 */
type StorageFault = 'guard' | 'busy' | 'full' | 'lost'

/** How every engine ends what it says: SQLite's own sentence, a colon, the name of its result code. */
export class StorageError extends Error {
  override readonly name = 'StorageError'
  /** `code` is SQLite's primary result code by name, `SQLITE_BUSY` for instance. */
  constructor(said: string, code: string, cause: unknown) {
    super(`${said}: ${code}`, { cause })
  }
}

/** SQLite names its codes in each engine; the other words are D1's own (Cloudflare, D1 → Debug, error list). */
const SIGNS: [StorageFault, RegExp][] = [
  ['guard', /: SQLITE_CONSTRAINT\b/],
  ['busy', /: SQLITE_(?:BUSY|LOCKED)\b|D1 DB is overloaded/],
  ['full', /: SQLITE_FULL\b|Exceeded maximum DB size/],
  ['lost', /connection lost|Network|reset|transient|response lost/i],
]

/** What kind of fault an error of any engine is, or null if it is something else: a statement that is wrong, say. */
export function storageFaultIn(error: unknown): StorageFault | null {
  const said = textOf(error)
  return SIGNS.find(([, sign]) => sign.test(said))?.[0] ?? null
}

/** The refusal that a named CHECK or RAISE(ABORT,'name') stands for, or null if the error is something else. */
export function refusalNamedIn(error: unknown): Refusal | null {
  const named =
    /(?:^|CHECK constraint failed: |D1_ERROR: )([a-z][a-z_]+): SQLITE_CONSTRAINT\b/.exec(
      textOf(error),
    )
  const name = named?.[1]
  return name && name in REFUSALS ? new Refusal(name as RefusalCode) : null
}

const RETRY_AFTER_S = 2
/**
 * What is told of storage that is busy or full: the same request may come again. It is logged here, because nobody logs
 * a refusal. Null: the error is something else.
 */
export function refusalForFault(error: unknown): Refusal | null {
  const fault = storageFaultIn(error)
  if (fault !== 'busy' && fault !== 'full') return null
  log(`storage_${fault}`, { error: textOf(error) })
  return fault === 'busy'
    ? new Refusal('storage_busy', { retry_after_s: RETRY_AFTER_S })
    : new Refusal('storage_full')
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
