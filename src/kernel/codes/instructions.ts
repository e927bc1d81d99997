import type { Codes } from './shape'

export const INSTRUCTION_CODES = {
  instruction_not_found: { status: 404, message: '没有找到这条指令', frozen: true },
  instruction_not_open: {
    status: 409,
    message: '这条指令已经有结果，不用再问',
    frozen: true,
  },
  instruction_changed_meanwhile: {
    status: 409,
    message: '这条指令刚刚有变动，请查询后再试',
  },
} as const satisfies Codes
