import type { Row, Statement } from '../platform/d1'
import { onlyReads } from './reads'

/** A statement as it crosses from one process to another: its text and its values. */
export type Asked = Pick<Statement, 'text' | 'values'>
/** What became of a batch; an error as every engine ends what it says (`StorageError`), since no class crosses over. */
export type Outcome = { rows: Row[][] } | { error: string }

/** One connection that nobody else writes on. */
type Connection = {
  run(statement: Asked): Row[]
  /** All of it or nothing. Several in one turn of the process share one commit, which precedes every answer. */
  transaction<T>(work: () => T): T
  /** Does it in a later turn. */
  later(work: () => void): void
  now_ms(): number
}

/** So many acts share a commit at most: most of the gain is in by 16, and a read waits for the group before it. */
const GROUP_MAX = 64
/** More than so many are not taken: at some hundred acts a second the last of them waits two seconds. */
export const FLYING_MAX = 1000
export const OVERLOADED = `more than ${FLYING_MAX} batches are in the air: SHARD_OVERLOADED`
/** What an asker said of its own batches in the air is forgotten after so long. */
const HINT_MS = 100
/** A turn that did not come by then is taken for lost, and the next act does what it would have done. */
const TURN_LOST_MS = 1000

/**
 * The transaction that a group shares was ended by one of its members: none of them may be told that it was done. workerd
 * itself says "internal error" of it, and lets the object go when it finds nothing to commit.
 */
const ENDED =
  /^internal error\b|no such savepoint|no transaction is active|cannot (?:commit|rollback|release)/i

type Waiting = { statements: readonly Asked[]; answer: (outcome: Outcome) => void }

/**
 * Acts that arrive together share one commit: each is a transaction of its own, which keeps its own refusal, and the
 * group is written to the disk once. Reads are answered at once. Whoever asks says how many batches it has in the air,
 * so that an act that nobody follows waits for nobody. All that is kept here may be lost at any moment: who was not
 * answered asks again under the same key.
 */
export class SharedCommits {
  private line: Waiting[] = []
  private turn_asked_ms: number | null = null
  private readonly hints = new Map<string, { flying: number; at_ms: number }>()

  constructor(private readonly connection: Connection) {}

  /** `from` and `flying`: who asks, and how many batches it has in the air, this one too. Never throws. */
  take(statements: readonly Asked[], from: string, flying: number): Outcome | Promise<Outcome> {
    const now_ms = this.connection.now_ms()
    this.hints.set(from, { flying, at_ms: now_ms })
    const expected = this.expected(now_ms)
    if (expected > FLYING_MAX) return { error: OVERLOADED }
    if (statements.every(({ text }) => onlyReads(text)))
      return this.outcomeOf(() => statements.map((one) => this.connection.run(one)))
    return new Promise((answer) => {
      this.line.push({ statements, answer })
      this.whenToCommit(expected, now_ms)
    })
  }

  /** At once when everybody who is on the way is here, else with whoever comes before the next turn. */
  private whenToCommit(expected: number, now_ms: number): void {
    const asked_ms = this.turn_asked_ms ?? Number.NEGATIVE_INFINITY
    if (this.line.length >= Math.min(expected, GROUP_MAX)) this.commit()
    else if (now_ms - asked_ms >= TURN_LOST_MS) this.nextTurn(now_ms)
  }

  private nextTurn(now_ms: number): void {
    this.turn_asked_ms = now_ms
    this.connection.later(() => this.commit())
  }

  /** How many batches all askers together had in the air when they last said so. */
  private expected(now_ms: number): number {
    let sum = 0
    for (const [from, { flying, at_ms }] of this.hints)
      if (now_ms - at_ms > HINT_MS) this.hints.delete(from)
      else sum += flying
    return sum
  }

  private commit(): void {
    this.turn_asked_ms = null
    const group = this.line.splice(0, GROUP_MAX)
    if (group.length === 0) return
    const outcomes: Outcome[] = []
    for (const { statements } of group) {
      const outcome = this.outcomeOf(() =>
        this.connection.transaction(() => statements.map((one) => this.connection.run(one))),
      )
      outcomes.push(outcome)
      if ('error' in outcome && ENDED.test(outcome.error)) break
    }
    const last = outcomes.at(-1)
    const broken = last && 'error' in last && ENDED.test(last.error) ? last.error : null
    group.forEach(({ answer }, i) => {
      const own = outcomes[i]
      answer(broken === null && own ? own : { error: `${broken}: SHARD_LOST` })
    })
    if (this.line.length > 0) this.nextTurn(this.connection.now_ms())
  }

  private outcomeOf(work: () => Row[][]): Outcome {
    try {
      return { rows: work() }
    } catch (error) {
      return { error: errorSentence(error) }
    }
  }
}

/** SQLite's sentence and the primary code; what an object adds of the extended one is left out, as everywhere. */
export const errorSentence = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/ \(extended: \w+\)$/, '')
