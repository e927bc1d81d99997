import { fen, yuan } from '../kernel/money'
import { type Instant, localDate } from '../kernel/time'
import { ART } from '../law/cite'

type Sued = {
  shop: { name: string; licence_no: string; legal_representative: string; address: string }
  failure: string
  complaint_id: string
  paid_fen: number
  to_shop_fen: number
  refunded_fen: number
  claimed_fen: number
  now: Instant
}
/** What a statement of claim has to say, in Chinese as a court reads it; the holder fills in name and address. */
export const lawsuitText = ({ shop, ...s }: Sued): string =>
  [
    '民事起诉状（要素，可用于小额诉讼）',
    '原告：＿＿＿＿（姓名、性别、住址、电话由本人填写）',
    `被告：${shop.name}，统一社会信用代码 ${shop.licence_no}，法定代表人或经营者 ${shop.legal_representative}，住所地 ${shop.address}`,
    '诉讼请求：',
    `一、判令被告退还 ${yuan(fen(s.claimed_fen))}；`,
    '二、判令被告支付利息＿＿＿＿（可用公开的退款计算器算到任一天）；',
    '三、诉讼费用由被告承担。',
    `事实与理由：原告共预付 ${yuan(fen(s.paid_fen))}，其中已付给被告 ${yuan(fen(s.to_shop_fen))}，已收到退款 ${yuan(fen(s.refunded_fen))}。`,
    '合同、付款、每次使用与退款见所附凭证，应退金额按被告的原因计算，见所附清单。',
    `双方的争议经投诉（编号 ${s.complaint_id}）处理，${s.failure}，经过见所附时间表。`,
    `依据：${ART(13, 15, 16, 17, 18)}。`,
    `附：各笔付款的凭证、计算清单、时间表。制作日期 ${localDate(s.now)}。`,
  ].join('\n')
