import { closeDays } from '../src/closes/close'
import { HOLDERS } from '../src/demo/cast'
import { signIn } from '../src/demo/people'
import { fetchStatements } from '../src/intake/fetch'
import { DAY_MS } from '../src/kernel/time'
import { reconcileDays } from '../src/reconciliation/reconcile'
import { openBenchCity } from './in-memory-city'
import { sellCards } from './refund-city'

/** The close of one day over so many cards of one shop: every card's balance from its entries, then the seal. */
export async function measureClose(file: string, cards: number) {
  const city = await openBenchCity(file)
  const { database, opened, advance, client } = city
  const { world } = opened
  const li = await signIn(client, { phone: HOLDERS.li.phone, kind: 'consumer' })
  sellCards(city, li.person_id, cards)
  advance(DAY_MS)
  await fetchStatements(world, 10)
  while ((await reconcileDays(world, 100)) > 0);
  const steps_ms: number[] = []
  for (;;) {
    const started = performance.now()
    const steps = await closeDays(world, 1)
    if (steps === 0) break
    steps_ms.push(performance.now() - started)
  }
  const [sealed] = database
    .prepare("SELECT body FROM bank_closes WHERE phase = 'sealed'")
    .all() as { body: string }[]
  const { totals } = JSON.parse(sealed?.body ?? '{"totals":{}}') as {
    totals: { requirement_fen?: number }
  }
  const [owed] = database
    .prepare(
      "SELECT sum(balance_fen) AS fen FROM ledger_accounts WHERE id >= 'escrow:' AND id < 'escrow;'",
    )
    .all() as { fen: number }[]
  database.close()
  return {
    ok: totals.requirement_fen !== undefined && totals.requirement_fen === owed?.fen,
    seconds: Math.round(steps_ms.reduce((sum, ms) => sum + ms, 0) / 10) / 100,
    step_max_ms: Math.round(Math.max(...steps_ms)),
    steps: steps_ms.length,
  }
}
