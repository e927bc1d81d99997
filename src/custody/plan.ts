import { type Instant, localDate } from '../kernel/time'
import type { Statement } from '../platform/d1'
import { jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { clearFactsStatement, parkFactStatement } from '../purchases/parked'
import {
  type BilledItem,
  type KnownLine,
  type ParkReason,
  purchaseIdFrom,
  type Sorted,
  sortLines,
} from './rules'
import {
  type CursorRow,
  insertSettlementStatements,
  moveCursorStatement,
  parkAgainStatement,
  parkLineStatement,
  readCursor,
  readParkedLines,
  readSettledPurchases,
  resolveLinesStatement,
} from './store'

/**
 * Writes the intent for lines of the provider's bill — a settlement per merchant, a parked line for what does not
 * agree — and how far the bill was read. Moves no money. Whoever plans the same lines at the same time loses on
 * `settlement_items` and decides again, on rows that say they are settled.
 */
export async function planSettlements(
  world: World,
  items: readonly BilledItem[],
  reading: { from: CursorRow | null; next: string | null } | null,
): Promise<void> {
  const goes_on = reading !== null && reading.next !== (reading.from?.cursor ?? null)
  if (items.length === 0 && !goes_on) return
  const provider = world.payments.name
  const refs = items.map(({ ref }) => ref)
  const ids = items.map(({ our_no }) => purchaseIdFrom(our_no))
  const request = {
    operation: 'planSettlements',
    key: world.newId('stl'),
    said: [provider, refs, reading?.next ?? null],
  }
  await jobAct(world, request, {
    reads: () => ({
      settled_purchases: readSettledPurchases(provider, ids),
      parked_lines: readParkedLines(provider, refs),
      cursor: readCursor(provider),
    }),
    decide: ({ rows, now, kit }) => {
      const sorted = sortLines(items, rows.settled_purchases)
      const planned = intentFor(kit, { sorted, known: rows.parked_lines, now })
      const moved = reading && goes_on ? movedOn(provider, reading, rows.cursor, now) : []
      const body = { provider, lines: items.length, settlements: planned.ids }
      const statements = [...planned.statements, ...moved]
      return { status: 200, subject_id: provider, body, statements }
    },
  })
}

/** The mark moves only from where this reading began: a rival who read on meanwhile keeps theirs. */
function movedOn(
  provider: string,
  { from, next }: { from: CursorRow | null; next: string | null },
  [cursor]: readonly CursorRow[],
  now: Instant,
): Statement[] {
  const version = cursor?.version ?? 0
  if (next === null || version !== (from?.version ?? 0)) return []
  return [moveCursorStatement(provider, { cursor: next, version: version + 1, now })]
}

/** A line that moves nothing has an owner from the moment it is parked. */
const factOf = (
  kit: Kit,
  { item, reason }: { item: BilledItem; reason: ParkReason },
  now: Instant,
) => ({
  id: kit.newId('pkd'),
  kind: 'bill_line' as const,
  provider: kit.payments.name,
  ref: item.ref,
  reason,
  amount_fen: item.gross_fen,
  currency: item.currency,
  payment_ref: item.provider_ref,
  our_no: item.our_no,
  purchase_id: null,
  opened_at: now,
})

type Case = { sorted: Sorted; known: readonly KnownLine[]; now: Instant }
function intentFor(
  kit: Kit,
  { sorted, known, now }: Case,
): { ids: string[]; statements: Statement[] } {
  const provider = kit.payments.name
  const settlements = sorted.groups.map((group) => ({
    ...group,
    id: kit.newId('stl'),
    provider,
    day: localDate(now),
    created_at: now,
  }))
  const earlier = new Map(known.map((line) => [line.ref, line]))
  const settled_refs = sorted.groups.flatMap(({ shares }) => shares.map(({ item }) => item.ref))
  const resolved = settled_refs.filter((ref) => earlier.has(ref))
  return {
    ids: settlements.map(({ id }) => id),
    statements: [
      ...settlements.flatMap(insertSettlementStatements),
      ...(resolved.length > 0
        ? [
            resolveLinesStatement(provider, resolved, now),
            clearFactsStatement({ kind: 'bill_line', provider, refs: resolved }, now),
          ]
        : []),
      ...sorted.parked.flatMap(({ item, reason }) => {
        const before = earlier.get(item.ref)
        if (before === undefined)
          return [
            parkLineStatement(provider, { item, reason }, now),
            parkFactStatement(factOf(kit, { item, reason }, now)),
          ]
        return before.reason === reason || before.resolved_at !== null
          ? []
          : [parkAgainStatement(provider, item.ref, reason)]
      }),
    ],
  }
}
