import { declare } from '../kernel/declare'

/** What its events say. */
const ending = { ending_id: 'end', closes_on: 'day?', reason: 'text' } as const
const announced = {
  ...ending,
  'owed_fen?': 'fen',
  'covered_fen?': 'fen',
  'transit_fen?': 'fen',
  'unchecked_fen?': 'fen',
  'short_fen?': 'fen',
  'business_day?': 'day?',
} as const

export const room = declare({
  name: 'ends',
  about: 'closures, runaways, deposits',
  tables: ['endings', 'ending_claims', 'deposits'],
  views: {
    shop_endings: 'what is said of a shop says how it ends; a refund needs no proof of it',
    ending_shares: 'what is said of a card says what an ending left open',
  },
  prefixes: {
    end: 'end of a shop: closure or incident',
    dep: 'guarantee deposit of a merchant',
  },
  refusals: {
    ending_not_found: {
      status: 404,
      message: '没有找到这次停业或事件',
      message_en: 'There is no such closure or incident',
      frozen: true,
    },
    merchant_is_ending: {
      status: 409,
      message: '这家店已经在办停业或事件处置',
      message_en: 'This shop’s closure or incident is under way',
      frozen: true,
    },
    closure_notice_too_short: {
      status: 422,
      message: '停业须至少提前 30 天通知顾客',
      message_en: 'A closure is announced 30 days ahead at least',
      frozen: true,
    },
    incident_needs_another_official: {
      status: 409,
      message: '没有退款。确认须由另一位监管人员作出',
      message_en: 'Nothing was refunded. Another official must confirm it',
      frozen: true,
    },
    incident_not_waiting: {
      status: 409,
      message: '这个事件已经确认或撤销',
      message_en: 'This incident is confirmed or dismissed',
      frozen: true,
    },
    deposit_not_found: {
      status: 404,
      message: '没有找到这笔保证金',
      message_en: 'There is no such deposit',
      frozen: true,
    },
    deposit_not_waiting: {
      status: 409,
      message: '这笔保证金已经有人复核过了',
      message_en: 'Somebody has checked this deposit already',
      frozen: true,
    },
    incident_needs_patrol: {
      status: 409,
      message: '没有退款。还没有人去店门口看过：先巡查，看到关着门才能确认',
    },
    deposit_needs_another_person: {
      status: 409,
      message: '保证金须由银行的另一个人复核：不是登记的人，也不是同一个手机号',
      message_en:
        'Another person of the bank must check a deposit; the same phone number does not count',
      frozen: true,
    },
    deposit_changed_meanwhile: {
      status: 409,
      message: '没有动钱。这笔保证金刚刚有变动，请查询后再试',
      message_en: 'No money moved. This deposit has just changed; look again, then try',
    },
    ending_changed_meanwhile: {
      status: 409,
      message: '刚刚有变动，请查询后再试',
      message_en: 'This has just changed; look again, then try',
    },
  },
  events: {
    'closure.announced': {
      zh: '店家宣布停业，停止售卡，到期全部退款',
      en: 'A merchant announced that it closes; every holder is refunded',
      data: announced,
    },
    'incident.reported': {
      zh: '店家疑似失联，已暂停售卡和出款',
      en: 'A merchant cannot be reached; sales and payouts stop',
      data: ending,
    },
    'incident.confirmed': {
      zh: '主管部门确认店家失联，开始为全体持卡人退款',
      en: 'An incident is confirmed; every holder is refunded',
      data: announced,
    },
    'incident.dismissed': {
      zh: '失联事件撤销，恢复出款',
      en: 'An incident is dismissed; payouts go on',
      data: ending,
    },
    'ending.done': {
      zh: '店家终止的退款已全部开出，到账逐笔另行通知',
      en: 'Every refund of an ended merchant is under way',
      data: { ...ending, owed_fen: 'fen', covered_fen: 'fen', shortfall_fen: 'fen' },
    },
  },
  jobs: {
    tellDeposits: {
      turn: 170,
      when: 'often',
      what: '再问银行还没有记入的保证金',
      what_en: 'Asks again about deposits the bank has not shown',
    },
    runEndings: {
      turn: 360,
      when: 'often',
      what: '停业和确认失联的店：通知持卡人、算清每张卡、按序退款',
      what_en: 'Shops that close or vanished: tells holders, counts each card, refunds in order',
    },
  },
  stakes: {
    receiveDeposit: 'move',
    approveDeposit: 'move',
    confirmIncident: 'move',
  },
})
