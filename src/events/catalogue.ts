/**
 * Everything that is worth telling somebody, in one list: `<subject>.<past tense>`, and what it means in both languages.
 * Who is told, and how, is the business of `notify`; what is said with it stands in `data.ts`.
 */
export const EVENTS = {
  'merchant.admitted': ['店家已入驻，可以售卡', 'A merchant is admitted and may sell'],
  'merchant.sales_held': [
    '店家暂停售卡；已售的卡照常使用',
    'A merchant’s sales are held; cards go on working',
  ],
  'merchant.sales_lifted': ['店家恢复售卡', 'A hold on a merchant’s sales is lifted'],
  'webhook_endpoint.disabled': [
    '一个推送地址停用了：连续三天送不到，或对方说不要了',
    'A webhook endpoint is off: nothing arrived for three days, or it answered 410',
  ],
  'webhook_endpoint.tested': [
    '推送地址的主人请我们试送一次',
    'The owner of a webhook endpoint asked for a test',
  ],
  'purchase.paid': ['购卡付款成功，预付款已入账', 'A purchase is paid and credited'],
  'purchase.returned': [
    '一笔付款没有入账，已原路退还付款人',
    'A payment that was not credited went back to its payer',
  ],
  'dispute.opened': [
    '付款人向支付机构撤回一笔付款，相应的钱已另放，等结果',
    'A payer takes a payment back; the money is set aside meanwhile',
  ],
  'dispute.updated': ['一笔撤回的付款有新的进展', 'There is news of a payment dispute'],
  'dispute.won': [
    '一笔撤回的付款已判归我方，一切照旧',
    'A payment dispute is won; all is as before',
  ],
  'dispute.lost': [
    '一笔撤回的付款已判归付款人，这笔付款的合同结束',
    'A payment dispute is lost; the contract of that payment ends',
  ],
  'redemption.succeeded': ['核销成功', 'A card was used'],
  'redemption.user_confirming': ['核销等待顾客确认', 'A use waits for its holder’s PIN'],
  'redemption.canceled': ['核销已取消', 'A use that waited was cancelled'],
  'redemption.expired': ['核销确认超时', 'A use that waited was not confirmed in time'],
  'claim.started': [
    '店家发起了一笔免码核销，等顾客确认',
    'A shop started a use without a code; its holder may object',
  ],
  'claim.contested': ['顾客对一笔占用有异议', 'A holder objects to what a shop recorded'],
  'claim.confirmed': ['一笔免码核销已确认', 'A use without a code is confirmed'],
  'claim.decided': ['一笔有异议的占用已有处理结果', 'A contested hold is decided'],
  'hold.voided': ['一笔占用已撤销，钱回到卡里', 'A hold is void; everything is back on the card'],
  'booking.created': ['顾客预约成功', 'A booking is made'],
  'booking.recorded': [
    '店家登记了一次预约的结果，等顾客确认或提异议',
    'A shop recorded how a booking ended; its holder may object',
  ],
  'booking.captured': ['预约已结清', 'A booking is settled'],
  'booking.no_show': [
    '顾客没有到店，按合同处理',
    'Nobody came to a booking; the contract says what is kept',
  ],
  'booking.expired': [
    '预约已过期，钱回到卡里',
    'A booking expired; everything is back on the card',
  ],
  'booking.shop_closed': [
    '预约的门店已关闭，预约取消，钱回到卡里',
    'The branch of a booking closed; everything is back on the card',
  ],
  'correction.done': [
    '一笔核销已更正，退回卡里',
    'A use is corrected; the difference is back on the card',
  ],
  'correction.awaiting_funds': [
    '一笔更正已登记，等店家的钱到账后退回卡里',
    'A correction waits for the shop’s money',
  ],
  'refund.requested': [
    '一笔退款已登记，没有争议的部分正在退',
    'A refund is asked for; what is undisputed is on its way',
  ],
  'refund.goes_to_holder': [
    '付款人已不是持卡人：退款归现在的持卡人，不退回付款账户',
    'Told to a payer who is no longer the holder: the refund goes to the holder',
  ],
  'refund.contested': ['店家对退款的原因有异议，等调解', 'A shop contests the cause of a refund'],
  'refund.escalated': [
    '一笔退款十天还没有结果，已报主管部门',
    'A refund has no outcome after ten days; the authority is told',
  ],
  'refund.decided': ['一笔退款的原因已有结果', 'The cause of a refund is settled'],
  'refund.part_paid': ['退款中的一笔已退到顾客账上', 'One part of a refund has arrived'],
  'refund.paid': ['一笔退款的最后一笔也已到账', 'The last part of a refund has arrived'],
  'refund.failed': [
    '一笔退款没有退成，没有给店家',
    'A part of a refund failed; the shop did not get it',
  ],
  'refund.done': ['一笔退款全部办完', 'A refund is done'],
  'refund.withdrawn': ['退款已撤回，卡照常使用', 'A refund is taken back; the card goes on'],
  'card.lot_expiring': ['次卡快到期了，还有没用完的', 'A count card ends soon with visits left'],
  'card.lot_expired': [
    '次卡到期，没用完的不会自动归店家',
    'A count card ended; what is left is not the shop’s',
  ],
  'card.lot_extended': ['店家把次卡的有效期延后了', 'A shop extended a count card'],
  'merchant.change_announced': ['店家登记了一项变更', 'A merchant announced a change'],
  'merchant.takeover_announced': [
    '店家要转让给新的经营者，等顾客表态',
    'A merchant is to be taken over; holders may answer',
  ],
  'merchant.changed': ['店家的变更已核验并生效', 'A merchant’s change is checked and in effect'],
  'closure.announced': [
    '店家宣布停业，停止售卡，到期全部退款',
    'A merchant announced that it closes; every holder is refunded',
  ],
  'incident.reported': [
    '店家疑似失联，已暂停售卡和出款',
    'A merchant cannot be reached; sales and payouts stop',
  ],
  'incident.confirmed': [
    '主管部门确认店家失联，开始为全体持卡人退款',
    'An incident is confirmed; every holder is refunded',
  ],
  'incident.dismissed': ['失联事件撤销，恢复出款', 'An incident is dismissed; payouts go on'],
  'ending.done': [
    '店家终止的退款已全部开出，到账逐笔另行通知',
    'Every refund of an ended merchant is under way',
  ],
  'books.mismatch': [
    '全账检查发现不一致，或没能做完',
    'The checker found a mismatch or did not finish',
  ],
  'bank.breaks_overdue': [
    '对账差异过了期限还没有解决，已报主管部门',
    'Breaks are overdue; the authority is told',
  ],
  'bank.close_amended': [
    '银行更正了一个封过账的日子，另有一份更正封账',
    'The bank amended a closed day',
  ],
  'instruction.overdue': [
    '告诉银行或支付机构的一条指令过了时限还没有结果，要人来核对',
    'An instruction to bank or provider is overdue',
  ],
  'coverage.short': [
    '银行封账发现一家店给顾客的钱有缺口，出款已暂停，等补足',
    'A merchant’s custody lacks money at the close; payouts stop',
  ],
  'coverage.restored': [
    '一家店的缺口已补足，出款恢复',
    'A merchant’s gap is made good; payouts go on',
  ],
  'payout.created': ['一笔出款已安排', 'A payout is arranged'],
  'payout.paid': ['一笔出款已到账', 'A payout has arrived'],
  'payout.rejected': [
    '一笔出款被银行拒绝，钱仍在应付款里',
    'The bank refused a payout; the money is still payable',
  ],
  'payout.returned': [
    '一笔出款被退回，钱回到应付款里',
    'A payout came back; the money is payable again',
  ],
  'advance.granted': ['一笔预支已放到应付款里', 'An advance is payable'],
  'card.frozen': ['卡已冻结，消费码全部作废', 'A card is frozen; every pay code is void'],
  'card.unfrozen': ['卡已解冻', 'A card is unfrozen'],
  'card.transfer_offered': ['持卡人要把卡转让，等对方接受', 'A card is offered to somebody else'],
  'card.transferred': ['卡已转让给新的持卡人，自通知到店起生效', 'A card has a new holder'],
  'card.paused': ['期限卡已停卡', 'A period card is paused'],
  'card.resumed': ['期限卡已恢复使用', 'A paused card runs again'],
  'service.stopped': [
    '店家停止服务，期限卡不再计天',
    'A service stopped; period cards count no days',
  ],
  'service.resumed': [
    '店家恢复服务，期限卡继续计天',
    'A service goes on; period cards count days again',
  ],
  'companion.accepted': ['家人已成为陪护人', 'A relative has become a companion'],
  'companion.ended': ['陪护已结束', 'A companionship has ended'],
} as const satisfies Record<string, readonly [zh: string, en: string]>
export type EventType = keyof typeof EVENTS
/** All of them, for a schema. */
export const EVENT_TYPES = Object.keys(EVENTS) as [EventType, ...EventType[]]
