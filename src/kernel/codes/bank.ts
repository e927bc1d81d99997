import type { Codes } from './shape'

export const BANK_CODES = {
  bank_day_not_over: {
    status: 409,
    message: '对账单说到的那天还没有过完，一行也没有读入；过了零点再传',
    frozen: true,
  },
  bank_statement_before_account: {
    status: 422,
    message: '对账单说到专户开户以前的日子，一行也没有读入',
    frozen: true,
  },
  bank_file_media_type: {
    status: 415,
    message: '没有读入。对账单请用 text/csv 或 application/xml 上传',
  },
  bank_file_too_large: {
    status: 413,
    message: '没有读入。一个文件最多 10 MB，请银行分页或分日导出',
  },
  bank_file_unreadable: {
    status: 422,
    message: '一行也没有读入。文件里有写错的地方，改好后整份再传',
    frozen: true,
  },
  bank_statement_contradicts: {
    status: 409,
    message: '一行也没有读入。与已读入的对账单不同；确是银行重出的，请注明“重出”再传',
    frozen: true,
  },
  bank_line_is_resolved: {
    status: 409,
    message: '一行也没有读入。其中有的行已由两人解决，不能重出；请银行另记一行更正',
  },
  bank_file_not_found: { status: 404, message: '没有找到这个文件', frozen: true },
  bank_file_is_the_banks: {
    status: 409,
    message: '没有改动。银行自己送来的文件不能撤回，请银行重出',
    frozen: true,
  },
  bank_file_is_withdrawn: { status: 409, message: '没有读入。这份文件已由两人撤回', frozen: true },
  bank_file_replaced_others: {
    status: 409,
    message: '没有改动。这份文件替换了以前的对账单，请传正确的一份并注明“重出”',
    frozen: true,
  },
  bank_file_needs_second: {
    status: 409,
    message:
      '一行也没有读入。它会改动封过账的日子，或银行自己报来的账，已记下；请另一位同事传同一个文件',
    frozen: true,
  },
  bank_statements_are_kept: { status: 409, message: '没有改动。银行说过的话不能改写' },
  bank_changed_meanwhile: { status: 409, message: '对账刚刚有变动，请查询后再试' },
  break_not_found: { status: 404, message: '没有找到这处差异', frozen: true },
  break_is_over: { status: 409, message: '这处差异已经解决或自动核销', frozen: true },
  break_proposal_does_not_fit: {
    status: 422,
    message: '这类差异不能这样解决，请看它可以怎样解决',
    frozen: true,
  },
  payer_missing: { status: 422, message: '请写明补缺口的钱是谁出的，或退给了谁', frozen: true },
  return_exceeds_suspense: {
    status: 409,
    message: '退出去的比这家店待查的多，多出来的要先查清',
    frozen: true,
  },
  payment_exceeds_shortfall: {
    status: 409,
    message: '这笔钱比这家店现在的缺口多，多出来的要先查清是谁的',
    frozen: true,
  },
  break_has_no_proposal: { status: 409, message: '这处差异还没有人提议', frozen: true },
  checker_must_not_be_maker: {
    status: 403,
    message: '提议的人不能自己复核，请另一位同事来',
    frozen: true,
  },
  break_changed: {
    status: 409,
    message: '这处差异或提议已经变了，请看过新的再复核',
    frozen: true,
  },
  bank_day_is_sealed: { status: 409, message: '没有改动。这一天已经封账' },
  bank_close_not_found: { status: 404, message: '这一天还没有封账' },
  bank_day_is_running: { status: 409, message: '正在对账，过几分钟再复核' },
} as const satisfies Codes
