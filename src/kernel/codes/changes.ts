import type { Codes } from './shape'

export const CHANGE_CODES = {
  change_not_found: { status: 404, message: '没有找到这项变更', frozen: true },
  change_notice_too_short: {
    status: 422,
    message: '迁址和转让须至少提前 30 天通知顾客',
    frozen: true,
  },
  change_facts_missing: { status: 422, message: '请写明变更后的内容', frozen: true },
  change_already_announced: { status: 409, message: '这项变更已经登记，正在办' },
  change_not_waiting: { status: 409, message: '这项变更已经核验过', frozen: true },
  change_changed_meanwhile: { status: 409, message: '刚刚有变动，请查询后再试' },
  extension_not_possible: {
    status: 422,
    message: '只能把没退的次卡往后延，最多三年',
    frozen: true,
  },
  takeover_not_open: { status: 409, message: '这次转让现在不用表态', frozen: true },
  takeover_already_answered: { status: 409, message: '这张卡已经表过态', frozen: true },
} as const satisfies Codes
