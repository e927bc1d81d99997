import * as z from 'zod'
import { sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { type ArchivedEntry, archivedEntries, readWhere } from './archived'

import { booksEquation } from './equation-rules'

export const ledgerRoutes = newRouter()

const Term = z.strictObject({
  term: z.string(),
  fen: z.int(),
  is_less: z.boolean().meta({ description: '在等式里是减去的' }),
  size_fen: z.int().min(0).meta({ description: '加上或减去多少' }),
})
const TrialBalance = z
  .strictObject({
    object: z.literal('trial_balance'),
    sum_fen: z.int(),
    equation: z
      .strictObject({
        held: z.array(Term).meta({ description: '钱在哪里：custody 专户，transit 在途' }),
        owed: z.array(Term).meta({
          description:
            '是谁的：consumers 顾客可用，held 占用和退款中，payable 应付店家，paying 出款中；其余按账户种类',
        }),
        held_fen: z.int(),
        owed_fen: z.int(),
        differs_fen: z.int().meta({ description: '两边之差，恒为 0' }),
      })
      .meta({ description: '同一组数写成一个等式' }),
    lines: z.array(
      z.strictObject({ account: z.string(), accounts_count: z.int(), balance_fen: z.int() }),
    ),
  })
  .meta({ id: 'TrialBalance', description: '试算平衡：每类账户的合计；全部合计恒为 0' })

/** One line per kind of account; it scans accounts (not transfers), for the few who check the books. */
export const readTrialBalanceOperation = operation({
  method: 'get',
  path: '/v1/ledger/trial-balance',
  operationId: 'readTrialBalance',
  tags: ['ledger'],
  summary: '试算平衡',
  summary_en: 'Reads the trial balance',
  policy: { bank: 'all', operator: 'all' },
  answers: { 200: { description: '每类账户的合计', schema: TrialBalance } },
})
type LedgerAccountRow = { account: string; accounts_count: number; balance_fen: number }
serveRead(ledgerRoutes, readTrialBalanceOperation, {
  reads: () => ({
    ledger_accounts: sql<LedgerAccountRow>`SELECT substr(id, 1, instr(id, ':') - 1) AS account, count(*) AS accounts_count,
               sum(balance_fen) AS balance_fen
          FROM ledger_accounts GROUP BY 1 ORDER BY 1`,
  }),
  present: ({ rows }) => {
    const lines = rows.ledger_accounts
    return {
      object: 'trial_balance',
      sum_fen: lines.reduce((sum, line) => sum + line.balance_fen, 0),
      equation: booksEquation(lines),
      lines,
    }
  },
})

const Entry = z
  .strictObject({
    object: z.literal('ledger_entry'),
    account_id: z.string(),
    account_version: z.int(),
    transfer_id: z.string(),
    amount_fen: z.int(),
    balance_after_fen: z.int(),
    counter_account_id: z.string(),
    reason: z.string(),
    subject_id: z.string(),
    event_at: z.string(),
  })
  .meta({ id: 'LedgerEntry' })
export const listLedgerEntriesOperation = operation({
  method: 'get',
  path: '/v1/ledger/accounts/:id/entries',
  operationId: 'listLedgerEntries',
  tags: ['ledger'],
  summary: '一个账户的分录，新的在前',
  summary_en: 'Lists the entries of one ledger account, newest first',
  traces: ['work', '一个账户的分录', 'the entries of an account'],
  policy: { bank: 'all', operator: 'all' },
  params: z.strictObject({ id: z.string().min(3).max(80) }),
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '分录', schema: listSchema(Entry, 'LedgerEntryList') } },
  refuses: ['cursor_invalid', 'archive_unavailable'],
})
/** Entries below the cursor's version, or all of them. */
const belowOf = (cursor: string | undefined): number =>
  Number(cursorKey(cursor) ?? Number.MAX_SAFE_INTEGER)
serveRead(ledgerRoutes, listLedgerEntriesOperation, {
  reads: (_who, { params, query }) => ({
    where: readWhere({
      account_id: params.id,
      below: belowOf(query.cursor),
      limit: query.limit + 1,
    }),
    ledger_entries: sql<
      z.input<typeof Entry>
    >`SELECT 'ledger_entry' AS object, e.account_id, e.account_version, e.transfer_id, e.amount_fen,
               e.balance_after_fen, t.reason, t.subject_id, t.event_at,
               CASE t.from_account_id WHEN e.account_id THEN t.to_account_id ELSE t.from_account_id END
                 AS counter_account_id
          FROM ledger_entries e JOIN ledger_transfers t ON t.id = e.transfer_id
         WHERE e.account_id = ${params.id}
           AND e.account_version < ${belowOf(query.cursor)}
         ORDER BY e.account_version DESC LIMIT ${query.limit + 1}`,
  }),
  /** What moved out follows upon what is here, so that a list crosses the boundary without a gap. */
  call: async ({ rows }, { params, query }, world) => {
    const left = query.limit + 1 - rows.ledger_entries.length
    const below = rows.ledger_entries.at(-1)?.account_version ?? belowOf(query.cursor)
    const of = { account_id: params.id, below, limit: left }
    return left > 0 ? await archivedEntries(world, rows.where, of) : []
  },
  present: ({ rows, called }, { query }) =>
    pageFrom(
      [...rows.ledger_entries, ...called.map(presentArchived)],
      query.limit,
      (row) => String(row.account_version),
      (row) => row,
    ),
})

const presentArchived = ({ transfer, ...entry }: ArchivedEntry): z.input<typeof Entry> => ({
  object: 'ledger_entry',
  ...entry,
  reason: transfer.reason,
  subject_id: transfer.subject_id,
  event_at: transfer.event_at,
  counter_account_id:
    transfer.from_account_id === entry.account_id
      ? transfer.to_account_id
      : transfer.from_account_id,
})
