/**
 * Everything that is worth telling somebody, in one list: `<subject>.<past tense>`. The words are for the
 * event catalogue; who is told, and how, is the business of `notify`.
 */
export const EVENTS = {
  'purchase.paid': '购卡付款成功，预付款已入账',
  'redemption.succeeded': '核销成功',
  'redemption.user_confirming': '核销等待顾客确认',
  'redemption.canceled': '核销已取消',
  'redemption.expired': '核销确认超时',
  'claim.started': '店家发起了一笔免码核销，等顾客确认',
  'claim.contested': '顾客对一笔免码核销有异议',
  'claim.confirmed': '一笔免码核销已确认',
  'claim.decided': '一笔有异议的免码核销已有处理结果',
  'hold.voided': '一笔占用已撤销，钱回到卡里',
  'booking.created': '顾客预约成功',
  'booking.captured': '预约已结清',
  'booking.no_show': '顾客没有到店，按合同处理',
  'booking.expired': '预约已过期，钱回到卡里',
  'correction.done': '一笔核销已更正，退回卡里',
  'correction.awaiting_funds': '一笔更正已登记，等店家的钱到账后退回卡里',
  'payout.created': '一笔出款已安排',
  'payout.paid': '一笔出款已到账',
  'payout.rejected': '一笔出款被银行拒绝，钱仍在应付款里',
  'payout.returned': '一笔出款被退回，钱回到应付款里',
  'advance.granted': '一笔预支已放到应付款里',
  'card.frozen': '卡已冻结，消费码全部作废',
  'card.unfrozen': '卡已解冻',
  'card.transfer_offered': '持卡人要把卡转让，等对方接受',
  'card.transferred': '卡已转让给新的持卡人，自通知到店起生效',
  'card.paused': '期限卡已停卡',
  'card.resumed': '期限卡已恢复使用',
  'service.stopped': '店家停止服务，期限卡不再计天',
  'service.resumed': '店家恢复服务，期限卡继续计天',
  'companion.accepted': '家人已成为陪护人',
  'companion.ended': '陪护已结束',
} as const
export type EventType = keyof typeof EVENTS
