import {
  addFlow,
  addFlows,
  ENTRY_COLUMNS,
  type FlowEntryRow,
  type Flows,
  spellFlows,
} from '../checks/flows'
import {
  type Finding,
  numberKey,
  PAGE,
  type Pass,
  type PassStep,
  type Range,
  restOf,
} from '../checks/pass'
import { all, type Db, sql } from '../platform/d1'

/** What nights build upon is itself looked at again: each stretch against the entries it stands for. */
export const CHECKPOINTS_PASS: Pass = {
  name: 'checkpoints_match_the_entries',
  invariant: '每晚核对到的位置、余额和分类合计，等于这一段分录逐笔重算',
  is_whole: false,
  read: readStretches,
  touched: null,
}

type KeptRow = {
  account_id: string
  from_version: number
  version: number
  balance_fen: number
  flows: string
}
const keyOf = ({ account_id, from_version }: KeptRow) => `${account_id} ${numberKey(from_version)}`
const STRETCHES_MAX = 500

async function readStretches(
  db: Db,
  { after, upto }: Range,
  { page = PAGE }: { page?: number } = {},
): Promise<PassStep> {
  const [account_id = '', from = '-1'] = after.split(' ')
  const limit = Math.min(page, STRETCHES_MAX)
  const kept = await all(
    db,
    sql<KeptRow>`SELECT * FROM book_checkpoints WHERE (account_id, from_version) > (${account_id}, ${Number(from)})
         ORDER BY account_id, from_version LIMIT ${limit}`,
  )
  const within = kept.filter((one) => upto === null || keyOf(one) <= upto)
  const taken = fewEnough(within)
  const last = taken.at(-1)
  if (!last) return { findings: [], looked_at: 0, next: null }
  const is_over = taken.length === within.length && within.length < limit
  const findings = await findingsOf(db, taken)
  const count = taken.length
  if (!is_over) return { findings, looked_at: count, next: keyOf(last) }
  return {
    findings,
    looked_at: count,
    next: null,
    rest: restOf({ count, page: limit, last: keyOf(last) }),
  }
}

/** At least one, and no more than hold a page of entries together. */
function fewEnough(kept: readonly KeptRow[]): KeptRow[] {
  let entries = 0
  return kept.filter(({ from_version, version }, i) => {
    entries += version - from_version
    return i === 0 || entries <= PAGE
  })
}

/** An account's part that moved out, and what is kept of all stretches that begin within it. */
type Gone = { version: number; balance_fen: number; flows: Flows; kept_flows: Flows }
type GoneRow = {
  account_id: string
  to_version: number
  balance_fen: number
  flows: string
  kept: string
}
async function goneOf(db: Db, kept: readonly KeptRow[]): Promise<Map<string, Gone>> {
  const accounts = JSON.stringify([...new Set(kept.map(({ account_id }) => account_id))])
  const rows = await all(
    db,
    sql<GoneRow>`SELECT y.account_id, y.to_version, y.balance_fen, y.flows, (
            SELECT json_group_array(json(c.flows)) FROM book_checkpoints c WHERE c.account_id = y.account_id
               AND c.from_version < (SELECT max(z.to_version) FROM archived_stretches z WHERE z.account_id = y.account_id)) AS kept
          FROM archived_stretches y WHERE y.account_id IN (SELECT value FROM json_each(${accounts}))
         ORDER BY y.account_id, y.to_version`,
  )
  const out = new Map<string, Gone>()
  for (const row of rows) {
    const kept_flows: Flows = {}
    for (const flows of JSON.parse(row.kept) as Flows[]) addFlows(kept_flows, flows)
    const flows = out.get(row.account_id)?.flows ?? {}
    addFlows(flows, JSON.parse(row.flows) as Flows)
    const { to_version: version, balance_fen } = row
    out.set(row.account_id, { version, balance_fen, flows, kept_flows })
  }
  return out
}
type Made = { flows: Flows; count: number; balance_fen: number }
/** The stretch in which what moved out ends: everything kept up to its end against everything gone and still here. */
function boundaryFindings(stretch: KeptRow, gone: Gone, made: Made | undefined): Finding[] {
  const flows = { ...gone.flows }
  addFlows(flows, made?.flows ?? {})
  const count = gone.version + (made?.count ?? 0)
  const balance_fen = made && made.count > 0 ? made.balance_fen : gone.balance_fen
  const found = `${stretch.version}/${stretch.balance_fen}/${spellFlows(gone.kept_flows)}`
  const expected = `${count}/${balance_fen}/${spellFlows(flows)}`
  return found === expected ? [] : [{ id: keyOf(stretch), found, expected }]
}

async function findingsOf(db: Db, kept: readonly KeptRow[]): Promise<Finding[]> {
  const stretches = kept.map(({ account_id, from_version, version }) => [
    account_id,
    from_version,
    version,
  ])
  const entries = await all(
    db,
    sql<
      FlowEntryRow & { no: number }
    >`SELECT s.key AS no, ${ENTRY_COLUMNS} FROM json_each(${JSON.stringify(stretches)}) s
          JOIN ledger_entries e ON e.account_id = s.value ->> 0 AND e.account_version > s.value ->> 1
                               AND e.account_version <= s.value ->> 2
          LEFT JOIN ledger_transfers x ON x.id = e.transfer_id ORDER BY s.key, e.account_version`,
  )
  const made = kept.map(() => ({ flows: {} as Flows, count: 0, balance_fen: 0 }))
  for (const entry of entries) {
    const one = made[entry.no]
    if (!one) continue
    addFlow(one.flows, entry)
    one.count += 1
    one.balance_fen = entry.balance_after_fen
  }
  const gone = await goneOf(db, kept)
  return kept.flatMap((stretch, i): Finding[] => {
    const before = gone.get(stretch.account_id)
    // What moved out whole is summed up where it was; where that ends, all of it together is compared.
    if (before && stretch.version < before.version) return []
    if (before && stretch.from_version < before.version)
      return boundaryFindings(stretch, before, made[i])
    const { flows = {}, count = 0, balance_fen = 0 } = made[i] ?? {}
    const said = (n: number, fen: number, by: string) => `${n}/${fen}/${by}`
    const found = said(stretch.version - stretch.from_version, stretch.balance_fen, stretch.flows)
    const expected = said(count, balance_fen, spellFlows(flows))
    return found === expected ? [] : [{ id: keyOf(stretch), found, expected }]
  })
}
