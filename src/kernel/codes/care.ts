import type { Codes } from './shape'

export const CARE_CODES = {
  card_not_frozen: { status: 409, message: '这张卡没有冻结', frozen: true },
  // — transfer —
  transfer_not_found: { status: 404, message: '没有找到这次转让', frozen: true },
  transfer_not_open: { status: 409, message: '没有转让。这次转让已经结束', frozen: true },
  transfer_to_oneself: { status: 422, message: '没有转让。不能转让给自己', frozen: true },
  transfer_already_offered: {
    status: 409,
    message: '没有转让。这张卡已有一次转让在等对方接受，请先撤回',
  },
  card_in_use: {
    status: 409,
    message: '没有转让。这张卡有核销等待确认或预约占用，办完再转让',
    frozen: true,
  },
  transfer_too_soon: {
    status: 409,
    message: '没有转让。不限次的期限卡刚转让过或刚用过，请过些时候再转让',
    frozen: true,
  },
  holder_has_such_a_card: {
    status: 409,
    message: '没有转让。您在这家店已有同样的卡，一人一张',
    frozen: true,
  },
  transfer_contract_not_accepted: {
    status: 422,
    message: '没有转让。卡上的合同与您看到的不同，请重新阅读后再接受',
    frozen: true,
  },
  transfer_changed_meanwhile: { status: 409, message: '这次转让刚刚有变动，请重试' },
  // — companions —
  companion_not_found: { status: 404, message: '没有找到这位陪护人', frozen: true },
  companion_is_holder: { status: 422, message: '您就是持卡人，不用邀请自己', frozen: true },
  companion_already_invited: { status: 409, message: '已经邀请过这位家人' },
  companion_already_ended: { status: 409, message: '这份陪护已经结束', frozen: true },
  companions_full: { status: 409, message: '一张卡最多三位陪护人，请先结束一位' },
  companion_changed_meanwhile: { status: 409, message: '陪护刚刚有变动，请重试' },
  // — pauses and stops —
  card_not_a_period_card: { status: 422, message: '没有停卡。只有期限卡可以停卡', frozen: true },
  pause_not_in_contract: {
    status: 409,
    message: '没有停卡。这张卡的合同没有约定停卡',
    frozen: true,
  },
  pause_must_not_be_past: {
    status: 422,
    message: '没有停卡。停卡最早从明天起；今天还没到店的，可以从今天起',
    frozen: true,
  },
  pause_after_card_ends: { status: 409, message: '没有停卡。停卡日不在卡的期限内', frozen: true },
  card_already_paused: { status: 409, message: '没有停卡。这张卡已经停卡，或已预约停卡' },
  pauses_used_up: { status: 409, message: '没有停卡。合同约定的停卡次数已用完', frozen: true },
  pause_days_used_up: { status: 409, message: '没有停卡。超过合同约定的停卡天数', frozen: true },
  pause_too_short: { status: 422, message: '没有改动。短于合同约定的最少停卡天数', frozen: true },
  pause_not_found: { status: 404, message: '没有找到这次停卡', frozen: true },
  pause_already_ended: { status: 409, message: '这次停卡已经结束', frozen: true },
  stop_not_found: { status: 404, message: '没有找到这次停止服务', frozen: true },
  stop_already_ended: { status: 409, message: '这次停止服务已经结束', frozen: true },
  stop_must_not_be_past: { status: 422, message: '停止服务不能从今天以前算起', frozen: true },
  service_already_stopped: { status: 409, message: '这项服务已经登记停止' },
  service_stopped: {
    status: 409,
    message: '这家店已停止这项服务，暂不出售',
    frozen: true,
  },
  // — check-ins —
  period_not_running: {
    status: 409,
    message: '没有记录到店。这张卡今天不在使用期内',
    frozen: true,
  },
  same_visit_just_recorded: {
    status: 409,
    message: '没有重复记录。半小时内刚记过一次到店',
    frozen: true,
  },
  visits_used_up: { status: 409, message: '没有记录到店。合同约定的到店次数已用完', frozen: true },
} as const satisfies Codes
