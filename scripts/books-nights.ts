import type { DatabaseSync } from 'node:sqlite'
import { nightStep } from '../src/books/night'
import { BEGINNING, PASSES } from '../src/books/passes'
import { collectStep, type MarksRow, NO_MARKS } from '../src/books/touched'
import { spell } from '../src/kernel/ids'
import { epochMs, HOUR_MS } from '../src/kernel/time'
import type { Db } from '../src/platform/d1'

export const marksAt = (database: DatabaseSync, now: string): MarksRow => {
  const newest = (text: string) => (database.prepare(text).get() as { n: number }).n
  return {
    journal: newest('SELECT coalesce(max(seq), 0) AS n FROM journal'),
    events: newest('SELECT coalesce(max(seq), 0) AS n FROM events'),
    transfer: `trf_${spell(epochMs(now) - HOUR_MS)}`,
  }
}

type Of = { started_at: string; since: MarksRow; upto: MarksRow; page: number; only?: string }
/** One night of the checker, step by step as the job takes it. Says which passes found something. */
export async function nightFindings(db: Db, of: Of): Promise<Set<string>> {
  for (let at: string | null = ''; at !== null; ) {
    const step = await collectStep(db, at, of)
    for (const statement of step.statements ?? []) await db.batch([statement])
    at = step.next
  }
  const found = new Set<string>()
  for (const pass of PASSES.filter(({ name }) => of.only === undefined || name === of.only)) {
    for (let at: string | null = BEGINNING; at !== null; ) {
      const step = await nightStep(db, pass, { at, night: of })
      for (const statement of step.statements ?? []) await db.batch([statement])
      if (step.findings.length > 0) found.add(pass.name)
      at = step.next
    }
  }
  return found
}
export { NO_MARKS }
