import { addFlow, type FlowEntryRow, type Flows, spellFlows } from '../checks/flows'
import type { LedgerEntryRow, LedgerTransferRow, Stretch } from '../ledger/archived'

/** How far an account's entries moved out, and how far they may. */
export type Reach = { account_id: string; archived_version: number; upto_version: number }
type Moved = { transfers: LedgerTransferRow[]; entries: LedgerEntryRow[]; stretches: Stretch[] }

/**
 * Of these transfers those that may move out: all entries of an account go in their order and none is left behind in
 * between, none goes beyond what its account allows, and a transfer goes with both of its entries or not at all. What
 * stays is looked at again with a later day.
 */
export function movable(
  transfers: readonly LedgerTransferRow[],
  entries: readonly LedgerEntryRow[],
  reaches: readonly Reach[],
): Moved {
  const left = new Set(transfers.map(({ id }) => id))
  const by_account = Map.groupBy(entries, ({ account_id }) => account_id)
  for (let before = -1; before !== left.size; ) {
    before = left.size
    for (const { account_id, archived_version, upto_version } of reaches) {
      let next = archived_version + 1
      for (const entry of by_account.get(account_id) ?? []) {
        const goes = entry.account_version === next && next <= upto_version
        if (goes && left.has(entry.transfer_id)) next += 1
        else left.delete(entry.transfer_id)
      }
    }
  }
  const moved = transfers.filter(({ id }) => left.has(id))
  const their = entries.filter(({ transfer_id }) => left.has(transfer_id))
  return { transfers: moved, entries: their, stretches: stretchesFrom(moved, their) }
}

/** Entries in the order of accounts and versions, as one stretch for each account. */
export function stretchesFrom(
  transfers: readonly LedgerTransferRow[],
  entries: readonly LedgerEntryRow[],
): Stretch[] {
  const of_id = new Map(transfers.map((one) => [one.id, one]))
  return [...Map.groupBy(entries, ({ account_id }) => account_id)].map(([account_id, own]) => {
    const flows: Flows = {}
    for (const entry of own) addFlow(flows, withTransfer(entry, of_id.get(entry.transfer_id)))
    const written = own.map(({ transfer_id }) => of_id.get(transfer_id)?.created_at ?? '').sort()
    const last = own.at(-1)
    return {
      account_id,
      from_version: (own[0]?.account_version ?? 1) - 1,
      to_version: last?.account_version ?? 0,
      balance_fen: last?.balance_after_fen ?? 0,
      first_at: written[0] ?? '',
      flows: spellFlows(flows),
    }
  })
}
const withTransfer = (entry: LedgerEntryRow, of: LedgerTransferRow | undefined): FlowEntryRow => ({
  ...entry,
  reason: of?.reason ?? null,
  other_id:
    of?.from_account_id === entry.account_id ? of.to_account_id : (of?.from_account_id ?? null),
})

/** Things whose journal rows a check asks for (who agreed to a use); of others only what moved their money is asked for. */
const ASKED_FOR = ['rdm_', 'hld_']
/** Every thing that something of a segment is about, once. */
export const movedSubjects = (
  transfers: readonly LedgerTransferRow[],
  journal: readonly { subject_id: string }[],
): string[] => {
  const answered = journal.filter(({ subject_id }) => ASKED_FOR.includes(subject_id.slice(0, 4)))
  return [...new Set([...transfers, ...answered].map(({ subject_id }) => subject_id))].sort()
}
