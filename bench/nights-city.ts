import type { DatabaseSync } from 'node:sqlite'
import { HOLDERS } from '../src/demo/cast'
import { signIn } from '../src/demo/people'
import { DAY_MS, instantAt, localDate } from '../src/kernel/time'
import { sealSettlementAccount } from '../src/merchants/settlement-account'
import { journalRowHash } from '../src/platform/journal-row'
import { openBenchCity } from './in-memory-city'

const PAID_FEN = 100_000
const USE_FEN = 300
type Size = { shops: number; cards: number; uses_a_day: number; days: number }
type City = Awaited<ReturnType<typeof openBenchCity>>
type Card = { id: string; lot: string; shop: number }

/**
 * A city that has lived for so many days: its cards sold and settled on the first, then every day its uses, each with
 * its redemption, transfer, journal row and event, by the statements' own shape and under every trigger. `lives` adds
 * one more such day, before the night that is measured. No bank days, payouts and notices of the years before.
 */
export async function openLivedCity(file: string, size: Size) {
  const city = await openBenchCity(file)
  const { database, opened, client } = city
  // Two megabytes, SQLite's own choice, would measure how often a page is read from the file again.
  database.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -131072')
  const { person_id: holder } = await signIn(client, { phone: HOLDERS.li.phone, kind: 'consumer' })
  const shops: string[] = []
  for (let n = 0; n < size.shops; n++) shops.push(await copyShop(city, n))
  const cards = sellCards(city, { shops, holder, count: size.cards })
  const use = user(city, shops)
  let turn = 0
  const lives = () => {
    database.exec('BEGIN')
    const day = Array.from({ length: size.uses_a_day }, () => {
      turn += 1
      return cards[(turn * 7_919) % cards.length]
    })
    use(day.filter((card) => card !== undefined))
    database.exec('COMMIT')
  }
  await settle(city, { shops, cards })
  for (let day = 0; day < size.days - 1; day++) {
    lives()
    opened.clock.offset_ms += DAY_MS
  }
  database.exec(
    'UPDATE notice_cursor SET read_to_seq = (SELECT coalesce(max(seq), 0) FROM events), version = version + 1',
  )
  /** A day of life, then on to the same hour of the next day: every job at its hour. */
  const night = async () => {
    lives()
    await client.moveTo(instantAt(Date.parse(opened.world.now()) + DAY_MS))
  }
  return { ...city, night }
}

async function copyShop({ database, opened }: City, n: number): Promise<string> {
  const { world } = opened
  const id = world.newId('mch')
  const { account_no } = await world.bank.openCustodyAccount({
    instruction_id: `bench-open-${n}`,
    merchant_id: id,
    holder: `店${n}`,
  })
  const said = { merchant_id: id, account_no: `6222020${10_000_000 + n}99` }
  const sealed = await sealSettlementAccount(world, said)
  const own = ['id', 'licence_no', 'code', 'custody_account_no', 'settlement_account_no', 'version']
  const copied = (database.prepare('PRAGMA table_info(merchants)').all() as { name: string }[])
    .map(({ name }) => name)
    .filter((name) => !own.includes(name))
  database
    .prepare(
      `INSERT INTO merchants (${[...own, ...copied].join(', ')})
       SELECT ?, ?, ?, ?, ?, 1, ${copied.join(', ')} FROM merchants WHERE admitted_at IS NOT NULL LIMIT 1`,
    )
    .run(id, `L${n}`, `B${n}`, account_no, sealed.settlement_account_no)
  database.prepare('INSERT INTO merchant_totals (merchant_id) VALUES (?)').run(id)
  const open = database.prepare('INSERT INTO ledger_accounts (id, floor_fen) VALUES (?, ?)')
  open.run(`custody:${id}`, null)
  for (const kind of ['payable', 'paying']) open.run(`${kind}:${id}`, 0)
  return id
}

const MOVE = `INSERT INTO ledger_transfers (id, from_account_id, to_account_id, amount_fen, reason, subject_id, event_at, created_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`

