import { yuan } from '../kernel/money'
import { RefusalWith } from '../platform/act'
import { all, type Row } from '../platform/d1'
import type { World } from '../platform/world'
import type { BankStatement } from '../statements/statement'
import type { LineValues } from './line-rules'
import { dropChunks, readContradictedLines, readContradictions, readStrangeLines } from './store'

/** A guard fired on the first try: says where the file differs from what was told before. Refuses bank_statement_contradicts. */
export async function refuseContradiction(
  world: World,
  content_hash: string,
  {
    told,
    pieces,
  }: { told: readonly BankStatement[]; pieces: () => Iterable<readonly LineValues[]> },
): Promise<void> {
  const statements = await all<Row>(world.db, readContradictions(told))
  const differing: Row[] = []
  const strange: Row[] = []
  for (const piece of pieces()) {
    if (differing.length >= 50) break
    const some = JSON.stringify(piece)
    differing.push(...(await all<Row>(world.db, readContradictedLines(some))))
    strange.push(...(await all<Row>(world.db, readStrangeLines(some))))
  }
  const errors = [
    ...statements.map(({ account_no, statement_id, closing_fen }) => ({
      pointer: `/${account_no}/${statement_id}`,
      code: 'statement_differs',
      detail: `已读入的这份对账单期末是 ${yuan(Number(closing_fen))}，与这个文件不同`,
    })),
    ...differing.map((row) => ({
      pointer: `/明细/${row.file_line}`,
      code: 'line_differs',
      detail: `第 ${row.file_line} 行：流水 ${row.bank_reference ?? '（无）'} 已读入的${saidBefore(row)}`,
    })),
    ...strange.map(({ file_line, amount_fen, bank_reference, statement_id }) => ({
      pointer: `/明细/${file_line}`,
      code: 'line_unknown',
      detail: `第 ${file_line} 行：流水 ${bank_reference ?? '（无）'} ${yuan(Number(amount_fen))} 不在已读入的对账单 ${statement_id} 里`,
    })),
  ]
  if (errors.length > 0)
    throw new RefusalWith('bank_statement_contradicts', [dropChunks(content_hash)], { errors })
}

const saidBefore = ({ is_same_sum, amount_fen, match_key }: Row): string =>
  is_same_sum === 1 ? `指令号是 ${match_key ?? '（无）'}` : `金额是 ${yuan(Number(amount_fen))}`
