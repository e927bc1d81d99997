import { openSegment, type Segment, type SegmentRow } from '../platform/archived'
import { type Statement, sql } from '../platform/d1'
import type { World } from '../platform/world'

export type LedgerTransferRow = {
  id: string
  from_account_id: string
  to_account_id: string
  amount_fen: number
  reason: string
  subject_id: string
  event_at: string
  created_at: string
}
export type LedgerEntryRow = {
  account_id: string
  account_version: number
  transfer_id: string
  amount_fen: number
  balance_after_fen: number
}
/** An account's entries that move out, after those that did before. `flows` as the checker keeps them, spelt. */
export type Stretch = {
  account_id: string
  from_version: number
  to_version: number
  balance_fen: number
  first_at: string
  flows: string
}
/** What a segment holds of the ledger: transfers by id, entries by account and version. */
type LedgerRows = { transfers: LedgerTransferRow[]; entries: LedgerEntryRow[] }
export const ledgerRowsIn = ({ rows }: Segment): LedgerRows => rows as LedgerRows

/** Transfers after one id and before another, in their order. */
export const readTransfersBetween = (of: { after: string; before: string; limit: number }) =>
  sql<LedgerTransferRow>`SELECT * FROM ledger_transfers WHERE id > ${of.after} AND id < ${of.before} ORDER BY id LIMIT ${of.limit}`
/** `ids`: a JSON list of transfers. */
export const readNamedTransfers = (ids: string) =>
  sql<LedgerTransferRow>`SELECT * FROM ledger_transfers WHERE id IN (SELECT value FROM json_each(${ids})) ORDER BY id`
export const readNamedEntries = (ids: string) =>
  sql<LedgerEntryRow>`SELECT * FROM ledger_entries WHERE transfer_id IN (SELECT value FROM json_each(${ids}))
       ORDER BY account_id, account_version`

/**
 * Keeps of an account what it held and what had moved, of a thing that its rows are elsewhere, and lets the rows of a
 * segment go: entries first, since a transfer is let go of when none of them is left.
 */
export const moveLedgerStatements = (of: {
  segment_no: number
  transfers: readonly LedgerTransferRow[]
  stretches: readonly Stretch[]
  subjects: readonly string[]
}): Statement[] => {
  const ids = JSON.stringify(of.transfers.map(({ id }) => id))
  return [
    sql`INSERT INTO archived_subjects (subject_id, segment_no)
        SELECT value, ${of.segment_no} FROM json_each(${JSON.stringify(of.subjects)})`,
    sql`INSERT INTO archived_stretches (account_id, from_version, to_version, balance_fen, first_at, flows, segment_no)
        SELECT value ->> 'account_id', value ->> 'from_version', value ->> 'to_version', value ->> 'balance_fen',
               value ->> 'first_at', value ->> 'flows', ${of.segment_no} FROM json_each(${JSON.stringify(of.stretches)})`,
    sql`DELETE FROM ledger_entries WHERE transfer_id IN (SELECT value FROM json_each(${ids}))`,
    sql`DELETE FROM ledger_transfers WHERE id IN (SELECT value FROM json_each(${ids}))`,
  ]
}

/** What account `account` held at the end of what moved out, and how far that was; nothing moved out: 0. */
export const archivedBalanceColumn = (account: Statement): Statement =>
  sql`coalesce((SELECT y.balance_fen FROM archived_stretches y WHERE y.account_id = ${account} ORDER BY y.to_version DESC LIMIT 1), 0)`
export const archivedVersionColumn = (account: Statement): Statement =>
  sql`coalesce((SELECT max(y.to_version) FROM archived_stretches y WHERE y.account_id = ${account}), 0)`

/** Where entries of an account are that moved out. */
type WhereRow = Pick<SegmentRow, 'no' | 'content_hash'> & {
  from_version: number
  to_version: number
}
/** Newest first, those that begin below a version. */
export const readWhere = (of: { account_id: string; below: number; limit: number }) =>
  sql<WhereRow>`SELECT s.no, s.content_hash, y.from_version, y.to_version
        FROM archived_stretches y JOIN archive_segments s ON s.no = y.segment_no
       WHERE y.account_id = ${of.account_id} AND y.from_version < ${of.below - 1} ORDER BY y.to_version DESC LIMIT ${of.limit}`

export type ArchivedEntry = LedgerEntryRow & { transfer: LedgerTransferRow }
/** Entries of an account below a version, newest first, at most `limit`: opens no more segments than that takes. */
export async function archivedEntries(
  world: Pick<World, 'archive' | 'secrets'>,
  where: readonly WhereRow[],
  of: { account_id: string; below: number; limit: number },
): Promise<ArchivedEntry[]> {
  const out: ArchivedEntry[] = []
  for (const at of where) {
    if (out.length >= of.limit) break
    const { transfers, entries } = ledgerRowsIn(await openSegment(world, at))
    const of_id = new Map(transfers.map((one) => [one.id, one]))
    for (const entry of entries.toReversed()) {
      const transfer = of_id.get(entry.transfer_id)
      const is_asked = entry.account_id === of.account_id && entry.account_version < of.below
      if (is_asked && transfer) out.push({ ...entry, transfer })
    }
  }
  return out.slice(0, of.limit)
}
