import type { DatabaseSync } from 'node:sqlite'
import type { openBenchCity } from './in-memory-city'

const PAID_FEN = 100_000
const FACE_UNITS = 120_000
/** Cards of one holder differ by service, so that one holder is enough; each has its own payment, lot and accounts. */
const SERVICES = 'B'

type City = Awaited<ReturnType<typeof openBenchCity>>
/** `cards` cards of ¥1,000 for ¥1,200 at the bakery, each with a use of its own size behind it. */
export function sellCards(city: City, consumer_id: string, cards: number): void {
  const { database, opened, shop } = city
  const { world } = opened
  const [offer] = shop.offers
  const now = world.now()
  const day = now.slice(0, 10)
  const one = statements(database)
  const earlier = '2026-01-05T02:00:00.000Z'
  let released = 0
  database.exec('BEGIN')
  one.account.run('psp:stripe', null)
  for (let n = 0; n < cards; n++) {
    const [card, lot, purchase] = [world.newId('crd'), world.newId('lot'), world.newId('pur')]
    one.card.run(card, shop.id, consumer_id, 'stored_value', `${SERVICES}${n}`, earlier)
    for (const account of ['escrow', 'held', 'refunding']) one.account.run(`${account}:${card}`, 0)
    one.purchase.run(
      purchase,
      consumer_id,
      shop.id,
      offer?.id ?? '',
      offer?.contract_hash ?? '',
      PAID_FEN,
      `pi_${n}`,
      earlier,
      earlier,
    )
    one.lot.run(
      lot,
      card,
      purchase,
      offer?.id ?? '',
      offer?.contract_hash ?? '',
      PAID_FEN,
      FACE_UNITS,
      earlier,
      day,
    )
    one.paid.run(card, lot, earlier, purchase)
    one.move.run(
      world.newId('trf'),
      'psp:stripe',
      `escrow:${card}`,
      PAID_FEN,
      'purchase_paid',
      purchase,
      now,
      now,
    )
    const used = (n * 7_919) % FACE_UNITS
    const earned = Math.floor((PAID_FEN * used) / FACE_UNITS)
    released += earned
    one.use.run(used, earned, lot)
    if (earned > 0)
      one.move.run(
        world.newId('trf'),
        `escrow:${card}`,
        `payable:${shop.id}`,
        earned,
        'bench_used',
        card,
        now,
        now,
      )
  }
  one.total.run(cards, cards * PAID_FEN, released, cards * PAID_FEN - released, cards, shop.id)
  database.exec('COMMIT')
}

const statements = (database: DatabaseSync) => ({
  card: database.prepare(
    'INSERT INTO cards (id, merchant_id, consumer_id, kind, service, opened_at) VALUES (?, ?, ?, ?, ?, ?)',
  ),
  account: database.prepare('INSERT OR IGNORE INTO ledger_accounts (id, floor_fen) VALUES (?, ?)'),
  purchase: database.prepare(
    `INSERT INTO purchases (id, consumer_id, merchant_id, offer_id, contract_hash, paid_fen, provider, provider_ref,
                            status, accepted_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, 'stripe', ?, 'processing', ?, ?)`,
  ),
  lot: database.prepare(
    `INSERT INTO lots (id, card_id, purchase_id, offer_id, contract_hash, paid_fen, face_units, bonus_units,
                       list_price_fen, bought_at, starts_on, cool_off_ends_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, 20000, 1, ?, ?, '2026-01-12T16:00:00.000Z')`,
  ),
  paid: database.prepare(
    "UPDATE purchases SET status = 'paid', card_id = ?, lot_id = ?, paid_at = ?, version = version + 1 WHERE id = ?",
  ),
  use: database.prepare('UPDATE lots SET used_units = ?, released_fen = ? WHERE id = ?'),
  move: database.prepare(
    `INSERT INTO ledger_transfers
       (id, from_account_id, to_account_id, amount_fen, reason, subject_id, event_at, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  ),
  total: database.prepare(
    `UPDATE merchant_totals SET cards_count = ?, paid_fen = ?, released_fen = ?, owed_fen = ?, topups_count = ?
      WHERE merchant_id = ?`,
  ),
})
