import type { Codes } from './shape'

export const PACK_CODES = {
  resolution_pack_not_found: {
    status: 404,
    message: '没有找到这家店那一天的处置包；封账后当晚生成',
    frozen: true,
  },
  pack_changed_meanwhile: { status: 409, message: '处置包刚刚有变动，请查询后再试' },
  pack_is_sealed: { status: 409, message: '没有改动。处置包封存后不能改写' },
  quarter_not_begun: { status: 409, message: '这个季度还没有开始' },
  quarter_not_over: { status: 409, message: '没有填报。这个季度还没有结束' },
  quarter_already_filed: {
    status: 409,
    message: '这个季度已经填报，填报过的数不能改',
    frozen: true,
  },
  filings_are_kept: { status: 409, message: '没有改动。填报过的数不能改写' },
} as const satisfies Codes
