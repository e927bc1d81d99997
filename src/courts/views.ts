import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { yuan } from '../kernel/money'
import { asMessage, type Sentence, sentence } from '../kernel/sentence'
import type { LocalDate } from '../kernel/time'
import { MerchantId } from '../merchants/views'
import { BASES, DEDUCTION_ENDS, frozenFen, lastDay, ORDER_ENDS } from './rules'
import type { CourtDeductionRow, CourtOrderRow } from './store'

export const CourtOrderId = z.string().regex(idPattern('cto'))
export const CourtDeductionId = z.string().regex(idPattern('ctd'))
export const CourtBasis = z.enum(BASES)
const said = { message: z.string(), message_en: z.string() }

export const CourtOrderView = z
  .strictObject({
    object: z.literal('court_order'),
    id: CourtOrderId,
    merchant_id: MerchantId,
    merchant_name: z.string(),
    court: z.string(),
    case_no: z.string(),
    document_no: z.string(),
    basis: CourtBasis.meta({ description: 'preservation：财产保全 · execution：执行' }),
    amount_fen: z.int().positive(),
    frozen_fen: z.int().min(0).meta({ description: '今天还冻着多少：应付给店家的钱里先留下这些' }),
    asked_fen: z.int().min(0).meta({ description: '登记了划拨、还没有付出的' }),
    paid_fen: z.int().min(0).meta({ description: '已划拨给法院的，在路上的算在内' }),
    until_on: z.iso.date().meta({ description: '冻结到这天为止' }),
    renew_until_on: z.iso.date().meta({ description: '今天续行最长到哪天' }),
    state: z.enum(['filed', 'in_force', 'paid', 'ended']),
    filed_by_name: z.string().nullable(),
    filed_at: z.string(),
    confirmed_by_name: z.string().nullable(),
    confirmed_at: z.string().nullable(),
    renewed_at: z.string().nullable(),
    renewal_no: z.string().nullable(),
    lifting_no: z.string().nullable(),
    lifting_asked_at: z.string().nullable(),
    ended_for: z.enum(ORDER_ENDS).nullable(),
    ended_at: z.string().nullable(),
    may_confirm: z.boolean().meta({ description: '等您核对文书' }),
    may_lift: z.boolean().meta({ description: '解除通知等您办' }),
    ...said,
  })
  .meta({
    id: 'CourtOrder',
    description: '法院冻结应付给店家的钱；顾客卡里的钱不是店家的，冻不到',
  })
export const CourtDeductionView = z
  .strictObject({
    object: z.literal('court_deduction'),
    id: CourtDeductionId,
    court_order_id: CourtOrderId,
    merchant_id: MerchantId,
    document_no: z.string(),
    amount_fen: z.int().positive(),
    paid_fen: z.int().min(0),
    to_holder: z.string(),
    to_account_mask: z.string(),
    state: z.enum(['filed', 'agreed', 'paid', 'ended']),
    filed_by_name: z.string().nullable(),
    filed_at: z.string(),
    agreed_by_name: z.string().nullable(),
    agreed_at: z.string().nullable(),
    ended_for: z.enum(DEDUCTION_ENDS).nullable(),
    ended_at: z.string().nullable(),
    may_agree: z.boolean().meta({ description: '等您复核' }),
    ...said,
  })
  .meta({ id: 'CourtDeduction', description: '划拨：冻结的钱付到法院的账户' })

