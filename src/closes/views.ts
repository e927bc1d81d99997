import * as z from 'zod'
import { CLASS_NAMES } from '../breaks/classes'
import type { Instant } from '../kernel/time'
import type { AmendedBody } from './amend'
import { COVERAGE_STATES, type CoverageRow, coverageShown, measureCoverage } from './rules'
import type { CloseRow } from './store'
import { type CloseBody, inCurrentWords, type SumView } from './sums'

const Bp = z
  .int()
  .nullable()
  .meta({ description: '覆盖率，万分之几，向下取整，不超过 10000；没有对账单或没有欠款时为空' })
const FIGURES = {
  cards_count: z.int().meta({ description: '有余额的卡' }),
  requirement_fen: z.int().meta({ description: '逐卡加总：可用 + 占用 + 退款中' }),
  bank_fen: z.int().nullable().meta({ description: '银行对账单的期末；缺对账单时为空' }),
  custody_fen: z.int().meta({ description: '我们账上的专户' }),
  payable_fen: z.int(),
  paying_fen: z.int(),
  deposit_fen: z.int(),
  fees_held_fen: z.int(),
  suspense_in_fen: z.int().meta({ description: '两人查明在银行、还不知道归谁的' }),
  suspense_out_fen: z.int().meta({ description: '两人查明银行少了的，负数；用别的钱补上后归零' }),
  advance_fen: z.int().meta({ description: '提前放给店家的' }),
  provider_owed_fen: z.int().meta({ description: '支付机构垫付了退款、专户还没有归还它的' }),
  claims_fen: z.int().meta({ description: '支付机构追回、该由店家补的，负数' }),
  paid_cards_fen: z.int().meta({ description: '对账单上已付给持卡人、我们次日才记账的' }),
  paid_shop_fen: z.int().meta({ description: '对账单上已付给店家、我们次日才记账的' }),
  due_fen: z.int().meta({ description: '当日已记账、应在次日对账单上出现的' }),
  breaks_count: z.int(),
  breaks_in_fen: z.int().meta({ description: '封账时还在的差异里，银行多出来的；谁的也不抵' }),
  breaks_out_fen: z.int().meta({ description: '封账时还在的差异里，银行少了的，负数' }),
  owed_fen: z.int().meta({ description: '该有多少：各卡的，加店家应付和出款中的' }),
  resource_fen: z
    .int()
    .nullable()
    .meta({ description: '银行的钱减去保证金、手续费、支付机构的，再减去没有查清的' }),
  covered_fen: z.int().meta({ description: '该有的里面，银行确实有的' }),
  cards_owed_fen: z.int().meta({ description: '欠持卡人的' }),
  cards_covered_fen: z.int().meta({ description: '其中银行确实有的，排在店家的钱之后' }),
  short_fen: z.int().meta({ description: '欠持卡人的里面，银行没有的' }),
  missing_fen: z.int().meta({ description: '其中既不在途、也不是预支、也不是时间差的' }),
  in_transit_fen: z.int().meta({ description: '顾客已付、还在支付机构的；只列在旁边，不算覆盖' }),
  coverage_bp: Bp,
  unexplained_fen: z.int().nullable().meta({ description: '没有一笔差异能解释的；应为 0' }),
}
/** What is said of figures beside them; no part of what is sealed and hashed. */
const READING = {
  state: z.enum(COVERAGE_STATES).meta({
    description:
      'missing 有说不清的缺口 · unexplained 有差异解释不了的 · silent 缺对账单 · breaks 有差异在处理 · whole 都对得上',
  }),
  others_fen: z.int().meta({ description: '保证金、手续费和支付机构的，合计' }),
  unclear_fen: z
    .int()
    .nullable()
    .meta({ description: '没有查清的合计：bank_fen 减 others_fen 减 resource_fen' }),
  paid_ahead_fen: z.int().meta({ description: '银行已付、我们次日才记账的，合计' }),
  difference_fen: z.int().nullable().meta({ description: '银行减我们的账' }),
}
export const CoverageView = z
  .strictObject({
    object: z.literal('bank_coverage'),
    day: z.iso.date(),
    merchant_id: z.string(),
    district: z.string(),
    ...FIGURES,
    ...READING,
  })
  .meta({ id: 'BankCoverage', description: '一家店一天：该有多少，银行有多少' })
