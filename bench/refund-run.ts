import { DatabaseSync } from 'node:sqlite'
import { openInProcess } from '../src/demo/in-process'
import { takeStep } from '../src/ends/run'
import { sqliteDb } from '../src/engines/sqlite'
import { CONFIG } from './in-memory-city'

/**
 * One process of the run, as a worker's tick would be: takes steps until the ending is done, and says after each how
 * far it is, how long the step took and how much memory it has. It may be killed at any moment.
 */
export async function runEnding(file: string, ending_id: string): Promise<void> {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  const { opened } = openInProcess(CONFIG, sqliteDb(database), '2026-04-05T01:00:00.000Z')
  const read = database.prepare('SELECT phase, refunded_count FROM endings WHERE id = ?')
  let more = true
  while (more) {
    const started = performance.now()
    more = await takeStep(opened.world, ending_id)
    const ms = performance.now() - started
    const { phase, refunded_count } = read.get(ending_id) as {
      phase: string
      refunded_count: number
    }
    const rss_mb = Math.round(process.memoryUsage().rss / 1_048_576)
    process.stdout.write(`${JSON.stringify({ phase, refunded_count, ms, rss_mb })}\n`)
  }
  const { rows } = database.prepare('SELECT total_changes() AS rows').get() as { rows: number }
  process.stdout.write(`${JSON.stringify({ over: true, rows })}\n`)
  database.close()
}
