import { expect, it } from 'vitest'
import { type Db, type Statement, sql } from '../../src/platform/d1'
import { asked } from '../support/asked'
import { liveThrough, type Plant, type Tally } from './history'

const SEEDS = 24
const ROUNDS = 40

/** Drops what the database guards itself with. */
const without =
  (...triggers: string[]): Plant =>
  async ({ db }) => {
    for (const name of triggers) {
      const [known] = await asked(
        db,
        sql`SELECT name FROM sqlite_master WHERE type = 'trigger' AND name = ${name}`,
      )
      if (!known) throw new Error(`there is no trigger ${name}`)
      await db.batch([{ text: `DROP TRIGGER ${name}`, values: [] }])
    }
  }
/** Storage that does something else than it was asked to, on every n-th batch that writes. */
const storage =
  (
    every: number,
    broken: (batch: Db['batch'], statements: readonly Statement[]) => ReturnType<Db['batch']>,
  ): Plant =>
  async ({ db }) => {
    const whole = db.batch.bind(db)
    let n = 0
    db.batch = async (statements) => {
      const writes = statements.some(({ text }) => text.startsWith('INSERT INTO journal '))
      if (!writes || ++n % every !== 0) return whole(statements)
      return broken(whole, statements)
    }
  }

const PLANTS: [string, Plant][] = [
  ['a card’s version is not checked', without('cards_advance_by_one_version')],
  [
    'a batch is not one transaction: its last statement is lost',
    storage(5, (batch, statements) => batch(statements.slice(0, -1))),
  ],
  [
    'the answer is not remembered with the work',
    storage(6, (batch, statements) => batch(statements.slice(1))),
  ],
  [
    'transfers are lost',
    storage(5, (batch, statements) =>
      batch(statements.filter(({ text }) => !text.startsWith('INSERT INTO ledger_transfers'))),
    ),
  ],
  [
    'a roll-up is forgotten',
    storage(5, (batch, statements) =>
      batch(statements.filter(({ text }) => !text.startsWith('UPDATE merchant_totals'))),
    ),
  ],
]

it.each(PLANTS)('the simulation notices that %s', async (_name, plant) => {
  const tally: Tally = { done: new Map(), refused: new Map() }
  for (let seed = 1; seed <= SEEDS; seed++) {
    const found = await liveThrough(seed, ROUNDS, tally, plant).then(
      ({ violations }) => violations,
      (error: unknown) => [String(error)],
    )
    if (found.length > 0) return
  }
  expect.unreachable(`no history of ${SEEDS} shows it`)
})