export const presentCoverage = (row: CoverageRow): z.output<typeof CoverageView> => {
  const { form: _form, suspense_fen: _suspense, breaks_fen: _breaks, ...shown } = row
  const figures = { ...shown, ...measureCoverage(row) }
  return {
    object: 'bank_coverage',
    ...figures,
    ...coverageShown(figures, row.bank_fen === null ? 1 : 0),
  }
}

const Totals = {
  merchants_count: z.int(),
  stated_count: z.int().meta({ description: '有当日对账单的店' }),
  shops_short: z.int().meta({ description: '银行的钱少于欠款的店，只数有对账单的' }),
  shops_missing: z.int().meta({ description: '其中有说不清去处的缺口的店' }),
  ...FIGURES,
}
const Reading = z
  .strictObject({
    ...READING,
    silent_count: z.int().meta({ description: '没有当日对账单的店' }),
  })
  .meta({ description: '怎么看全市的合计；不在哈希里' })
const sheet = {
  rows_hash: z.string().meta({ description: '各店各行的哈希' }),
  totals: z.strictObject(Totals),
  districts: z.array(z.strictObject({ district: z.string(), ...Totals })),
  breaks: z.array(
    z.strictObject({
      class: z.enum(CLASS_NAMES),
      count: z.int(),
      in_fen: z.int().meta({ description: '银行多出来的合计' }),
      out_fen: z.int().meta({ description: '银行少了的合计，负数' }),
    }),
  ),
}
const AmendedView = z
  .strictObject({
    revision: z.int(),
    amends_hash: z.string().meta({ description: '它更正的那一份的哈希' }),
    content_hash: z.string(),
    sealed_at: z.string(),
    merchants: z.array(z.string()).meta({ description: '哪些店的对账单变了' }),
    ...sheet,
    reading: Reading,
  })
  .meta({ id: 'AmendedBankClose', description: '封账以后银行重出了对账单：更正的一份，原来的不变' })
export const CloseView = z
  .strictObject({
    object: z.literal('bank_close'),
    day: z.iso.date(),
    bank: z.string(),
    sealed_at: z.string(),
    previous_hash: z.string().nullable(),
    content_hash: z.string().meta({ description: '这一天全部数字的哈希，含前一天的' }),
    ...sheet,
    reading: Reading,
    amended: AmendedView.optional().meta({ description: '没有更正过时没有这一项' }),
  })
  .meta({ id: 'BankClose', description: '一个营业日的封账表，可直接打印；封后不改' })
export function presentClose(row: CloseRow): z.output<typeof CloseView> {
  const body = inCurrentWords(JSON.parse(row.body ?? '{}') as CloseBody)
  const seal = { sealed_at: row.sealed_at ?? '', content_hash: row.content_hash ?? '' }
  const { amendment = null } = row
  const amended = amendment === null ? {} : { amended: presentAmended(JSON.parse(amendment)) }
  return { object: 'bank_close', ...body, ...seal, reading: readingOf(body.totals), ...amended }
}
function readingOf(totals: SumView): z.output<typeof Reading> {
  const silent_count = totals.merchants_count - totals.stated_count
  return { ...coverageShown(totals, silent_count), silent_count }
}
type Amendment = { sealed_at: Instant; content_hash: string; body: AmendedBody }
function presentAmended({
  sealed_at,
  content_hash,
  body,
}: Amendment): z.output<typeof AmendedView> {
  const { day: _day, bank: _bank, previous_hash: _previous, ...told } = body
  return { ...told, reading: readingOf(told.totals), sealed_at, content_hash }
}

export const DayView = z
  .strictObject({
    object: z.literal('bank_day'),
    day: z.iso.date(),
    phase: z.enum(['expected', 'waiting', 'gathering', 'matching', 'providers', 'done']),
    has_file: z.boolean().meta({ description: '银行的文件到了' }),
    is_whole: z.boolean().meta({ description: '每个开着的专户都有这一天的对账单' }),
    done_at: z.string().nullable(),
    breaks_found: z.int(),
    breaks_standing: z.int(),
    sealed_at: z.string().nullable(),
    content_hash: z.string().nullable(),
  })
  .meta({ id: 'BankDay', description: '一个营业日走到哪一步：等文件、对账中、对完、封账' })
export const CardAtView = z
  .strictObject({
    object: z.literal('card_balance'),
    card_id: z.string(),
    escrow_fen: z.int(),
    held_fen: z.int(),
    refunding_fen: z.int(),
    owed_fen: z.int().meta({ description: '三项之和：那天结束时欠这张卡的' }),
  })
  .meta({ id: 'CardBalance', description: '一张卡在那一天结束时的余额，从分录重算' })
