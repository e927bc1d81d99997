import { CHECKS } from '../checks/checks'
import { PAGE, type PassStep, sqlWord } from '../checks/pass'
import { all, type Db, type Statement, sql } from '../platform/d1'

/** Up to where a run knew the city: numbers of the journal and the outbox, and an id no transfer was older than. */
export type MarksRow = { journal: number; events: number; transfer: string }
export const NO_MARKS: MarksRow = { journal: 0, events: 0, transfer: '' }
const NUMBERS_AT_ONCE = 20_000

/**
 * Writes down what acts have touched between two marks, in steps. Every act leaves a journal row with its subject, most an
 * event with subject and shop, and every move of money a transfer with subject and two accounts: from these, table by
 * table, whatever a check compares with them.
 */
export async function collectStep(
  db: Db,
  at: string,
  { since, upto }: { since: MarksRow; upto: MarksRow },
): Promise<PassStep> {
  const [phase, mark = ''] = (at || 'journal').split(' ')
  const go = (statements: Statement[], next: string): PassStep => ({
    findings: [],
    looked_at: 0,
    next,
    statements,
  })
  if (phase === 'journal' || phase === 'events') {
    const from = mark === '' ? since[phase] : Number(mark)
    const end = Math.min(from + NUMBERS_AT_ONCE, upto[phase])
    const statements = mark === '' && phase === 'journal' ? [sql`DELETE FROM book_touched`] : []
    statements.push(...NAMED_BY[phase](from, end))
    if (end < upto[phase]) return go(statements, `${phase} ${end}`)
    return go(statements, phase === 'journal' ? 'events' : 'transfers')
  }
  const after = mark === '' ? since.transfer : mark
  const page = await lastTransfer(db, after)
  if (page === null) return { ...go(COMPARED_WITH_IT, ''), next: null, ends_act: true }
  return go(namedByTransfers(after, page), `transfers ${page}`)
}

type LastTransferRow = { last: string | null }
const lastTransfer = async (db: Db, after: string): Promise<string | null> => {
  const [row] = await all(
    db,
    sql<LastTransferRow>`SELECT max(id) AS last FROM (SELECT id FROM ledger_transfers WHERE id > ${after} ORDER BY id LIMIT ${PAGE})`,
  )
  return row?.last ?? null
}

const NAMED_BY = {
  journal: (from: number, end: number): Statement[] => [
    sql`INSERT OR IGNORE INTO book_touched (kind, key)
        SELECT 'id', subject_id FROM journal WHERE seq > ${from} AND seq <= ${end} AND subject_id <> ''`,
  ],
  events: (from: number, end: number): Statement[] => [
    sql`INSERT OR IGNORE INTO book_touched (kind, key)
        SELECT 'id', subject_id FROM events WHERE seq > ${from} AND seq <= ${end}`,
    sql`INSERT OR IGNORE INTO book_touched (kind, key)
        SELECT 'id', merchant_id FROM events WHERE seq > ${from} AND seq <= ${end} AND merchant_id IS NOT NULL`,
  ],
}

function namedByTransfers(after: string, upto: string): Statement[] {
  const moved = sql`FROM ledger_transfers WHERE id > ${after} AND id <= ${upto}`
  const owner = (account: Statement) =>
    sql`INSERT OR IGNORE INTO book_touched (kind, key)
        SELECT 'id', substr(${account}, instr(${account}, ':') + 1) ${moved}`
  const account = (column: Statement) =>
    sql`INSERT OR IGNORE INTO book_touched (kind, key) SELECT 'ledger_accounts', ${column} ${moved}`
  const from = sql`from_account_id`
  const to = sql`to_account_id`
  return [
    sql`INSERT OR IGNORE INTO book_touched (kind, key) SELECT 'id', subject_id ${moved}`,
    ...[from, to].flatMap((column) => [owner(column), account(column)]),
  ]
}

/** Rows `t` of one table that are named by, or belong to, the keys of another kind. */
const reached = (kind: string, key: Statement, by: { kind: string; from: Statement }): Statement =>
  sql`INSERT OR IGNORE INTO book_touched (kind, key)
      SELECT ${kind}, ${key} FROM book_touched b CROSS JOIN ${by.from} WHERE b.kind = ${by.kind} AND ${key} IS NOT NULL`
/** Tables that only grow, or whose rows are found another way. */
const NOT_NAMED = [
  'journal',
  'events',
  'ledger_transfers',
  'ledger_accounts',
  'archived_stretches',
  'claim_days',
  'city_days',
  'behaviour_days',
  'complaint_days',
  'report_days',
  'credit_days',
]
/** Whatever table a check walks: the rows whose key an act named. */
const NAMED: Statement[] = [...new Map(CHECKS.flatMap(({ over }) => (over ? [over] : [])))]
  .filter(([table]) => !NOT_NAMED.includes(table))
  .map(([table, key]) => {
    const column = sqlWord(`t.${key}`)
    return reached(table, column, {
      kind: 'id',
      from: sql`${sqlWord(table)} t ON ${column} = b.key`,
    })
  })

