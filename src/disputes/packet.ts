import type { DisputeEvidence } from '../environment/ports'
import { type Fen, yuan } from '../kernel/money'
import { spoken } from '../kernel/time'
import type { SheetRow, UseRow } from '../proofs/store'

/** Stripe takes 20,000 characters a field (docs.stripe.com/disputes/evidence). */
const FIELD_MAX = 20_000
/** How a holder agreed to a use, in the bank's words. */
const CONSENT: Record<string, string> = {
  code: '持卡人出示一次性付款码',
  code_and_pin: '持卡人出示一次性付款码并输入支付密码',
  counter_pin: '持卡人在柜台输入支付密码',
  holder: '持卡人在手机上确认',
  silence: '通知持卡人后，期满没有异议',
  shop: '按预约到店',
  no_show: '预约未到，按合同',
  decision: '有异议，经处理认定',
  clock: '按合同',
}

/**
 * The evidence about one payment, from its proof sheet: the contract that was accepted, every use with how the holder
 * agreed, and what was given back. Figures and facts of our own books only; the shop's name, no other person's.
 */
export function evidencePacket(
  sheet: SheetRow,
  uses: readonly UseRow[],
  { statement, refunded_fen }: { statement: string; refunded_fen: number },
): DisputeEvidence {
  const { lot } = sheet
  const money = (fen: number): string => yuan(fen as Fen)
  const used = uses.filter(({ units, back_units }) => units > back_units)
  const log = uses.map(
    ({ ended_at, label, released_fen, back_fen, consent }) =>
      `${spoken(ended_at)} ${label} ${money(released_fen - back_fen)}（${CONSENT[consent] ?? consent}）`,
  )
  const fields: DisputeEvidence = {
    product_description: `${sheet.merchant_name} 预付卡，实付 ${money(lot.paid_fen)}，合同 ${lot.contract_hash}`,
    access_activity_log: log.join('\n'),
    service_date: used.at(0)?.ended_at.slice(0, 10) ?? '',
    refund_policy_disclosure: `付款前展示并接受：${spoken(sheet.accepted_at)}。${sheet.contract_text}`,
    cancellation_policy_disclosure:
      '合同可随时解除，未用的部分按最高人民法院法释〔2025〕4号退还，原路退回',
    uncategorized_text: [
      `付款 ${money(lot.paid_fen)}，已用 ${money(lot.released_fen)}，已退 ${money(refunded_fen)}。`,
      statement,
    ].join('\n'),
  }
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, text]) => text !== '')
      .map(([name, text]) => [name, text.slice(0, FIELD_MAX)]),
  )
}
