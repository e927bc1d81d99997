import type { BillLine } from '../environment/ports'
import { insist } from '../kernel/refusals'
import { HOUR_MS, type Instant, localDate, plusMs } from '../kernel/time'
import { one, type Statement, sql } from '../platform/d1'
import { jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { clearFactsStatement, type FactRow, parkFactStatement } from '../purchases/parked'
import type { CursorRow } from './store'
import { expectedFen, lineClass } from './third-rules'
import {
  insertLines,
  insertReading,
  moveThirdCursorStatement,
  type PositionRow,
  type ReadingRow,
  readPositions,
  readStrayPayments,
  readStrayRefunds,
  readThirdCursor,
  type StrayRefundRow,
} from './third-store'

/** Notices and jobs are given this long before what they should have told is called strange. */
const GRACE_MS = HOUR_MS

/**
 * Reads what the provider itself says: every line of its bill since the last time, of whatever kind, and then its
 * balance, compared with ours. Says `limit` while there is more to read. Safe to run twice: a line is kept once.
 */
export async function readProviderBook(world: World, limit: number): Promise<number> {
  const provider = world.payments.name
  const from = await one(world.db, readThirdCursor(provider))
  const page = await world.payments.bill({ after: from?.cursor ?? null, limit })
  if (page.lines.length > 0) await keepLines(world, page.lines, { from, next: page.next })
  if (page.more) return limit
  await compare(world)
  return page.lines.length
}

async function keepLines(
  world: World,
  lines: readonly BillLine[],
  reading: { from: CursorRow | null; next: string | null },
): Promise<void> {
  const provider = world.payments.name
  const key = `${provider}:${lines[0]?.ref}:${world.newId('req')}`
  const said = [provider, lines.length]
  const request = { operation: 'readProviderLines', key, said }
  await jobAct(world, request, {
    reads: () => ({ third_cursor: readThirdCursor(provider) }),
    decide: ({ rows, now, kit }) => {
      const version = rows.third_cursor[0]?.version ?? 0
      const is_mine = version === (reading.from?.version ?? 0) && reading.next !== null
      const strange = lines.filter((line) => lineClass(line) === 'unknown')
      return {
        status: 200,
        subject_id: provider,
        body: { provider, lines: lines.length, strange: strange.length },
        statements: [
          insertLines(provider, lines, now),
          ...strange.map((line) => parkFactStatement(strangeLine(kit, line, now))),
          ...(is_mine
            ? [
                moveThirdCursorStatement(provider, {
                  cursor: reading.next ?? '',
                  version: version + 1,
                  now,
                }),
              ]
            : []),
        ],
      }
    },
  })
}

const factOf = (kit: Kit, of: Partial<FactRow> & Pick<FactRow, 'kind' | 'ref' | 'reason'>) => ({
  id: kit.newId('pkd'),
  provider: kit.payments.name,
  amount_fen: 0,
  currency: 'cny',
  payment_ref: null,
  our_no: null,
  purchase_id: null,
  opened_at: kit.now(),
  ...of,
})
/** A kind of line we do not know, one in other money, or one that nobody can read: a person's now. */
const strangeLine = (kit: Kit, line: BillLine, now: Instant) =>
  factOf(kit, {
    kind: 'provider_line',
    ref: line.ref,
    reason: line.type === 'unreadable' ? 'line_unreadable' : `line_of_type_${line.type}`,
    // Its fee is counted with all fees.
    amount_fen: line.currency === 'cny' ? line.amount_fen : 0,
    currency: line.currency,
    our_no: line.our_no,
    opened_at: now,
  })

/**
 * The comparison of a day: what the provider has, what it should have by our books and the named positions. What is
 * left over has no name: it is parked as a difference with its sum, until two people have ended it or it is gone.
 */
async function compare(world: World): Promise<void> {
  const { balance_fen } = await world.payments.balance()
  const provider = world.payments.name
  const key = `${provider}:${world.newId('req')}`
  const request = { operation: 'compareProvider', key, said: [provider] }
  await jobAct(world, request, {
    reads: () => ({
      payments: readStrayPayments(provider, plusMs(world.now(), -GRACE_MS)),
      refunds: readStrayRefunds(provider, plusMs(world.now(), -GRACE_MS)),
      positions: readPositions(provider),
      open: sql<FactRow>`SELECT * FROM parked_facts WHERE kind = 'balance' AND provider = ${provider} AND state IN ('open', 'proposed')`,
    }),
    decide: ({ rows: { payments, refunds, positions, open }, now, kit }) => {
      insist(positions[0], 'the positions are one row')
      const strays = [
        ...payments.map((line) => strayPayment(kit, line)),
        ...refunds.filter(({ excess_fen }) => excess_fen !== 0).map((one) => strayRefund(kit, one)),
      ]
      // What differed otherwise before is measured anew, like the balance: a figure of its time is no position.
      const over = refunds.flatMap(({ open_ref }) => open_ref ?? [])
      const over_fen = refunds.reduce((sum, { open_fen }) => sum + (open_fen ?? 0), 0)
      const named_fen = strays.reduce((sum, { amount_fen }) => sum + amount_fen, 0) - over_fen
      const row = readingOf(kit, positions[0], {
        balance_fen,
        named_fen,
        earlier: open,
        now,
      })
      const statements = [
        ...(over.length > 0
          ? [clearFactsStatement({ kind: 'refund_differs', provider, refs: over }, now)]
          : []),
        ...strays.map(parkFactStatement),
        insertReading(row),
        ...differenceOf(kit, row, open, now),
      ]
      const { difference_fen } = row
      return { status: 200, subject_id: row.id, body: { id: row.id, difference_fen }, statements }
    },
  })
}

/** A payment on the bill that no order of ours has: nobody told us, or nobody could make sense of it. */
const strayPayment = (kit: Kit, line: BillLine) =>
  factOf(kit, {
    kind: 'payment_event',
    ref: line.payment_ref ?? line.ref,
    reason: 'payment_not_credited',
    amount_fen: line.amount_fen,
    payment_ref: line.payment_ref,
    our_no: line.our_no,
  })
const strayRefund = (
  kit: Kit,
  { payment_ref, excess_fen }: Pick<StrayRefundRow, 'payment_ref' | 'excess_fen'>,
) =>
  factOf(kit, {
    kind: 'refund_differs',
    // One payment may differ again: each time is a fact of its own, and the payment is named beside it.
    ref: `${payment_ref}:${kit.newId('pkd')}`,
    reason: 'refund_not_ours',
    amount_fen: excess_fen,
    payment_ref,
  })

function readingOf(
  kit: Kit,
  { ledger_fen, lines_fen, lines_count, ...positions }: PositionRow,
  of: { balance_fen: number; named_fen: number; earlier: readonly FactRow[]; now: Instant },
): ReadingRow {
  // A difference that was parked before is measured anew: it is no position that explains itself.
  const before_fen = of.earlier.reduce((sum, { amount_fen }) => sum + amount_fen, 0)
  const parked_fen = positions.parked_fen + of.named_fen - before_fen
  const named = { ...positions, parked_fen }
  const expected_fen = expectedFen(ledger_fen, named)
  return {
    id: kit.newId('pkd'),
    provider: kit.payments.name,
    day: localDate(of.now),
    balance_fen: of.balance_fen,
    lines_fen,
    lines_count,
    ledger_fen,
    positions: JSON.stringify(named),
    expected_fen,
    difference_fen: of.balance_fen - expected_fen,
    read_at: of.now,
  }
}

/** The difference as a fact of its own: kept while it is the same, replaced when it is another one, cleared when gone. */
function differenceOf(
  kit: Kit,
  row: ReadingRow,
  open: readonly FactRow[],
  now: Instant,
): Statement[] {
  const is_known = open.some(({ amount_fen }) => amount_fen === row.difference_fen)
  const over = open.filter(({ amount_fen }) => amount_fen !== row.difference_fen)
  const { provider } = row
  return [
    ...(over.length > 0
      ? [clearFactsStatement({ kind: 'balance', provider, refs: over.map(({ ref }) => ref) }, now)]
      : []),
    ...(row.difference_fen === 0 || is_known
      ? []
      : [
          parkFactStatement(
            factOf(kit, {
              kind: 'balance',
              ref: row.id,
              reason: 'balance_differs',
              amount_fen: row.difference_fen,
            }),
          ),
        ]),
  ]
}
