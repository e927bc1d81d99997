import { closeSync, openSync, writeSync } from 'node:fs'
import { readBehaviourOn } from '../src/behaviour/rows'
import { sqliteDb } from '../src/engines/sqlite'
import { plusDays } from '../src/kernel/time'
import { all } from '../src/platform/d1'
import { readArguments, stop } from './arguments.mjs'
import { openToRead } from './open-to-read'

/**
 * `npm run --silent facts -- --from 2026-03-01 --to 2026-03-31 [--out file] [--db file]`: what every shop did, one JSON line
 * a shop and day, in the order of days: what `npm run warning` reads. Exits 2 if it could not be asked so.
 */
const values = readArguments('facts', {
  from: { type: 'string' },
  to: { type: 'string' },
  out: { type: 'string' },
  db: { type: 'string' },
})
const day = (name: string, said: string | undefined): string =>
  said !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(said) && !Number.isNaN(Date.parse(said))
    ? said
    : stop(`没有导出。--${name} 须是日期，如 2026-03-01`)
const from = day('from', values.from)
const to = day('to', values.to)
if (from > to) stop('没有导出。--from 在 --to 之后')
const database = openToRead(values.db)
const db = sqliteDb(database)
const out = values.out === undefined ? 1 : openSync(values.out, 'w')
let rows = 0
for (let on = from; on <= to; on = plusDays(on, 1)) {
  const facts = await all(db, readBehaviourOn(on))
  rows += facts.length
  for (const row of facts)
    writeSync(out, `${JSON.stringify({ ...row, events: JSON.parse(row.events) as string[] })}\n`)
}
database.close()
if (out !== 1) {
  closeSync(out)
  console.log(JSON.stringify({ ok: true, figures: { from, to, rows, out: values.out } }))
}