function sellCards(
  { database, opened, shop }: City,
  { shops, holder, count }: { shops: readonly string[]; holder: string; count: number },
): Card[] {
  const { world } = opened
  const [offer] = shop.offers
  const terms = [offer?.id ?? '', offer?.contract_hash ?? ''] as const
  const [now, day] = [world.now(), localDate(world.now())]
  const one = sellingStatements(database)
  const cards: Card[] = []
  database.exec('BEGIN')
  one.account.run('psp:stripe', null)
  for (let n = 0; n < count; n++) {
    const shop_id = shops[n % shops.length] ?? ''
    const [id, lot, purchase] = [world.newId('crd'), world.newId('lot'), world.newId('pur')]
    cards.push({ id, lot, shop: n % shops.length })
    one.card.run(id, shop_id, holder, `B${n}`, now)
    for (const kind of ['escrow', 'held', 'refunding']) one.account.run(`${kind}:${id}`, 0)
    one.purchase.run(purchase, holder, shop_id, ...terms, PAID_FEN, `pi_${n}`, now, now)
    one.lot.run(lot, id, purchase, ...terms, PAID_FEN, PAID_FEN, now, day, now)
    one.paid.run(id, lot, now, purchase)
    const said = ['purchase_paid', purchase, now, now]
    one.move.run(world.newId('trf'), 'psp:stripe', `escrow:${id}`, PAID_FEN, ...said)
  }
  const each = Math.floor(count / shops.length)
  shops.forEach((shop_id, n) => {
    const sold = each + (n < count % shops.length ? 1 : 0)
    const fen = sold * PAID_FEN
    one.total.run(sold, fen, fen, sold, shop_id)
    one.days.run(shop_id, day, sold, fen)
    one.city.run(shop_id, day, sold, fen)
  })
  database.exec('COMMIT')
  return cards
}

