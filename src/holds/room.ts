import { declare } from '../kernel/declare'

/** What its events say. */
const hold = {
  card_id: 'crd',
  hold_id: 'hld',
  kind: ['claim', 'booking'],
  status: ['held', 'contested', 'captured', 'voided', 'expired'],
  unit: ['fen', 'visit'],
  units: 'units',
  held_fen: 'fen',
  captured_units: 'units?',
  redemption_id: 'rdm?',
  resolved_by: ['holder', 'silence', 'shop', 'no_show', 'decision', 'clock', null],
  confirm_by: 'instant?',
  starts_at: 'instant?',
  recorded_as: ['capture', 'no_show', 'late_cancel', null],
  is_disputed: 'yes_no',
} as const

export const room = declare({
  name: 'holds',
  about: 'claims without a code; each resolves once',
  tables: ['holds', 'claim_days'],
  prefixes: {
    hld: 'hold',
  },
  refusals: {
    booking_at_another_shop: {
      status: 409,
      message: '没有扣钱。这个预约是在另一家门店的',
      message_en: 'Nothing was charged. The booking is at another branch',
      frozen: true,
    },
    hold_not_found: {
      status: 404,
      message: '没有找到这笔占用',
      message_en: 'There is no such booking or claim',
      frozen: true,
    },
    hold_already_captured: {
      status: 409,
      message: '没有再次扣钱。这笔已经结清',
      message_en: 'Nothing was charged again. This is settled',
      frozen: true,
    },
    hold_already_voided: {
      status: 409,
      message: '没有扣钱。这笔已经撤销，钱在卡里',
      message_en: 'Nothing was charged. This was undone; the money is on the card',
      frozen: true,
    },
    hold_expired: {
      status: 409,
      message: '没有扣钱。这笔预约已经过期，钱在卡里',
      message_en: 'Nothing was charged. The booking has lapsed; the money is on the card',
      frozen: true,
    },
    hold_is_contested: {
      status: 409,
      message: '没有扣钱。顾客有异议，等商量好或处理结果出来再说',
      message_en:
        'Nothing was charged. The customer objects; wait until you agree or it is decided',
      frozen: true,
    },
    hold_not_contested: {
      status: 409,
      message: '这笔没有异议，不用处理',
      message_en: 'Nobody objects; there is nothing to decide',
      frozen: true,
    },
    hold_action_not_for_claim: {
      status: 409,
      message: '免码核销不能这样办',
      message_en: 'A use without a code cannot be handled like that',
      frozen: true,
    },
    hold_action_not_for_booking: {
      status: 409,
      message: '预约不能这样办',
      message_en: 'A booking cannot be handled like that',
      frozen: true,
    },
    capture_exceeds_hold: {
      status: 422,
      message: '没有扣钱。不能超过预约时占用的数',
      message_en: 'Nothing was charged. Not more than was set aside for the booking',
      frozen: true,
    },
    capture_exceeds_no_show_share: {
      status: 422,
      message: '没有扣钱。没有到店的，最多按合同约定的爽约比例；认定顾客到了店，请写明',
      message_en:
        'Nothing was charged. Without a visit only the contract’s no-show share; if the customer came, say so',
      frozen: true,
    },
    contest_too_late: {
      status: 409,
      message: '等待期已过，这笔按没有异议结清；还可以请店家退回或投诉',
      message_en:
        'The time to object is over and this is settled; you can still ask the shop or complain',
      frozen: true,
      open: true,
    },
    booking_not_started: {
      status: 409,
      message: '没有扣钱。还没到预约的时间',
      message_en: 'Nothing was charged. The booking has not begun',
    },
    booking_time_invalid: {
      status: 422,
      message: '没有占用钱。预约时间须在现在之后、60 天之内',
      message_en: 'Nothing was set aside. A booking lies between now and 60 days ahead',
      frozen: true,
    },
    bookings_limit_reached: {
      status: 409,
      message: '没有占用钱。这张卡未完成的预约太多',
      message_en: 'Nothing was set aside. This card has too many open bookings',
    },
    claims_limit_reached: {
      status: 429,
      message: '没有扣钱。店家今天发起的免码核销已到上限，请用消费码',
      message_en:
        'Nothing was charged. The shop’s uses without a code are used up today; use a pay code',
      later: true,
    },
    claims_while_held: {
      status: 409,
      message: '没有扣钱。这家店被暂停充值期间，不能发起免码核销，请用消费码',
      message_en: 'Nothing was charged. While its sales are on hold this shop needs a pay code',
      frozen: true,
    },
    claim_meets_complaint: {
      status: 409,
      message: '没有扣钱。顾客就这张卡投诉，有争议的钱不能免码扣，请用消费码',
      message_en:
        'Nothing was charged. The customer complains about this card; the sum in question takes a code',
      frozen: true,
    },
    card_has_open_claims: {
      status: 409,
      message: '没有扣钱。这张卡还有几笔等顾客确认，先等确认',
      message_en:
        'Nothing was charged. Uses of this card wait for the customer; wait for them first',
    },
    hold_not_recorded: {
      status: 409,
      message: '没有扣钱。店家还没有登记到店或没到，没有要您说的；来不了请取消',
      message_en:
        'Nothing was charged. The shop has recorded nothing yet; cancel if you cannot come',
      frozen: true,
    },
    hold_already_recorded: {
      status: 409,
      message: '没有动钱。这笔已经登记，正等顾客；顾客在场请用消费码或密码，记错了请撤销',
      message_en:
        'No money moved. This is recorded and waits for the customer; use a code or PIN, or undo it',
      frozen: true,
    },
    confirmation_needs_pin: {
      status: 409,
      message: '没有付给店家。超过免密限额，请输入支付密码再确认',
      message_en: 'The shop was not paid. Above the limit without a PIN: enter the PIN to confirm',
    },
    no_pin_limit_reached: {
      status: 409,
      message: '没有扣钱。这张卡今天的免密限额已用完，请输入支付密码',
      message_en: 'Nothing was charged. Today’s limit without a PIN is used up; enter the PIN',
    },
    hold_changed_meanwhile: {
      status: 409,
      message: '这笔占用刚刚有变动，请查询后再试',
      message_en: 'This has just changed; look again, then try',
    },
  },
  events: {
    'claim.started': {
      zh: '店家发起了一笔免码核销，等顾客确认',
      en: 'A shop started a use without a code; its holder may object',
      data: hold,
    },
    'claim.contested': {
      zh: '顾客对一笔占用有异议',
      en: 'A holder objects to what a shop recorded',
      data: hold,
    },
    'claim.confirmed': {
      zh: '一笔免码核销已确认',
      en: 'A use without a code is confirmed',
      data: hold,
    },
    'claim.decided': {
      zh: '一笔有异议的占用已有处理结果',
      en: 'A contested hold is decided',
      data: hold,
    },
    'hold.deadline_moved': {
      zh: '放假安排已公布，一笔占用等顾客确认的期限推迟',
      en: 'Holidays were announced; the deadline of a hold moves',
      data: hold,
    },
    'hold.voided': {
      zh: '一笔占用已撤销，钱回到卡里',
      en: 'A hold is void; everything is back on the card',
      data: hold,
    },
    'booking.created': { zh: '顾客预约成功', en: 'A booking is made', data: hold },
    'booking.recorded': {
      zh: '店家登记了一次预约的结果，等顾客确认或提异议',
      en: 'A shop recorded how a booking ended; its holder may object',
      data: hold,
    },
    'booking.captured': { zh: '预约已结清', en: 'A booking is settled', data: hold },
    'booking.no_show': {
      zh: '顾客没有到店，按合同处理',
      en: 'Nobody came to a booking; the contract says what is kept',
      data: hold,
    },
    'booking.expired': {
      zh: '预约已过期，钱回到卡里',
      en: 'A booking expired; everything is back on the card',
      data: hold,
    },
    'booking.shop_closed': {
      zh: '预约的门店已关闭，预约取消，钱回到卡里',
      en: 'The branch of a booking closed; everything is back on the card',
      data: hold,
    },
  },
  jobs: {
    recountSilence: {
      turn: 45,
      when: 'often',
      what: '放假安排公布以后，重算等顾客确认的暂定期限，只推迟',
      what_en: 'Counts provisional ends of silence anew once holidays are announced; later only',
    },
    confirmSilentClaims: {
      turn: 50,
      when: 'often',
      what: '免码核销等待期满、没有异议的，视为确认',
      what_en: 'Uses without a code count as confirmed when nobody objected in time',
    },
    expireBookings: {
      turn: 60,
      when: 'often',
      what: '过了时间没有结清的预约作废，钱回到卡里',
      what_en: 'Bookings not settled in time lapse, the money goes back to the card',
    },
    freeBookingsOfClosedShops: {
      turn: 70,
      when: 'often',
      what: '门店关闭以后的预约取消，钱回到卡里',
      what_en: 'Cancels bookings at closed branches, the money goes back to the card',
    },
  },
  stakes: {
    startClaim: 'charge',
    confirmClaim: 'charge',
    contestClaim: 'charge',
    decideClaim: 'charge',
    voidHold: 'charge',
  },
})
