import { declare } from '../kernel/declare'

/** What its events say. */
const mediation = {
  mediation_id: 'med',
  card_id: 'crd',
  complaint_id: 'cpl?',
  status: ['proposed', 'agreed', 'declined', 'lapsed', 'withdrawn'],
  agreed_fen: 'fen',
  answer_by: 'instant',
  confirm_by: 'instant?',
  refund_id: 'rfd?',
} as const

export const room = declare({
  name: 'mediations',
  about: 'what a mediator proposes, both sides accept, and the refund carries out at once',
  tables: ['mediations', 'mediation_batches'],
  prefixes: {
    med: 'proposal of a mediator, and the agreement it becomes',
    mdb: 'proposals to all holders of a shop',
  },
  refusals: {
    dispute_pack_not_yet: {
      status: 409,
      message: '还没有材料。主管部门或调解员还在办，没有解决时再来取',
      message_en:
        'No papers yet. The authority or a mediator still works on it; come back if it fails',
    },
    dispute_pack_not_for_this: {
      status: 409,
      message: '没有材料。这件已经解决、撤回，或不是一张卡的投诉',
      message_en: 'No papers. This one is settled, taken back, or no complaint about a card',
    },
    mediation_not_found: {
      status: 404,
      message: '没有找到这份调解方案',
      message_en: 'There is no such proposal',
      frozen: true,
    },
    mediation_complaint_not_accepted: {
      status: 409,
      message: '没有提出。这张卡的投诉还没有受理，受理以后再调解',
      message_en:
        'Not proposed. The complaint about this card is not accepted yet; mediation comes after',
      frozen: true,
    },
    mediation_open_already: {
      status: 409,
      message: '没有提出。这张卡已有一份等双方答复的方案',
      message_en: 'Not proposed. A proposal about this card waits for both sides already',
      frozen: true,
    },
    mediation_nothing_to_settle: {
      status: 409,
      message: '没有提出。这张卡里没有可以退的，也没有等结果的退款',
      message_en:
        'Not proposed. This card has nothing to refund and no refund that waits for a decision',
      frozen: true,
    },
    mediation_outside_range: {
      status: 422,
      message: '没有提出。金额须在法律算出的最少和最多之间',
      message_en: 'Not proposed. The sum lies between the least and the most that the law gives',
      frozen: true,
    },
    mediation_not_open: {
      status: 409,
      message: '这份方案已经有结果',
      message_en: 'This proposal has ended already',
      frozen: true,
    },
    mediation_over: {
      status: 409,
      message: '这份方案已过答复期限',
      message_en: 'The time to answer this proposal is over',
      frozen: true,
    },
    mediation_accepted_already: {
      status: 409,
      message: '您已经同意过，等对方答复',
      message_en: 'You have agreed already; the other side has yet to answer',
      frozen: true,
    },
    mediation_figure_changed: {
      status: 409,
      message: '没有动钱。提出方案以后卡里的数变了，请调解员重新提',
      message_en:
        'No money moved. The card changed after the proposal; the mediator must propose anew',
      frozen: true,
    },
    mediation_not_agreed: {
      status: 409,
      message: '双方都同意以后才有协议书',
      message_en: 'There is an agreement once both sides have agreed',
      frozen: true,
    },
    mediation_confirm_too_late: {
      status: 409,
      message: '没有改动。申请司法确认的三十日已过，或者已经登记过',
      message_en:
        'Nothing was changed. Thirty days to ask a court to confirm are over, or it is recorded already',
      frozen: true,
    },
    mediation_batch_open_already: {
      status: 409,
      message: '没有提出。这家店的一批方案正在发',
      message_en: 'Not proposed. A batch of proposals of this shop is being sent',
      frozen: true,
    },
    mediation_changed_meanwhile: {
      status: 409,
      message: '这份方案刚刚有变动，请查询后再试',
      message_en: 'This proposal changed just now; look again',
    },
    mediations_are_kept: {
      status: 409,
      message: '没有改动。调解的记录不能删改',
      message_en: 'Nothing was changed. Records of mediation are never altered or deleted',
    },
  },
  events: {
    'mediation.proposed': {
      zh: '调解员提出一份方案，等双方答复',
      en: 'A mediator proposes a settlement; both sides may accept',
      data: mediation,
    },
    'mediation.agreed': {
      zh: '双方同意，协议生效，退款正在办',
      en: 'Both sides accepted; the agreement holds and is carried out',
      data: mediation,
    },
    'mediation.declined': {
      zh: '一份方案没有谈成',
      en: 'A proposal was declined',
      data: mediation,
    },
    'mediation.lapsed': {
      zh: '一份方案过期没有答复',
      en: 'A proposal was not answered in time',
      data: mediation,
    },
    'mediation.withdrawn': {
      zh: '调解员收回了一份方案',
      en: 'A mediator took a proposal back',
      data: mediation,
    },
  },
  jobs: {
    lapseMediations: {
      turn: 221,
      when: 'often',
      what: '过了答复期限的调解方案失效，投诉照常办',
      what_en: 'Proposals nobody answered in time lapse; the complaint goes on',
    },
    offerMediationBatches: {
      turn: 222,
      when: 'often',
      what: '给一家店的每位持卡人各提一份调解方案',
      what_en: 'Proposes a settlement to every holder of a shop, card by card',
    },
  },
  stakes: { acceptMediationAsHolder: 'move', acceptMediationAsShop: 'move' },
})