const sellingStatements = (database: DatabaseSync) => ({
  card: database.prepare(
    "INSERT INTO cards (id, merchant_id, consumer_id, kind, service, opened_at) VALUES (?, ?, ?, 'stored_value', ?, ?)",
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
     VALUES (?, ?, ?, ?, ?, ?, ?, 0, 1, ?, ?, ?)`,
  ),
  paid: database.prepare(
    "UPDATE purchases SET status = 'paid', card_id = ?, lot_id = ?, paid_at = ?, version = version + 1 WHERE id = ?",
  ),
  move: database.prepare(MOVE),
  total: database.prepare(
    'UPDATE merchant_totals SET cards_count = ?, paid_fen = ?, owed_fen = ?, topups_count = ? WHERE merchant_id = ?',
  ),
  days: database.prepare(
    'INSERT INTO merchant_days (merchant_id, day, topups_count, paid_fen) VALUES (?, ?, ?, ?)',
  ),
  city: database.prepare(
    `INSERT INTO city_days (district, sector, day, topups_count, paid_fen)
     SELECT district, sector, ?2, ?3, ?4 FROM merchants WHERE id = ?1
     ON CONFLICT (day, district, sector) DO UPDATE
       SET topups_count = topups_count + excluded.topups_count, paid_fen = paid_fen + excluded.paid_fen`,
  ),
})

/** All that was paid is in custody, at the bank too: one settlement for each shop. */
async function settle(
  { database, opened }: City,
  { shops, cards }: { shops: readonly string[]; cards: readonly Card[] },
): Promise<void> {
  const { world } = opened
  const now = world.now()
  const items = database.prepare(
    `INSERT INTO settlement_items (purchase_id, settlement_id, ref, gross_fen, fee_fen, available_at)
     SELECT p.id, ?1, 'txn_' || p.id, p.paid_fen, 0, ?2 FROM purchases p WHERE p.merchant_id = ?3`,
  )
  const settlement = database.prepare(
    `INSERT INTO settlements (id, provider, merchant_id, custody_account_no, day, items_count, gross_fen, fee_fen, created_at)
     SELECT ?1, 'stripe', id, custody_account_no, ?2, ?3, ?4, 0, ?5 FROM merchants WHERE id = ?6 RETURNING custody_account_no`,
  )
  const settled = database.prepare(
    "UPDATE settlements SET status = 'settled', bank_ref = ?, settled_at = ?, version = version + 1 WHERE id = ?",
  )
  const total = database.prepare('UPDATE merchant_totals SET settled_fen = ? WHERE merchant_id = ?')
  const move = database.prepare(MOVE)
  database.exec('CREATE INDEX bench_purchases_of_shop ON purchases (merchant_id)')
  for (const [n, shop_id] of shops.entries()) {
    const sold = cards.filter(({ shop }) => shop === n).length
    if (sold === 0) continue
    const id = world.newId('stl')
    const fen = sold * PAID_FEN
    const [row] = settlement.all(id, localDate(now), sold, fen, now, shop_id) as {
      custody_account_no: string
    }[]
    items.run(id, now, shop_id)
    await world.bank.creditCustody({
      instruction_id: id,
      custody_account_no: row?.custody_account_no ?? '',
      amount_fen: fen,
      reference: 'bench',
    })
    const said = ['provider_settled', id, now, now]
    move.run(world.newId('trf'), `custody:${shop_id}`, 'psp:stripe', fen, ...said)
    settled.run(`B${n}`, now, id)
    total.run(fen, shop_id)
  }
  database.exec('DROP INDEX bench_purchases_of_shop')
}

function user({ database, opened, shop }: City, shops: readonly string[]) {
  const { world } = opened
  const move = database.prepare(MOVE)
  const lot = database.prepare(
    'UPDATE lots SET used_units = used_units + ?1, released_fen = released_fen + ?1 WHERE id = ?2',
  )
  const redemption = database.prepare(
    `INSERT INTO redemptions (id, card_id, merchant_id, staff_id, unit, units, label, released_fen, status, way, consent,
                              lot_uses, started_at, ended_at)
     VALUES (?, ?, ?, ?, 'fen', ?, '吐司', ?, 'succeeded', 'counter_use', 'pin', ?, ?, ?)`,
  )
  const event = database.prepare(
    "INSERT INTO events (id, type, subject_id, merchant_id, consumer_id, data, at) VALUES (?, 'redemption.succeeded', ?, ?, NULL, ?, ?)",
  )
  const journal = journalWriter(database)
  const tally = tallies(database)
  return (cards: readonly Card[]) => {
    const [now, day] = [world.now(), localDate(world.now())]
    const uses = new Map<string, number>()
    for (const card of cards) {
      const merchant_id = shops[card.shop] ?? ''
      const id = world.newId('rdm')
      const shares = JSON.stringify([{ lot_id: card.lot, units: USE_FEN, released_fen: USE_FEN }])
      const by = shop.cashier_id
      redemption.run(id, card.id, merchant_id, by, USE_FEN, USE_FEN, shares, now, now)
      lot.run(USE_FEN, card.lot)
      const [from, to] = [`escrow:${card.id}`, `payable:${merchant_id}`]
      move.run(world.newId('trf'), from, to, USE_FEN, 'redemption_succeeded', id, now, now)
      const data = { redemption_id: id, card_id: card.id, units: USE_FEN, released_fen: USE_FEN }
      event.run(world.newId('evt'), card.id, merchant_id, JSON.stringify(data), now)
      journal({ id: world.newId('jrn'), actor_id: by, subject_id: id, answer: data, at: now })
      uses.set(merchant_id, (uses.get(merchant_id) ?? 0) + 1)
    }
    for (const [merchant_id, count] of uses) tally(merchant_id, day, count)
  }
}

function tallies(database: DatabaseSync) {
  const total = database.prepare(
    `UPDATE merchant_totals SET released_fen = released_fen + ?1, owed_fen = owed_fen - ?1, uses_count = uses_count + ?2
      WHERE merchant_id = ?3`,
  )
  const days = database.prepare(
    `INSERT INTO merchant_days (merchant_id, day, uses_count, released_fen) VALUES (?, ?, ?, ?)
     ON CONFLICT (merchant_id, day) DO UPDATE
       SET uses_count = uses_count + excluded.uses_count, released_fen = released_fen + excluded.released_fen`,
  )
  const city = database.prepare(
    `INSERT INTO city_days (district, sector, day, uses_count, released_fen)
     SELECT district, sector, ?2, ?3, ?4 FROM merchants WHERE id = ?1
     ON CONFLICT (day, district, sector) DO UPDATE
       SET uses_count = uses_count + excluded.uses_count, released_fen = released_fen + excluded.released_fen`,
  )
  return (merchant_id: string, day: string, count: number) => {
    total.run(count * USE_FEN, count, merchant_id)
    days.run(merchant_id, day, count, count * USE_FEN)
    city.run(merchant_id, day, count, count * USE_FEN)
  }
}

type Said = { id: string; actor_id: string; subject_id: string; answer: object; at: string }
function journalWriter(database: DatabaseSync) {
  const insert = database.prepare(
    `INSERT INTO journal (id, actor_kind, actor_id, idempotency_key, operation, fingerprint, subject_id, status, answer,
                          request_id, at, content_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  return ({ id, actor_id, subject_id, answer, at }: Said) => {
    const row = {
      id,
      actor_kind: 'staff',
      actor_id,
      idempotency_key: `bench:${id}`,
      operation: 'redeemAtCounter',
      fingerprint: id,
      subject_id,
      status: 201,
      answer: JSON.stringify(answer),
      request_id: `req${id.slice(3)}`,
      at,
    }
    insert.run(...Object.values(row), journalRowHash(row))
  }
}
