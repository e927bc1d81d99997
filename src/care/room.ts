import { declare } from '../kernel/declare'

/** What its events say. */
const companion = {
  card_id: 'crd',
  companion_id: 'cmp',
  relation: ['child', 'parent', 'spouse', 'guardian', 'other'],
} as const
const stop = { card_id: 'crd', stop_id: 'stp' } as const

export const room = declare({
  name: 'care',
  about: 'loss, transfer, companions, pauses, service stops',
  tables: ['card_transfers', 'service_stop_tellings'],
  prefixes: {
    trn: 'transfer of a card to another person',
    cmp: 'companion of a card',
  },
  refusals: {
    card_not_frozen: {
      status: 409,
      message: '这张卡没有冻结',
      message_en: 'This card is not frozen',
      frozen: true,
    },
    transfer_not_found: {
      status: 404,
      message: '没有找到这次转让',
      message_en: 'There is no such transfer',
      frozen: true,
    },
    transfer_not_open: {
      status: 409,
      message: '没有转让。这次转让已经结束',
      message_en: 'Not transferred. This transfer has ended',
      frozen: true,
    },
    transfer_to_oneself: {
      status: 422,
      message: '没有转让。不能转让给自己',
      message_en: 'Not transferred. You cannot transfer to yourself',
      frozen: true,
    },
    transfer_already_offered: {
      status: 409,
      message: '没有转让。这张卡已有一次转让在等对方接受，请先撤回',
      message_en: 'Not transferred. A transfer of this card waits already; withdraw it first',
    },
    card_in_use: {
      status: 409,
      message: '没有转让。这张卡有核销等待确认或预约占用，办完再转让',
      message_en: 'Not transferred. A use or a booking is open on this card; finish it first',
      frozen: true,
    },
    transfer_too_soon: {
      status: 409,
      message: '没有转让。不限次的期限卡刚转让过或刚用过，请过些时候再转让',
      message_en:
        'Not transferred. An unlimited card was transferred or used a moment ago; try again later',
      frozen: true,
    },
    holder_has_such_a_card: {
      status: 409,
      message: '没有转让。您在这家店已有同样的卡，一人一张',
      message_en: 'Not transferred. You have such a card at this shop already',
      frozen: true,
    },
    transfer_contract_not_accepted: {
      status: 422,
      message: '没有转让。卡上的合同与您看到的不同，请重新阅读后再接受',
      message_en: 'Not transferred. The contract is not the one you saw; read it again',
      frozen: true,
    },
    transfer_changed_meanwhile: {
      status: 409,
      message: '这次转让刚刚有变动，请重试',
      message_en: 'This transfer has just changed; try again',
    },
    companion_not_found: {
      status: 404,
      message: '没有找到这位陪护人',
      message_en: 'There is no such companion',
      frozen: true,
    },
    companion_is_holder: {
      status: 422,
      message: '您就是持卡人，不用邀请自己',
      message_en: 'You are the holder; no need to invite yourself',
      frozen: true,
    },
    companion_already_invited: {
      status: 409,
      message: '已经邀请过这位家人',
      message_en: 'This person is invited already',
    },
    companion_already_ended: {
      status: 409,
      message: '这份陪护已经结束',
      message_en: 'This companionship has ended',
      frozen: true,
    },
    companions_full: {
      status: 409,
      message: '一张卡最多三位陪护人，请先结束一位',
      message_en: 'A card has three companions at most; end one first',
    },
    companion_changed_meanwhile: {
      status: 409,
      message: '陪护刚刚有变动，请重试',
      message_en: 'This has just changed; try again',
    },
    card_not_a_period_card: {
      status: 422,
      message: '没有停卡。只有期限卡可以停卡',
      message_en: 'Not paused. Only period cards can be paused',
      frozen: true,
    },
    pause_not_in_contract: {
      status: 409,
      message: '没有停卡。这张卡的合同没有约定停卡',
      message_en: 'Not paused. This card’s contract has no pauses',
      frozen: true,
    },
    pause_must_not_be_past: {
      status: 422,
      message: '没有停卡。停卡最早从明天起；今天还没到店的，可以从今天起',
      message_en:
        'Not paused. From tomorrow at the earliest, or from today if you have not come today',
      frozen: true,
    },
    pause_after_card_ends: {
      status: 409,
      message: '没有停卡。停卡日不在卡的期限内',
      message_en: 'Not paused. The day is outside the card’s period',
      frozen: true,
    },
    card_already_paused: {
      status: 409,
      message: '没有停卡。这张卡已经停卡，或已预约停卡',
      message_en: 'Not paused. This card is paused already, or will be',
    },
    pauses_used_up: {
      status: 409,
      message: '没有停卡。合同约定的停卡次数已用完',
      message_en: 'Not paused. The pauses of the contract are used up',
      frozen: true,
    },
    pause_days_used_up: {
      status: 409,
      message: '没有停卡。超过合同约定的停卡天数',
      message_en: 'Not paused. That is more days than the contract allows',
      frozen: true,
    },
    pause_too_short: {
      status: 422,
      message: '没有改动。短于合同约定的最少停卡天数',
      message_en: 'Nothing was changed. Shorter than the contract’s shortest pause',
      frozen: true,
    },
    pause_not_found: {
      status: 404,
      message: '没有找到这次停卡',
      message_en: 'There is no such pause',
      frozen: true,
    },
    pause_already_ended: {
      status: 409,
      message: '这次停卡已经结束',
      message_en: 'This pause has ended',
      frozen: true,
    },
    stop_not_found: {
      status: 404,
      message: '没有找到这次停止服务',
      message_en: 'There is no such stop of service',
      frozen: true,
    },
    stop_already_ended: {
      status: 409,
      message: '这次停止服务已经结束',
      message_en: 'This stop of service has ended',
      frozen: true,
    },
    stop_must_not_be_past: {
      status: 422,
      message: '停止服务不能从今天以前算起',
      message_en: 'A stop of service cannot begin before today',
      frozen: true,
    },
    service_already_stopped: {
      status: 409,
      message: '这项服务已经登记停止',
      message_en: 'This service is stopped already',
    },
    card_has_open_refund: {
      status: 409,
      message: '这张卡正在退款，办完或撤回后再办',
      message_en: 'This card is being refunded; finish or withdraw that first',
      frozen: true,
    },
  },
  events: {
    'card.frozen': {
      zh: '卡已冻结，消费码全部作废',
      en: 'A card is frozen; every pay code is void',
      data: { card_id: 'crd', reason: ['lost_phone', 'other'], by: ['holder', 'companion'] },
    },
    'card.unfrozen': { zh: '卡已解冻', en: 'A card is unfrozen', data: { card_id: 'crd' } },
    'card.transfer_offered': {
      zh: '持卡人要把卡转让，等对方接受',
      en: 'A card is offered to somebody else',
      data: { card_id: 'crd', transfer_id: 'trn' },
    },
    'card.transferred': {
      zh: '卡已转让给新的持卡人，自通知到店起生效',
      en: 'A card has a new holder',
      data: { card_id: 'crd', transfer_id: 'trn', to_recipient: 'yes_no' },
    },
    'companion.warned': {
      zh: '家人的账户正在找回，提醒陪护的人问一声',
      en: 'A companion hears that the holder’s account is being recovered',
      data: { recovery_id: 'acr', card_id: 'crd' },
    },
    'card.paused': {
      zh: '期限卡已停卡',
      en: 'A period card is paused',
      data: { card_id: 'crd', pause_id: 'pau', from_on: 'day', to_on: 'day' },
    },
    'card.resumed': {
      zh: '期限卡已恢复使用',
      en: 'A paused card runs again',
      data: { card_id: 'crd', pause_id: 'pau', to_on: 'day' },
    },
    'service.stopped': {
      zh: '店家停止服务，期限卡不再计天',
      en: 'A service stopped; period cards count no days',
      data: stop,
    },
    'service.resumed': {
      zh: '店家恢复服务，期限卡继续计天',
      en: 'A service goes on; period cards count days again',
      data: stop,
    },
    'companion.accepted': {
      zh: '家人已成为陪护人',
      en: 'A relative has become a companion',
      data: companion,
    },
    'companion.ended': { zh: '陪护已结束', en: 'A companionship has ended', data: companion },
  },
  jobs: {
    expireTransfers: {
      turn: 30,
      when: 'often',
      what: '一周没人接受的转让作废',
      what_en: 'Transfers that nobody accepts within a week are void',
    },
    tellServiceStops: {
      turn: 40,
      when: 'often',
      what: '店家停止或恢复服务时，逐张卡告诉持卡人',
      what_en: 'Tells each holder when a shop stops or resumes its service',
    },
    warnCompanions: {
      turn: 42,
      when: 'often',
      what: '有人找回账户时，告诉陪护的家人',
      what_en: 'Tells companions when somebody recovers the account they care for',
    },
  },
})
