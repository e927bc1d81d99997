import { csvCell } from '../csv/cells'
import { sumFen } from '../kernel/money'
import { all, type Db } from '../platform/d1'
import { decimalFromFen } from '../statements/decimal'
import { cardOwedFen, cardRefundableFen, type PackCard, type PackPayment } from './rules'
import { cardFrom, type PackKey, type PackRow, readListed } from './store'

const ROWS_PAGE = 500
type FileKey = PackKey & Partial<Pick<PackRow, 'carried_from'>>
const COLUMNS = [
  '序号',
  '卡',
  '持卡人编号',
  '可用（元）',
  '占用（元）',
  '退款中（元）',
  '应退合计（元）',
  '其中按第十八条（元）',
  '最近合同',
  '首次付款日',
  '各笔付款（日期 金额 已退 还剩 支付机构 付款号）',
]
const BYTES = new TextEncoder()

/**
 * The cards of a sealed pack as CSV, a page at a time: UTF-8 with a BOM and CRLF, so that every table program shows the
 * Chinese; cells that a program would run as a formula get an apostrophe. The last line is the sum: a file without it is
 * not whole.
 */
export async function* packFile(db: Db, key: FileKey): AsyncGenerator<Uint8Array> {
  yield BYTES.encode(`\uFEFF${COLUMNS.map(csvCell).join(',')}\r\n`)
  let after = ''
  let count = 0
  const sums = { escrow_fen: 0, held_fen: 0, refunding_fen: 0 }
  for (;;) {
    const rows = await all(db, readListed({ ...key, after, limit: ROWS_PAGE }))
    const cards = rows.map(cardFrom)
    if (cards.length > 0)
      yield BYTES.encode(cards.map((card, i) => lineOf(count + i + 1, card)).join(''))
    count += cards.length
    sums.escrow_fen = sumFen([sums.escrow_fen, ...cards.map((card) => card.escrow_fen)])
    sums.held_fen = sumFen([sums.held_fen, ...cards.map((card) => card.held_fen)])
    sums.refunding_fen = sumFen([sums.refunding_fen, ...cards.map((card) => card.refunding_fen)])
    after = cards.at(-1)?.card_id ?? after
    if (cards.length < ROWS_PAGE) break
  }
  const made = key.carried_from ? `${key.day}（名单同 ${key.carried_from}）` : key.day
  yield BYTES.encode(rowOf(['合计', `${count} 张卡`, '', ...moneyOf(sums), '', '', made]))
}

const lineOf = (no: number, card: PackCard): string =>
  rowOf([
    String(no),
    card.card_id,
    card.holder_no,
    ...moneyOf(card),
    card.contract_hash,
    card.first_paid_on,
    card.payments.map(paymentOf).join('；'),
  ])
const moneyOf = (of: Pick<PackCard, 'escrow_fen' | 'held_fen' | 'refunding_fen'>): string[] =>
  [of.escrow_fen, of.held_fen, of.refunding_fen, cardOwedFen(of), cardRefundableFen(of)].map(
    decimalFromFen,
  )
function paymentOf({ paid_on, paid_fen, refunded_fen, left_fen, ...p }: PackPayment): string {
  const left = left_fen === null ? '见合计' : decimalFromFen(left_fen)
  const money = [decimalFromFen(paid_fen), decimalFromFen(refunded_fen), left]
  return [paid_on, ...money, p.provider, p.provider_ref ?? '无付款号'].join(' ')
}
const rowOf = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`

/** Reads on only when somebody takes what was read; a reader who leaves ends the reading. */
export function byteStream(
  pieces: AsyncGenerator<Uint8Array>,
  onFault: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await pieces.next()
        if (done) controller.close()
        else controller.enqueue(value)
      } catch (error) {
        onFault(error)
        controller.error(error)
      }
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}
