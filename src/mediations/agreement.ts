import { contentHash } from '../environment/content-hash'
import { type City, cityOn, unitName, valueOn } from '../kernel/city'
import { fen, yuan } from '../kernel/money'
import { type Instant, localDate, spokenDay } from '../kernel/time'
import type { MediationDetailRow } from './store'

/**
 * The agreement, word for word: who, about what, how much, how it is carried out, and that both may ask a court within
 * thirty days. The holder signs by the account; name and address are written in by hand for the court.
 */
export function agreementText(n: MediationDetailRow, city: City, effective_at: Instant): string {
  const on = localDate(effective_at)
  const sum = yuan(fen(n.agreed_fen))
  const court = valueOn(city, 'court', n.district, on)?.name ?? '有管辖权的人民法院'
  return [
    `调解协议书（编号 ${n.id}）`,
    `调解组织：${cityOn(city, on).name}${unitName(city, n.unit)}`,
    `甲方（持卡人）：预付保账户，手机号 ${n.holder_mask}`,
    `乙方（经营者）：${n.merchant_name}，统一社会信用代码 ${n.licence_no}，法定代表人 ${n.legal_representative}，地址 ${n.address}`,
    `争议：甲方在乙方的预付卡 ${n.card_id}。按法释〔2025〕4号，没有争议应退 ${yuan(fen(n.low_fen))}，最多应退 ${yuan(fen(n.high_fen))}。`,
    `调解意见：${n.words}`,
    '经调解，双方自愿达成如下协议：',
    `一、双方的预付卡合同于 ${on} 解除，乙方退还甲方 ${sum}。`,
    `二、${sum} 由存管专户中这张卡的余额支付，原路退回；原路退不回的，退到甲方本人的银行账户。卡内其余余额归乙方。`,
    '三、双方就这张卡再无其他争议。',
    `四、本协议自双方同意时生效。双方可以自生效之日起三十日内共同向${court}申请司法确认，不收费；经确认后一方不履行的，对方可以申请强制执行。`,
    `甲方同意于 ${n.holder_at}，乙方同意于 ${n.shop_at}（UTC）；生效于 ${spokenDay(on)}。`,
  ].join('\n')
}

/** The hash of an agreement and its parties: whoever has the text can make it again. */
export const agreementHash = (n: MediationDetailRow, agreement: string): string =>
  contentHash({
    id: n.id,
    card_id: n.card_id,
    merchant_id: n.merchant_id,
    agreed_fen: n.agreed_fen,
    holder_at: n.holder_at ?? '',
    shop_at: n.shop_at ?? '',
    agreement,
  })
