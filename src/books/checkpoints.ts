import { addFlow, ENTRY_COLUMNS, type FlowEntryRow, type Flows, spellFlows } from '../checks/flows'
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
  return kept.flatMap((stretch, i): Finding[] => {
    const { flows = {}, count = 0, balance_fen = 0 } = made[i] ?? {}
    const said = (n: number, fen: number, by: string) => `${n}/${fen}/${by}`
    const found = said(stretch.version - stretch.from_version, stretch.balance_fen, stretch.flows)
    const expected = said(count, balance_fen, spellFlows(flows))
    return found === expected ? [] : [{ id: keyOf(stretch), found, expected }]
  })
}
