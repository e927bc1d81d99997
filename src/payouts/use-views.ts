import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { yuan } from '../kernel/money'
import { asMessage, maskEn, type Sentence, sentence } from '../kernel/sentence'
import { type Instant, localDate, plusDays, spoken, spokenEn } from '../kernel/time'
import { type Expected, payoutArrival } from './cut-off'
import { nextPayout, type Obstacle } from './rules'
import type { PayoutRow, TillRow } from './store'
import { accountWords, PayoutId } from './views'

export const UsePayout = z
  .strictObject({
    object: z.literal('use_payout'),
    redemption_id: z.string().regex(idPattern('rdm')),
    amount_fen: z.int().positive(),
    state: z.enum(['waiting', 'paying', 'paid', 'returned', 'moved_out']),
    payout_id: PayoutId.nullable(),
    expected_at: z.string().nullable(),
    arrived_at: z.string().nullable(),
    message: z.string(),
    message_en: z.string(),
  })
  .meta({ id: 'UsePayout', description: '这次使用的钱由哪笔出款带走，什么时候到账' })

/** A use, and the payout that carried it last, if any did. */
export type UsePayoutDetail = {
  redemption_id: string
  amount_fen: number
  used_at: Instant
  carried: PayoutRow | null
  /** Its entries are in the archive: which payout carried it is told there. */
  is_moved_out: boolean
}

/** What a payout left behind, so that nobody takes all that it covers for paid. */
const stayedBehind = (reserved_fen: number): Sentence =>
  reserved_fen === 0
    ? sentence('', '')
    : sentence(
        `；这笔出款有 ${yuan(reserved_fen)} 因争议、投诉或法院冻结先留着没付`,
        `; ${yuan(reserved_fen)} of that payout stays behind for a dispute, a complaint or a court`,
      )

/** What became of the money of one use, in one sentence. A payout that failed leaves it waiting for the next run. */
export function presentUse(
  use: UsePayoutDetail,
  till: TillRow,
  now: Instant,
): z.input<typeof UsePayout> {
  const { redemption_id, amount_fen, carried } = use
  const of = { object: 'use_payout' as const, redemption_id, amount_fen }
  if (carried === null && use.is_moved_out) {
    const at = { payout_id: null, expected_at: null, arrived_at: null }
    return { ...of, state: 'moved_out', ...at, ...asMessage(MOVED_OUT) }
  }
  const payout_id = carried?.id ?? null
  const stayed = stayedBehind(carried?.reserved_fen ?? 0)
  if (carried?.state === 'paid') {
    const arrived_at = carried.paid_at ?? now
    const when = dayAndTime(arrived_at, now)
    const said = sentence(
      `${when.zh} 已到账（${accountWords(carried).zh}）${stayed.zh}`,
      `Arrived ${when.en} (${accountWords(carried).en})${stayed.en}`,
    )
    const at = { payout_id, expected_at: arrived_at, arrived_at }
    return { ...of, state: 'paid', ...at, ...asMessage(said) }
  }
  if (carried !== null && carried.ended_at === null) {
    const expected_at = payoutArrival(carried.sent_at ?? carried.created_at)
    const left_at = dayAndTime(carried.created_at, now)
    const said = sentence(
      `${left_at.zh} 已出款，预计 ${time(expected_at)} 到账（${accountWords(carried).zh}）${stayed.zh}`,
      `Sent ${left_at.en}, should arrive at ${time(expected_at)} (${accountWords(carried).en})${stayed.en}`,
    )
    const at = { payout_id, expected_at, arrived_at: null }
    return { ...of, state: 'paying', ...at, ...asMessage(said) }
  }
  const next = nextPayout(carried?.ended_at ?? use.used_at, till, now)
  const expected_at = typeof next === 'string' ? null : next.arrives_at
  const plan = typeof next === 'string' ? OBSTACLES[next] : planOf(next, till, now)
  const waits = { ...of, payout_id, expected_at, arrived_at: null }
  if (carried === null) return { ...waits, state: 'waiting', ...asMessage(plan) }
  const { reason } = carried
  return {
    ...waits,
    state: 'returned',
    ...asMessage(
      sentence(
        `上一笔出款没有到账（${reason ?? '银行退回'}），钱在应付款里；${plan.zh}`,
        `The last payout did not arrive (${reason ?? 'returned by the bank'}), the money is due again; ${plan.en}`,
      ),
    ),
  }
}

const MOVED_OUT = sentence(
  '这次使用满一年，钱早由出款带走，明细在归档里',
  'A year has passed: a payout carried it long ago, and its entries are in the archive',
)
const OBSTACLES: Record<Obstacle, Sentence> = {
  held: sentence(
    '店家停业或被主管部门暂停出款，先保障顾客退款',
    'The shop closes or officials stopped payouts: customers’ refunds come first',
  ),
  cover: sentence(
    '银行里给顾客的钱还不足，补足后出款',
    'The bank does not hold all that customers are owed; it is paid once it does',
  ),
  account: sentence(
    '结算账户连续三次收款失败，店主核对或更换结算账户后出款',
    'The settlement account failed three times; the owner is to check or change it',
  ),
  correction: sentence(
    '店里还有要退回顾客的钱，退清后出款',
    'The shop still owes customers something back; it is paid after that',
  ),
  court: sentence(
    '法院冻结着应付给店里的钱，多出的部分照常出款',
    'A court has frozen what is payable; what is beyond it is paid as usual',
  ),
  custody: sentence(
    '支付机构的钱还没有全部进专户，到齐后出款',
    'What the provider holds has not all been passed on; it is paid once it has',
  ),
}
const planOf = (next: Expected, till: TillRow, now: Instant): Sentence => {
  const run = dayAndTime(next.run_at, now)
  return sentence(
    `${run.zh} 出款，预计 ${time(next.arrives_at)} 到账（${till.settlement_account_mask}）`,
    `Paid out ${run.en}, should arrive at ${time(next.arrives_at)} (${maskEn(String(till.settlement_account_mask))})`,
  )
}

const time = (at: Instant): string => spoken(at).slice(-5)
function dayAndTime(at: Instant, now: Instant): Sentence {
  const [day, today] = [localDate(at), localDate(now)]
  if (day === today) return sentence(`今天 ${time(at)}`, `today at ${time(at)}`)
  return day === plusDays(today, 1)
    ? sentence(`明天 ${time(at)}`, `tomorrow at ${time(at)}`)
    : sentence(spoken(at), `on ${spokenEn(at)}`)
}