export function presentCourtOrder(
  o: CourtOrderRow,
  today: LocalDate,
): z.input<typeof CourtOrderView> {
  const is_over = o.ended_at !== null || o.until_on < today
  const stands = o.confirmed_at === null ? ('filed' as const) : ('in_force' as const)
  const state = is_over ? 'ended' : o.paid_fen === o.amount_fen ? 'paid' : stands
  const { id, merchant_id, merchant_name, court, case_no, document_no, basis, amount_fen } = o
  const { asked_fen, paid_fen, until_on, filed_at, confirmed_at, renewed_at, renewal_no } = o
  const { filed_by_name, confirmed_by_name, lifting_no, lifting_asked_at, ended_at } = o
  return {
    object: 'court_order',
    ...{ id, merchant_id, merchant_name, court, case_no, document_no, basis, amount_fen },
    ...{ frozen_fen: frozenFen(o, today), asked_fen, paid_fen, until_on },
    ...{ renew_until_on: lastDay(today), state, filed_by_name, filed_at },
    ...{ confirmed_by_name, confirmed_at, renewed_at, renewal_no, lifting_no, lifting_asked_at },
    ended_for: is_over ? (o.ended_for ?? 'term') : null,
    ended_at,
    may_confirm: !is_over && confirmed_at === null && o.is_own !== 1,
    may_lift: !is_over && lifting_asked_at !== null && o.is_own_lifting !== 1,
    ...asMessage(orderSentence(o, state, today)),
  }
}
function orderSentence(o: CourtOrderRow, state: string, today: LocalDate): Sentence {
  const left = yuan(frozenFen(o, today))
  const paid = yuan(o.paid_fen)
  if (state === 'paid')
    return sentence(
      `${paid} 已全部划拨给法院，这份文书不再冻结别的钱`,
      `${paid} went to the court; this order freezes nothing more`,
    )
  if (state === 'ended')
    return o.ended_for === 'rejected'
      ? sentence(
          '核对文书有误，已作废，没有冻结',
          'The document was found wrong: the order is void and freezes nothing',
        )
      : sentence(
          `冻结已结束，应付给店家的钱照常出款${o.paid_fen > 0 ? `；期间划拨给法院 ${paid}` : ''}`,
          `The freeze has ended and the shop is paid as before${o.paid_fen > 0 ? `; ${paid} went to the court` : ''}`,
        )
  return sentence(
    `应付给店家的钱里，${left} 以内先留下，到 ${o.until_on} 为止；顾客卡里的钱不受影响`,
    `Up to ${left} of what is payable to the shop stays until ${o.until_on}; customers’ money is not touched`,
  )
}

export function presentCourtDeduction(d: CourtDeductionRow): z.input<typeof CourtDeductionView> {
  const stands = d.agreed_at === null ? ('filed' as const) : ('agreed' as const)
  const open = d.paid_fen === d.amount_fen ? 'paid' : stands
  const state = d.ended_at === null ? open : 'ended'
  const { id, merchant_id, document_no, amount_fen, paid_fen, to_holder, to_account_mask } = d
  const { filed_by_name, filed_at, agreed_by_name, agreed_at, ended_for, ended_at } = d
  return {
    object: 'court_deduction',
    ...{ id, court_order_id: d.order_id, merchant_id, document_no, amount_fen, paid_fen },
    ...{ to_holder, to_account_mask, state, filed_by_name, filed_at, agreed_by_name, agreed_at },
    ...{ ended_for, ended_at, may_agree: state === 'filed' && d.is_own !== 1 },
    ...asMessage(deductionSentence(d, state)),
  }
}
function deductionSentence(d: CourtDeductionRow, state: string): Sentence {
  const whole = yuan(d.amount_fen)
  const paid = yuan(d.paid_fen)
  if (state === 'filed')
    return sentence(
      `${whole} 等另一位同事复核，还没有动钱`,
      `${whole} waits for a colleague; no money has moved`,
    )
  if (state === 'paid') return sentence(`${whole} 已付往法院`, `${whole} has gone to the court`)
  if (state === 'agreed')
    return sentence(
      `${whole} 里已付往法院 ${paid}，其余等店家有应付的钱时再付`,
      `${paid} of ${whole} has gone to the court; the rest follows as it becomes payable`,
    )
  return d.ended_for === 'rejected'
    ? sentence('已作废，没有动钱', 'Void: no money moved')
    : sentence(
        '法院的账户没有收到，钱已回来，仍然冻着；核对账户后重新登记',
        'The court’s account did not take it: the money is back and stays frozen; file it again with the right account',
      )
}
