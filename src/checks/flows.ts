import { all, type Db, type Statement, sql } from '../platform/d1'
import { PAGE } from './pass'

/** An entry with what it was for. */
export type FlowEntryRow = {
  account_id: string
  account_version: number
  amount_fen: number
  balance_after_fen: number
  reason: string | null
  other_id: string | null
}
export type Flows = Record<string, number>

/** `e` and the transfer `x` it belongs to, as an FlowEntryRow. */
export const ENTRY_COLUMNS: Statement = {
  text: `e.account_id, e.account_version, e.amount_fen, e.balance_after_fen, x.reason,
    iif(x.from_account_id = e.account_id, x.to_account_id, x.from_account_id) AS other_id`,
  values: [],
}

/** A sum goes over what was made for all shops of a step: few of them, so that it stays small. */
export const SHOPS_AT_ONCE = 100

const KINDS_SUMMED = ['payable', 'paying', 'custody', 'advance']
const kindOf = (account_id: string) => account_id.slice(0, account_id.indexOf(':'))
const ownerOf = (account_id: string) => account_id.slice(account_id.indexOf(':') + 1)

/** `<reason>|<+ in, - out><kind of the other account><= if it is the same owner's>`, of the shops' accounts only. */
function flowOf(entry: FlowEntryRow): string | null {
  if (!KINDS_SUMMED.includes(kindOf(entry.account_id))) return null
  const other = entry.other_id ?? ':'
  const own = ownerOf(other) === ownerOf(entry.account_id) ? '=' : ''
  return `${entry.reason ?? ''}|${entry.amount_fen > 0 ? '+' : '-'}${kindOf(other)}${own}`
}

export function addFlow(flows: Flows, entry: FlowEntryRow): void {
  const flow = flowOf(entry)
  if (flow !== null) flows[flow] = (flows[flow] ?? 0) + entry.amount_fen
}
export function addFlows(flows: Flows, more: Flows): void {
  for (const [flow, amount_fen] of Object.entries(more))
    flows[flow] = (flows[flow] ?? 0) + amount_fen
}
/** One spelling: the names in order, nothing that came to zero left out. */
export const spellFlows = (flows: Flows): string =>
  JSON.stringify(Object.fromEntries(Object.entries(flows).sort(([a], [b]) => (a < b ? -1 : 1))))

/** What nights have verified of each account (account_id, version, flows). */
export const STORED_CHECKPOINTS: Statement = { text: 'book_checkpoints', values: [] }

/**
 * The sum of an account's entries of one flow: from the checkpoints, and entry by entry from there on.
 * `flow` is a pattern of `flowOf` (GLOB), `entries` says the same of an entry `e` and its transfer `x`.
 */
export const flowSumColumn = (
  checkpoints: Statement,
  of: { account: Statement; flow: string; entries: Statement },
): Statement =>
  sql`(coalesce((SELECT sum(j.value) FROM ${checkpoints} c, json_each(c.flows) j
                  WHERE c.account_id = ${of.account} AND j.key GLOB ${of.flow}), 0)
       + coalesce((SELECT sum(e.amount_fen) FROM ledger_entries e JOIN ledger_transfers x ON x.id = e.transfer_id
                    WHERE e.account_id = ${of.account} AND e.account_version > coalesce((
                      SELECT max(c.version) FROM ${checkpoints} c WHERE c.account_id = ${of.account}), 0)
                      AND ${of.entries}), 0))`

/** The same as the stored checkpoints, made anew from the first entry on, a page of an account at a time. */
export async function flowsFromTheBeginning(
  db: Db,
  kinds: readonly string[],
  shops: Statement,
): Promise<Statement> {
  const owners = await all(db, sql<{ id: string }>`SELECT merchant_id AS id FROM ${shops}`)
  const made: { account_id: string; version: number; flows: Flows }[] = []
  for (const { id } of owners)
    for (const kind of kinds) made.push(await flowsOf(db, `${kind}:${id}`))
  return sql`(SELECT value ->> 'account_id' AS account_id, value ->> 'version' AS version, value ->> 'flows' AS flows
                FROM json_each(${JSON.stringify(made)}))`
}

type GoneRow = { to_version: number; flows: string }
async function flowsOf(db: Db, account_id: string) {
  // What moved out is summed up where it was; the entries go on from there.
  const gone = await all(
    db,
    sql<GoneRow>`SELECT to_version, flows FROM archived_stretches WHERE account_id = ${account_id} ORDER BY to_version`,
  )
  const flows: Flows = {}
  for (const stretch of gone) addFlows(flows, JSON.parse(stretch.flows) as Flows)
  let version = gone.at(-1)?.to_version ?? 0
  for (;;) {
    const page = await all(
      db,
      sql<FlowEntryRow>`SELECT ${ENTRY_COLUMNS} FROM ledger_entries e LEFT JOIN ledger_transfers x ON x.id = e.transfer_id
           WHERE e.account_id = ${account_id} AND e.account_version > ${version}
           ORDER BY e.account_version LIMIT ${PAGE}`,
    )
    for (const entry of page) addFlow(flows, entry)
    version = page.at(-1)?.account_version ?? version
    if (page.length < PAGE) return { account_id, version, flows }
  }
}
