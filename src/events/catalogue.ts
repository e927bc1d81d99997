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
} as const
export type EventType = keyof typeof EVENTS
