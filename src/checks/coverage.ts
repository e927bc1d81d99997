import { pastBalanceColumn } from '../ledger/past'
import { type Statement, sql } from '../platform/d1'
import type { Check } from './checks'
import type { FindingRow } from './pass'

const LIMIT = 20
/** The first moment after day `c.day`, Asia/Shanghai, as instants are written. */
const end = sql`c.day || 'T16:00:00.000Z'`
const balanceAt = (kind: string, of: Statement): Statement =>
  pastBalanceColumn(sql`${kind} || ':' || ${of}`, { end, soon: sql`c.day || 'T16:10:00.000Z'` })
/** The newest amended row `n` of row `k`, if there is one; and figures as they are in force. */
const AMENDED = sql`LEFT JOIN bank_amended_rows n ON n.day = k.day AND n.merchant_id = k.merchant_id AND n.revision = (
  SELECT max(a.revision) FROM bank_amended_rows a WHERE a.day = k.day AND a.merchant_id = k.merchant_id)`
const now = (name: string): Statement =>
  sql`coalesce(n.row ->> ${`$.${name}`}, k.${{ text: name, values: [] }})`
const bankNow = sql`iif(n.row IS NULL, k.bank_fen, n.row ->> '$.bank_fen')`
const knownSeq = sql`coalesce((SELECT max(a.told_seq) FROM bank_amended_closes a WHERE a.day = c.day), c.told_seq)`

/** Gross, row by row: what is too much anywhere makes up for nothing. */
const OWED = sql`(k.requirement_fen - k.paid_cards_fen + k.payable_fen + k.paying_fen - k.paid_shop_fen)`
const RESOURCE = sql`coalesce(k.bank_fen - k.deposit_fen - k.fees_held_fen - k.provider_owed_fen - k.suspense_in_fen - k.breaks_in_fen
  - max(k.suspense_out_fen + k.breaks_out_fen, 0), 0)`
const COVERED = sql`min(max(${RESOURCE}, 0), ${OWED})`
const UNEXPLAINED = sql`(k.bank_fen - k.custody_fen - k.breaks_in_fen - k.breaks_out_fen)`

