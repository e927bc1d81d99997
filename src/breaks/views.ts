import * as z from 'zod'
import { isProvisional } from '../kernel/calendar'
import { idPattern } from '../kernel/ids'
import { daysBetween, localDate } from '../kernel/time'
import type { Moment } from '../platform/act'
import { CLASS_NAMES, CLASSES } from './classes'
import { allBreakEnds, proposalKind } from './resolve-rules'
import type { BreakRow } from './store'

export const BreakId = z.string().regex(idPattern('brk'))
const Proposal = z.enum(['match', 'suspense', 'note', 'make_good', 'give_back'])
export const ProposalKindView = Proposal
export const BreakView = z
  .strictObject({
    id: BreakId,
    object: z.literal('bank_break'),
    leg: z.enum(['bank', 'provider']).meta({ description: '在银行一侧，还是在支付机构一侧' }),
    class: z.enum(CLASS_NAMES),
    class_name: z.string(),
    first_class: z.enum(CLASS_NAMES),
    state: z.enum(['open', 'proposed', 'cleared', 'resolved']),
    merchant_id: z.string().nullable(),
    merchant_name: z.string().nullable(),
    other_merchant_id: z.string().nullable(),
    day: z.iso.date(),
    found_on: z.iso.date(),
    limit_on: z.iso.date().meta({ description: '过了这天还没有解决，报主管部门' }),
    limit_is_provisional: z
      .boolean()
      .meta({ description: '跨过了还没公布放假安排的日子，按周一到周五算的' }),
    age_days: z.int().min(0).meta({ description: '发现以来几天' }),
    days_left: z
      .int()
      .nullable()
      .meta({ description: '离最迟解决日还有几天，负数是过了几天；已了结的为空' }),
    escalated_at: z.string().nullable(),
    owner: z.enum(['bank', 'platform']),
    difference_fen: z.int().meta({ description: '银行减我们账上' }),
    other_difference_fen: z.int(),
    total_difference_fen: z.int().meta({ description: '两家店合计：银行减我们账上' }),
    ledger_fen: z.int().nullable(),
    bank_fen: z.int().nullable(),
    provider_fen: z.int().nullable(),
    match_key: z.string().nullable(),
    line_seqs: z.array(z.int()).meta({ description: '对账单的哪几行（listBankLines 的 seq）' }),
    movements_count: z.int().meta({ description: '提议与之相配的我们的分录数' }),
    note: z.string(),
    may_end_as: z.array(Proposal),
    proposal: Proposal.nullable(),
    payer: z
      .string()
      .nullable()
      .meta({ description: '谁用别的钱补上了缺口，或没人认的钱退给了谁' }),
    proposal_note: z.string().nullable(),
    proposed_by: z.string().nullable(),
    proposed_at: z.string().nullable(),
    resolved_by: z.string().nullable(),
    resolved_at: z.string().nullable(),
    cleared_on: z.iso.date().nullable(),
  })
  .meta({ id: 'BankBreak', description: '银行、账本、支付机构三方之间的一处差异' })

export const BreakAlone = z
  .strictObject({
    ...BreakView.shape,
    proposed_by_name: z
      .string()
      .nullable()
      .meta({ description: '提出处理的人，银行里叫得出的名字' }),
    resolved_by_name: z.string().nullable().meta({ description: '复核的人；没有人复核是 null' }),
    bookings: z
      .array(
        z.strictObject({
          merchant_id: z.string(),
          custody_fen: z.int().meta({ description: '账上的专户，现在' }),
          difference_fen: z.int().meta({ description: '会记的一笔' }),
          after_fen: z.int().meta({ description: '记了以后的专户' }),
        }),
      )
      .meta({ description: '要是记入待查，哪几个专户会怎样变' }),
  })
  .meta({ id: 'BankBreakAlone', description: '一处差异，和经手两人的姓名' })

/** The custody accounts that booking a break to suspense would change; their mirrors stand negative in the ledger. */
export const breakBookings = (
  row: Pick<
    BreakRow,
    'merchant_id' | 'difference_fen' | 'other_merchant_id' | 'other_difference_fen'
  >,
  mirrors: readonly { merchant_id: string; balance_fen: number }[],
) =>
  [
    { merchant_id: row.merchant_id, difference_fen: row.difference_fen },
    { merchant_id: row.other_merchant_id, difference_fen: row.other_difference_fen },
  ].flatMap(({ merchant_id, difference_fen }) => {
    if (merchant_id === null || difference_fen === 0) return []
    const mirror = mirrors.find((one) => one.merchant_id === merchant_id)
    const custody_fen = 0 - (mirror?.balance_fen ?? 0)
    return [{ merchant_id, custody_fen, difference_fen, after_fen: custody_fen + difference_fen }]
  })

export function presentBreak(row: BreakRow, { now, city }: Moment): z.output<typeof BreakView> {
  const { subject: _subject, lines, movements, version: _version, ...shown } = row
  const is_open = row.state === 'open' || row.state === 'proposed'
  const today = localDate(now)
  return {
    object: 'bank_break',
    ...shown,
    age_days: Math.max(daysBetween(row.found_on, today), 0),
    limit_is_provisional: isProvisional(city.calendar, row.limit_on),
    days_left: is_open ? daysBetween(today, row.limit_on) : null,
    proposal: proposalKind(row),
    class_name: CLASSES[row.class].name,
    total_difference_fen: row.difference_fen + row.other_difference_fen,
    line_seqs: JSON.parse(lines) as number[],
    movements_count: (JSON.parse(movements) as unknown[]).length,
    may_end_as: is_open ? allBreakEnds(row) : [],
  }
}