const accountsOf = (account: Statement, kind: string): Statement =>
  reached('ledger_accounts', sql`t.id`, {
    kind,
    from: sql`ledger_accounts t ON t.id = ${account}`,
  })

/**
 * What may no longer fit when something was touched, in the order in which one follows from another. A card's figures are
 * its accounts, lots, uses, corrections, holds and refunds: whichever moved, the card and all its lots are looked at again.
 */
const COMPARED_WITH_IT: Statement[] = [
  ...NAMED,
  // What the outside was told goes by the number it knows: it is found by the thing it is about.
  reached('instructions', sql`t.id`, {
    kind: 'id',
    from: sql`instructions t ON t.subject_id = b.key`,
  }),
  // A use is compared with its corrections and with the hold it came from; a refund with its parts, a part with its refund.
  reached('redemptions', sql`t.redemption_id`, {
    kind: 'corrections',
    from: sql`corrections t ON t.id = b.key`,
  }),
  reached('redemptions', sql`t.redemption_id`, {
    kind: 'holds',
    from: sql`holds t ON t.id = b.key`,
  }),
  reached('holds', sql`t.id`, {
    kind: 'redemptions',
    from: sql`holds t ON t.redemption_id = b.key`,
  }),
  // A court's order is compared with its deductions and with what was paid under them.
  reached('court_orders', sql`t.order_id`, {
    kind: 'id',
    from: sql`court_deductions t ON t.id = b.key`,
  }),
  reached('court_orders', sql`t.order_id`, {
    kind: 'payouts',
    from: sql`payouts o ON o.id = b.key JOIN court_deductions t ON t.id = o.court_deduction_id`,
  }),
  reached('refunds', sql`t.refund_id`, {
    kind: 'refund_parts',
    from: sql`refund_parts t ON t.id = b.key`,
  }),
  reached('refund_parts', sql`t.id`, {
    kind: 'refunds',
    from: sql`refund_parts t ON t.refund_id = b.key`,
  }),
  reached('settlement_items', sql`t.purchase_id`, {
    kind: 'settlements',
    from: sql`settlement_items t ON t.settlement_id = b.key`,
  }),
  reached('purchases', sql`t.purchase_id`, {
    kind: 'settlements',
    from: sql`settlement_items t ON t.settlement_id = b.key`,
  }),
  reached('purchases', sql`t.purchase_id`, {
    kind: 'refund_parts',
    from: sql`refund_parts t ON t.id = b.key`,
  }),
  reached('settlement_items', sql`t.purchase_id`, {
    kind: 'purchases',
    from: sql`settlement_items t ON t.purchase_id = b.key`,
  }),
  // Whatever was used, held, corrected, refunded or bought was of a card.
  ...(
    [
      ['redemptions', sql`redemptions t ON t.id = b.key`],
      ['holds', sql`holds t ON t.id = b.key`],
      ['corrections', sql`corrections t ON t.id = b.key`],
      ['refunds', sql`refunds t ON t.id = b.key`],
      ['refund_parts', sql`refund_parts t ON t.id = b.key`],
      ['purchases', sql`purchases t ON t.id = b.key`],
      ['disputes', sql`disputes t ON t.id = b.key`],
    ] as const
  ).map(([kind, from]) => reached('cards', sql`t.card_id`, { kind, from })),
  reached('lots', sql`t.id`, { kind: 'cards', from: sql`lots t ON t.card_id = b.key` }),
  reached('purchases', sql`t.purchase_id`, { kind: 'lots', from: sql`lots t ON t.id = b.key` }),
  reached('refunds', sql`t.refund_id`, { kind: 'lots', from: sql`lots t ON t.id = b.key` }),
  reached('disputes', sql`t.id`, { kind: 'lots', from: sql`disputes t ON t.lot_id = b.key` }),
  // A shop's totals are those of its cards, settlements, payouts and refunds.
  ...(
    [
      ['cards', sql`cards t ON t.id = b.key`],
      ['settlements', sql`settlements t ON t.id = b.key`],
      ['payouts', sql`payouts t ON t.id = b.key`],
    ] as const
  ).map(([kind, from]) => reached('merchant_totals', sql`t.merchant_id`, { kind, from })),
  // Accounts that are compared with facts, not with entries alone.
  accountsOf(sql`'refunding:' || b.key`, 'cards'),
  accountsOf(sql`'disputed:' || b.key`, 'cards'),
  accountsOf(sql`'claims:' || b.key`, 'merchant_totals'),
  accountsOf(sql`'deposit:' || b.key`, 'merchant_totals'),
  accountsOf(
    sql`'deposit:' || (SELECT d.merchant_id FROM deposits d WHERE d.id = b.key)`,
    'deposits',
  ),
  accountsOf(sql`'claims:' || (SELECT d.payer_id FROM disputes d WHERE d.id = b.key)`, 'disputes'),
]
