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
import { all, type Db, type Statement, sql } from '../platform/d1'

/** Entries in the order of accounts and versions, a page inside an account as well as across accounts. */
export const ENTRIES_PASS: Pass = {
  name: 'entries_form_a_chain',
  invariant: '每笔分录的余额等于上一笔余额加本笔金额，编号连续',
  is_whole: false,
  read: readEntries,
  touched: readNewEntries,
}

type LinkedRow = FlowEntryRow & { before_fen: number | null }
/** A blank sorts before whatever an id may hold: keys sort as accounts and versions do. */
const keyOf = (entry: FlowEntryRow) => `${entry.account_id} ${numberKey(entry.account_version)}`
const placeOf = (key: string): { account_id: string; version: number } => {
  const [account_id = '', version = '0'] = key.split(' ')
  return { account_id, version: Number(version) }
}
const PLACE_AFTER = (key: string, at = placeOf(key)): Statement =>
  sql`(e.account_id, e.account_version) > (${at.account_id}, ${at.version})`
const PLACE_UPTO = (key: string | null): Statement =>
  key === null
    ? sql``
    : sql` AND (e.account_id, e.account_version) <= (${placeOf(key).account_id}, ${placeOf(key).version})`

/** Where the entry before moved out: what its account held then. */
const GONE_BEFORE: Statement = sql`(SELECT y.balance_fen FROM archived_stretches y
  WHERE y.account_id = e.account_id AND y.to_version = e.account_version - 1)`

async function readEntries(
  db: Db,
  { after, upto }: Range,
  { page = PAGE }: { page?: number } = {},
): Promise<PassStep> {
  const entries = await all(
    db,
    sql<LinkedRow>`SELECT e.account_id, e.account_version, e.amount_fen, e.balance_after_fen, NULL AS reason, NULL AS other_id,
               coalesce(p.balance_after_fen, ${GONE_BEFORE}) AS before_fen
          FROM ledger_entries e
          LEFT JOIN ledger_entries p ON p.account_id = e.account_id AND p.account_version = e.account_version - 1
         WHERE ${PLACE_AFTER(after)}${PLACE_UPTO(upto)}
         ORDER BY e.account_id, e.account_version LIMIT ${page}`,
  )
  return stepFrom(entries, page)
}

function stepFrom(entries: readonly LinkedRow[], page: number): PassStep {
  const findings = entries.flatMap(brokenLink)
  const count = entries.length
  const last = entries.at(-1)
  if (!last) return { findings, looked_at: 0, next: null }
  if (count >= page) return { findings, looked_at: count, next: keyOf(last) }
  return {
    findings,
    looked_at: count,
    next: null,
    rest: restOf({ count, page, last: keyOf(last) }),
  }
}

function brokenLink(entry: LinkedRow): Finding[] {
  const { account_id: id, account_version, amount_fen, balance_after_fen, before_fen } = entry
  if (before_fen === null && account_version !== 1)
    return [{ id, found: `entry ${account_version}`, expected: `entry ${account_version - 1}` }]
  const expected = (before_fen ?? 0) + amount_fen
  const is_right = balance_after_fen === expected
  return is_right ? [] : [{ id, found: String(balance_after_fen), expected: String(expected) }]
}

/** A stretch of an account as it is kept: up to `version`, from the end of the stretch before. */
type Stretch = {
  account_id: string
  from_version: number
  version: number
  balance_fen: number
  flows: Flows
}
type NewRow = LinkedRow & { kept: string | null }
/** Longer stretches are not extended: what one of them holds is read in one go when it is verified again. */
const STRETCH_MAX = 1_000

/**
 * The entries since each touched account's checkpoint, and the checkpoints moved up to them. The balance must go on
 * from the checkpoint's own: a history that was rewritten as a whole shows here.
 */
async function readNewEntries(
  db: Db,
  { after }: Range,
  { page = PAGE }: { page?: number } = {},
): Promise<PassStep> {
  const entries = await all(
    db,
    sql<NewRow>`SELECT ${ENTRY_COLUMNS}, coalesce(p.balance_after_fen, ${GONE_BEFORE}) AS before_fen,
               (SELECT json_object('account_id', c.account_id, 'from_version', c.from_version, 'version', c.version,
                                   'balance_fen', c.balance_fen, 'flows', c.flows)
                  FROM book_checkpoints c WHERE c.account_id = e.account_id ORDER BY c.from_version DESC LIMIT 1) AS kept
          FROM book_touched b JOIN ledger_entries e ON e.account_id = b.key
          LEFT JOIN ledger_transfers x ON x.id = e.transfer_id
          LEFT JOIN ledger_entries p ON p.account_id = e.account_id AND p.account_version = e.account_version - 1
         WHERE b.kind = 'ledger_accounts' AND b.key >= ${placeOf(after).account_id} AND ${PLACE_AFTER(after)}
           AND e.account_version > coalesce((SELECT max(c.version) FROM book_checkpoints c WHERE c.account_id = b.key), 0)
         ORDER BY b.key, e.account_version LIMIT ${page}`,
  )
  const step = stepFrom(entries, page)
  const findings = [...step.findings]
  const stretches = new Map<string, Stretch>()
  let current: Stretch | null = null
  for (const entry of entries) {
    if (current?.account_id !== entry.account_id) current = keptOf(entry)
    if (current && isRewritten(current, entry)) findings.push(rewritten(current, entry.before_fen))
    current = extended(current, entry)
    stretches.set(`${current.account_id} ${current.from_version}`, current)
  }
  const broken = new Set(findings.map(({ id }) => id))
  const sound = [...stretches.values()].filter(({ account_id }) => !broken.has(account_id))
  return { ...step, findings, statements: [putStretches(sound)], ends_act: step.next !== null }
}

const keptOf = ({ kept }: NewRow): Stretch | null => {
  if (kept === null) return null
  const { flows, ...stretch } = JSON.parse(kept) as Omit<Stretch, 'flows'> & { flows: string }
  return { ...stretch, flows: JSON.parse(flows) as Flows }
}
const isRewritten = (kept: Stretch, entry: NewRow): boolean =>
  kept.version + 1 === entry.account_version && kept.balance_fen !== entry.before_fen

const rewritten = (kept: Stretch, now_fen: number | null): Finding => ({
  id: kept.account_id,
  found: `${now_fen ?? 'none'} after entry ${kept.version}`,
  expected: String(kept.balance_fen),
})

function extended(kept: Stretch | null, entry: FlowEntryRow): Stretch {
  const { account_id, account_version: version, balance_after_fen: balance_fen } = entry
  const goes_on = kept !== null && kept.version - kept.from_version < STRETCH_MAX
  const flows: Flows = goes_on ? kept.flows : {}
  addFlow(flows, entry)
  const from_version = goes_on ? kept.from_version : (kept?.version ?? 0)
  return { account_id, from_version, version, balance_fen, flows }
}

const spelt = (stretch: Stretch) => ({ ...stretch, flows: spellFlows(stretch.flows) })
const putStretches = (stretches: readonly Stretch[]): Statement =>
  sql`INSERT INTO book_checkpoints (account_id, from_version, version, balance_fen, flows)
      SELECT value ->> 'account_id', value ->> 'from_version', value ->> 'version', value ->> 'balance_fen',
             value ->> 'flows' FROM json_each(${JSON.stringify(stretches.map(spelt))}) WHERE true
      ON CONFLICT (account_id, from_version) DO UPDATE
        SET version = excluded.version, balance_fen = excluded.balance_fen, flows = excluded.flows`
