import { yuan } from '../kernel/money'
import { type Instant, spoken } from '../kernel/time'

type Data = Record<string, unknown>
const fen = (value: unknown): string => yuan(Number(value ?? 0))
const units = (data: Data, field: string): string =>
  data.unit === 'fen' ? fen(data[field]) : `${Number(data[field] ?? 0)}次`
const at = (value: unknown): string => spoken(String(value) as Instant)

/**
 * What a holder is told, money first. `ordinary` ones may be switched off; whatever ties money up, moves it without
 * the holder's code or takes the card away is always told. No names, no numbers of accounts.
 */
export const NOTICES: Record<string, { ordinary: boolean; text: (data: Data) => string }> = {
  'purchase.paid': {
    ordinary: true,
    text: (d) => `已付${fen(d.paid_fen)}，全部在银行专户受保护。7天内没用过可全退`,
  },
  'redemption.succeeded': {
    ordinary: true,
    text: (d) =>
      `已核销${units(d, 'units')}，卡内还剩${units(d, 'balance_after_units')}。不是本人用的请挂失`,
  },
  'redemption.user_confirming': {
    ordinary: false,
    text: (d) => `还没有扣钱。店家要核销${units(d, 'units')}，请在3分钟内输入支付密码确认`,
  },
  'claim.started': {
    ordinary: false,
    text: (d) =>
      `${units(d, 'units')}还没付给店家。${at(d.confirm_by)}前没有异议就视为确认，有异议请登录预付保`,
  },
  'claim.confirmed': {
    ordinary: false,
    text: (d) =>
      d.resolved_by === 'silence'
        ? `已付店家${units(d, 'captured_units')}：等待期内没有异议。有问题可请店家退回或投诉`
        : `已付店家${units(d, 'captured_units')}：您已确认`,
  },
  'claim.decided': {
    ordinary: false,
    text: (d) => `您有异议的一笔已有结果：付店家${units(d, 'captured_units')}，其余已回卡里`,
  },
  'hold.voided': {
    ordinary: false,
    text: (d) => `没有扣钱。占用的${units(d, 'units')}已回到卡里`,
  },
  'booking.captured': {
    ordinary: true,
    text: (d) => `预约已结清${units(d, 'captured_units')}，多占的已回到卡里`,
  },
  'booking.no_show': {
    ordinary: false,
    text: (d) => `预约没有到店，按合同付店家${units(d, 'captured_units')}，其余已回到卡里`,
  },
  'booking.expired': {
    ordinary: false,
    text: (d) => `没有扣钱。预约已过期，${units(d, 'units')}已回到卡里`,
  },
  'correction.done': {
    ordinary: false,
    text: (d) => `${fen(d.returned_fen)}已退回卡里：店家更正了一笔核销`,
  },
  'correction.awaiting_funds': {
    ordinary: false,
    text: (d) => `约${fen(d.returned_fen)}将退回卡里：店家更正了一笔核销，等店里下一笔收入到账`,
  },
  'card.frozen': { ordinary: false, text: () => '钱没有动。您的一张卡已冻结，消费码全部作废' },
  'card.unfrozen': { ordinary: false, text: () => '钱没有动。您的一张卡已解冻，请重新领取消费码' },
  'card.transfer_offered': {
    ordinary: false,
    text: () => '钱没有动。您发起了卡的转让，等对方接受；不是本人请立即登录预付保撤回',
  },
  'card.transferred': { ordinary: false, text: () => '卡已转让，余额与合同一并转给新的持卡人' },
  'card.paused': { ordinary: false, text: () => '钱没有动。期限卡已停卡，停卡的日子不计' },
  'card.resumed': { ordinary: false, text: () => '钱没有动。期限卡已恢复，从今天起继续计天' },
  'service.stopped': {
    ordinary: false,
    text: () => '钱没有动。店家通知停止服务，停的日子不计；您可以登录预付保看能退多少',
  },
  'service.resumed': { ordinary: false, text: () => '钱没有动。店家恢复服务，期限卡继续计天' },
}

export const SIGN = '【预付保】'
/** The whole message, at most 70 characters: one short message, not two. */
export const noticeText = (type: string, data: Data): string | null => {
  const notice = NOTICES[type]
  return notice ? `${SIGN}${notice.text(data)}` : null
}
