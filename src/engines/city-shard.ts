import { DurableObject } from 'cloudflare:workers'
import type { Row } from '../platform/d1'
import { type Asked, errorSentence, type Outcome, SharedCommits } from './shared-commits'
import { whole } from './whole'

/** One migration: its name is remembered, its text is run. */
export type Migration = { name: string; text: string }
export type CityShard = {
  batch(statements: readonly Asked[], from: string, flying: number): Promise<Outcome>
  /** Bytes on the disk. */
  size(): Promise<number>
}

/** The table in which D1 remembers what it has applied: readiness asks the same of both. */
const APPLIED = `CREATE TABLE IF NOT EXISTS d1_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`

/**
 * A Durable Object that holds a city in its own SQLite and answers batches. It applies what is missing of `migrations`
 * before it answers anybody; while one of them fails it answers nobody, says which, and tries again when asked again.
 */
export const cityShard = (migrations: readonly Migration[]) =>
  class extends DurableObject implements CityShard {
    readonly commits = new SharedCommits({
      run: ({ text, values }) =>
        whole(this.ctx.storage.sql.exec(text, ...values).toArray() as Row[]),
      transaction: (work) => this.ctx.storage.transactionSync(work),
      later: (work) => void setTimeout(work, 0),
      now_ms: () => Date.now(),
    })
    is_migrated = false

    async batch(statements: readonly Asked[], from: string, flying: number): Promise<Outcome> {
      const fault = this.is_migrated ? null : this.migrate()
      return fault === null ? this.commits.take(statements, from, flying) : { error: fault }
    }
    async size(): Promise<number> {
      return this.ctx.storage.sql.databaseSize
    }

    /** Nothing here waits, so nobody is answered in between. Null, or why it cannot serve. */
    migrate(): string | null {
      const { storage } = this.ctx
      storage.sql.exec(APPLIED)
      const applied = new Set(
        storage.sql
          .exec('SELECT name FROM d1_migrations')
          .toArray()
          .map(({ name }) => name),
      )
      for (const { name, text } of migrations.filter((one) => !applied.has(one.name))) {
        try {
          storage.transactionSync(() => {
            storage.sql.exec(text)
            storage.sql.exec(`INSERT INTO "d1_migrations" (name) VALUES (?)`, name)
          })
        } catch (error) {
          return `migration ${name}: ${errorSentence(error)}: SHARD_NOT_MIGRATED`
        }
      }
      this.is_migrated = true
      return null
    }
  }
