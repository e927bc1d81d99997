import type { Codes } from './shape'

export const BOOK_CODES = {
  book_run_not_found: { status: 404, message: '没有找到这次对账', frozen: true },
  book_run_is_running: { status: 409, message: '上一次检查还没做完' },
  book_run_changed_meanwhile: { status: 409, message: '刚刚有变动，请查询后再试' },
} as const satisfies Codes
