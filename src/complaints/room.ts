import { declare } from '../kernel/declare'

/** What its events say. */
const complaint = {
  complaint_id: 'cpl',
  card_id: 'crd?',
  way: ['complaint', 'report'],
  kind: 'text',
  status: ['filed', 'accepted', 'returned', 'refused', 'closed', 'withdrawn'],
  amount_fen: 'fen',
  reserved_fen: 'fen',
  kept_fen: 'fen',
  due_by: 'instant?',
  answer_by: 'instant?',
  outcome: 'text?',
} as const

export const room = declare({
  name: 'complaints',
  about:
    'complaints of holders and reports about shops: whose turn it is, by when, and what stays still',
  tables: ['complaints', 'complaint_steps', 'complaint_days'],
  views: {
    complaint_freezes:
      'a payout keeps back what a complaint is about, and no claim is started over it',
  },
  prefixes: { cpl: 'complaint of a holder, or report about a shop' },
  refusals: {
    complaint_not_found: {
      status: 404,
      message: '没有找到这件投诉',
      message_en: 'There is no such complaint',
      frozen: true,
    },
    complaint_kind_unknown: {
      status: 422,
      message: '没有记下。没有这种投诉，请从列表里选',
      message_en: 'Not filed. There is no such kind of complaint; choose one of the list',
      frozen: true,
    },
    complaint_use_unknown: {
      status: 422,
      message: '没有记下。这张卡上没有这笔核销，或者已经全部退回',
      message_en: 'Not filed. This card has no such use, or all of it was given back',
      frozen: true,
    },
    complaint_claim_pack_not_yet: {
      status: 409,
      message: '还没有这套材料。调解不成以后才有：一方不同意、过期没有答复，或者办结为调解不成',
      message_en:
        'Not there yet. These papers come once mediation has failed: declined, not answered in time, or closed as not settled',
      frozen: true,
    },
    complaint_use_settled: {
      status: 409,
      message: '没有记下。这笔核销已经投诉过，有了结果；不服可以向人民法院起诉',
      message_en: 'Not filed. This use was complained of before and decided; a court may be asked',
      frozen: true,
    },
    complaint_open_already: {
      status: 409,
      message: '没有记下。您已有一件没办完的投诉，请在那件里看进度',
      message_en: 'Not filed. You have a complaint that is open; look there how it stands',
      frozen: true,
    },
    complaints_used_up: {
      status: 429,
      message: '没有记下。一人一天最多三件，请明天再来；急事请拨 12315',
      message_en:
        'Not filed. Three a day for each person; come again tomorrow, or call 12315 where it is urgent',
    },
    complaint_not_waiting: {
      status: 409,
      message: '没有改动。这件已经决定过受理不受理',
      message_en: 'Nothing was changed. Whether it is accepted has been decided',
      frozen: true,
    },
    complaint_not_at_unit: {
      status: 409,
      message: '没有改动。这件现在不在办理单位',
      message_en: 'Nothing was changed. It is not with the unit that handles it',
      frozen: true,
    },
    complaint_not_returned: {
      status: 409,
      message: '没有改动。这件没有被退回，不用重新交办',
      message_en: 'Nothing was changed. It was not returned and needs no other unit',
      frozen: true,
    },
    complaint_unit_returned_it: {
      status: 409,
      message: '没有改动。这个单位已经退回过，请交给别的单位',
      message_en: 'Nothing was changed. This unit returned it before; give it to another',
      frozen: true,
    },
    complaint_return_too_late: {
      status: 409,
      message: '没有改动。交办超过两个工作日，不能再退回',
      message_en: 'Nothing was changed. It can be returned within two working days only',
      frozen: true,
    },
    complaint_extended_already: {
      status: 409,
      message: '没有改动。只能延长一次',
      message_en: 'Nothing was changed. It can be extended once only',
      frozen: true,
    },
    complaint_not_extendable: {
      status: 409,
      message: '没有改动。这一种不能延长，或者已经过期',
      message_en: 'Nothing was changed. This kind is not extended, or its time is over',
      frozen: true,
    },
    complaint_outcome_unfit: {
      status: 422,
      message: '没有改动。投诉和举报的结果不一样，请选对应的结果',
      message_en:
        'Nothing was changed. Complaints and reports end differently; choose an outcome of its own',
      frozen: true,
    },
    complaint_answer_not_wanted: {
      status: 409,
      message: '没有改动。这件不等店家答复，或者期限已过',
      message_en: 'Nothing was changed. It waits for no answer of the shop, or the time is over',
      frozen: true,
    },
    complaint_not_open: {
      status: 409,
      message: '没有改动。这件投诉已经办结',
      message_en: 'Nothing was changed. This complaint is closed',
      frozen: true,
    },
    complaint_not_closed: {
      status: 409,
      message: '没有改动。办结以后才能回访和评价',
      message_en: 'Nothing was changed. Calling back and rating come once it is closed',
      frozen: true,
    },
    complaint_called_already: {
      status: 409,
      message: '没有改动。已经回访过了',
      message_en: 'Nothing was changed. Somebody has called back already',
      frozen: true,
    },
    complaint_rated_already: {
      status: 409,
      message: '没有改动。您已经评价过了',
      message_en: 'Nothing was changed. You have rated it already',
      frozen: true,
    },
    complaint_changed_meanwhile: {
      status: 409,
      message: '这件投诉刚刚有变动，请查询后再试',
      message_en: 'This complaint changed just now; look again',
    },
    complaints_are_kept: {
      status: 409,
      message: '没有改动。投诉的记录不能删改',
      message_en: 'Nothing was changed. Records of complaints are never altered or deleted',
    },
  },
  events: {
    'complaint.filed': {
      zh: '一件投诉已登记，只有有争议的钱先不动',
      en: 'A complaint is filed; only the sum in question stays still',
      data: complaint,
    },
    'complaint.accepted': {
      zh: '一件投诉已受理',
      en: 'A complaint is accepted',
      data: complaint,
    },
    'complaint.refused': {
      zh: '一件投诉没有受理，写明了依据',
      en: 'A complaint is not accepted, with the ground in law',
      data: { ...complaint, ground: 'text' },
    },
    'complaint.extended': {
      zh: '一件投诉的办理期限延长了一次',
      en: 'The time to finish a complaint was extended, once',
      data: complaint,
    },
    'complaint.answered': {
      zh: '店家答复了一件投诉',
      en: 'The shop has answered a complaint',
      data: complaint,
    },
    'complaint.overdue': {
      zh: '一件投诉过了期限还没有办',
      en: 'A clock of a complaint has run out',
      data: complaint,
    },
    'complaint.deadline_moved': {
      zh: '放假安排已公布，一件投诉的期限推迟',
      en: 'Holidays were announced; a deadline of a complaint moves',
      data: complaint,
    },
    'complaint.closed': { zh: '一件投诉已办结', en: 'A complaint is closed', data: complaint },
    'complaint.withdrawn': {
      zh: '一件投诉已撤回',
      en: 'A complaint was withdrawn',
      data: complaint,
    },
  },
  jobs: {
    recountComplaints: {
      turn: 217,
      when: 'often',
      what: '放假安排公布以后，重算投诉的暂定期限，只推迟',
      what_en:
        'Counts provisional clocks of complaints anew once holidays are announced; later only',
    },
    tellOverdueComplaints: {
      turn: 218,
      when: 'often',
      what: '过了期限还没有办的投诉，报一次',
      what_en: 'Tells once of every complaint whose clock has run out',
    },
    endComplaints: {
      turn: 219,
      when: 'often',
      what: '到了法定时间还没有结果的投诉终止，不再冻结',
      what_en: 'Ends complaints that the law gives no more time; nothing stays frozen',
    },
  },
})
