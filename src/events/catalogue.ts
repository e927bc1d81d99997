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
  'correction.done': '一笔核销已更正，退回卡里',
  'correction.awaiting_funds': '一笔更正已登记，等店家的钱到账后退回卡里',
} as const
export type EventType = keyof typeof EVENTS