/** What must hold of the bank's days: complete, gross, and told alike everywhere. */
export const COVERAGE_CHECKS: readonly Check[] = [
  {
    name: 'coverage_is_gross',
    invariant: '封账的覆盖 = 各店先取小再相加，从各行重算；多的不抵少的',
    over: ['bank_closes', 'day'],
    page_max: 2,
    divergences: (rows) => sql<FindingRow>`SELECT c.day AS id,
          (c.body ->> '$.totals.covered_fen') || '/' || (c.body ->> '$.totals.owed_fen') AS found,
          (SELECT coalesce(sum(${COVERED}), 0) || '/' || coalesce(sum(${OWED}), 0) FROM bank_coverage k WHERE k.day = c.day) AS expected
     FROM ${rows} c WHERE c.phase = 'sealed' AND c.told_seq IS NOT NULL AND found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'coverage_follows_bank_and_ledger',
    invariant: '封账各行的银行数来自那天的对账单，账上的数是那天日终的分录',
    over: ['bank_closes', 'day'],
    history: 'day',
    page_max: 2,
    divergences: (rows) => sql<FindingRow>`SELECT c.day || '/' || k.merchant_id AS id,
          coalesce(${bankNow}, '-') || '/' || ${now('custody_fen')} || '/' || ${now('payable_fen')} || '/' || ${now('paying_fen')} AS found,
          coalesce((SELECT s.closing_fen FROM bank_statements s WHERE s.merchant_id = k.merchant_id AND s.to_on = c.day
                       AND s.seq <= ${knownSeq} ORDER BY s.seq DESC LIMIT 1), '-') || '/' || -${balanceAt('custody', sql`k.merchant_id`)}
            || '/' || ${balanceAt('payable', sql`k.merchant_id`)} || '/' || ${balanceAt('paying', sql`k.merchant_id`)} AS expected
     FROM ${rows} c JOIN bank_coverage k ON k.day = c.day ${AMENDED}
    WHERE c.phase = 'sealed' AND c.told_seq IS NOT NULL AND found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'breaks_are_never_netted',
    invariant: '封账各行里多的不小于零、少的不大于零，进出分开记',
    over: ['bank_closes', 'day'],
    page_max: 2,
    divergences: (rows) => sql<FindingRow>`SELECT c.day || '/' || k.merchant_id AS id,
          min(k.breaks_in_fen, 0) || '/' || max(k.breaks_out_fen, 0) || '/' || min(k.suspense_in_fen, 0) || '/' ||
          k.breaks_fen || '/' || k.suspense_fen AS found,
          '0/0/0/0/0' AS expected
     FROM ${rows} c JOIN bank_coverage k ON k.day = c.day AND k.form = 2 WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'every_bank_day_is_whole_or_named',
    invariant: '每个封过账的日子，每个开着的专户都有对账单，没有的记为 B12',
    over: ['bank_closes', 'day'],
    page_max: 2,
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT c.day || '/' || m.id AS id, 'silent' AS found, 'statement or B12' AS expected
     FROM ${rows} c JOIN merchants m ON m.custody_account_no IS NOT NULL AND m.admitted_at < ${end}
    WHERE c.phase = 'sealed' AND c.told_seq IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM bank_statements s WHERE s.merchant_id = m.id AND s.to_on >= c.day AND s.from_on <= c.day)
      AND NOT EXISTS (SELECT 1 FROM bank_breaks b WHERE b.subject IN ('ns:' || m.id || ':' || c.day, 'fm:' || c.day))
    LIMIT ${LIMIT}`,
  },
  {
    name: 'bank_days_have_no_gaps',
    invariant: '营业日一天接一天，没有跳过的',
    over: ['bank_days', 'day'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT d.day AS id, 'none' AS found, date(d.day, '+1 day') AS expected FROM ${rows} d
    WHERE d.day < (SELECT max(day) FROM bank_days) AND NOT EXISTS (SELECT 1 FROM bank_days n WHERE n.day = date(d.day, '+1 day'))
    LIMIT ${LIMIT}`,
  },
  {
    name: 'covers_follow_closes',
    invariant: '每家店带着的覆盖就是银行封账那一行的',
    over: ['merchant_covers', 'merchant_id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT v.merchant_id AS id, v.owed_fen || '/' || v.covered_fen || '/' ||
          iif(v.is_complete = 1, v.unexplained_fen, '-') AS found,
          (SELECT ${OWED} || '/' || ${COVERED} || '/' || coalesce(${UNEXPLAINED}, '-') FROM (
             SELECT k.day, k.merchant_id, ${bankNow} AS bank_fen, ${figuresNow()} FROM bank_coverage k ${AMENDED}
              WHERE k.merchant_id = v.merchant_id AND k.day = v.business_day AND k.form = 2) k) AS expected
     FROM ${rows} v WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'amended_closes_name_what_they_amend',
    invariant: '更正封账写明它更正的是哪一份',
    over: ['bank_amended_closes', 'day'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT a.day || '/' || a.revision AS id, a.amends_hash AS found,
          coalesce((SELECT b.content_hash FROM bank_amended_closes b WHERE b.day = a.day AND b.revision = a.revision - 1),
                   (SELECT c.content_hash FROM bank_closes c WHERE c.day = a.day), '') AS expected
     FROM ${rows} a WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'suspense_is_kept_apart',
    invariant: '待查多的和少的各记各的：多的只从专户来、写明退给谁才走，少的只由写明出钱人的钱补上',
    over: ['ledger_transfers', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT t.id, t.reason AS found, 'in and out apart' AS expected FROM ${rows} t
    WHERE t.reason NOT IN ('suspense_parted')
      AND ((t.from_account_id >= 'suspense-in:' AND t.from_account_id < 'suspense-in;' AND NOT (t.to_account_id >= 'custody:'
            AND t.to_account_id < 'custody;' AND EXISTS (SELECT 1 FROM bank_breaks b WHERE b.id = t.subject_id
                AND b.payer IS NOT NULL AND b.state = 'resolved' AND b.resolved_by <> b.proposed_by AND b.difference_fen = -t.amount_fen)))
        OR (t.to_account_id >= 'suspense-out:' AND t.to_account_id < 'suspense-out;' AND NOT (t.reason = 'shortfall_made_good'
            AND EXISTS (SELECT 1 FROM bank_breaks b WHERE b.id = t.subject_id AND b.payer IS NOT NULL AND b.state = 'resolved'
                           AND b.resolved_by <> b.proposed_by AND b.difference_fen = t.amount_fen))))
    LIMIT ${LIMIT}`,
  },
]

function figuresNow(): Statement {
  const names = [
    'requirement_fen',
    'paid_cards_fen',
    'payable_fen',
    'paying_fen',
    'paid_shop_fen',
    'deposit_fen',
    'fees_held_fen',
    'provider_owed_fen',
    'suspense_in_fen',
    'breaks_in_fen',
    'suspense_out_fen',
    'breaks_out_fen',
    'custody_fen',
  ]
  return names
    .map((name) => sql`${now(name)} AS ${{ text: name, values: [] }}`)
    .reduce((all, one) => sql`${all}, ${one}`)
}
