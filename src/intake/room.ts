import { declare } from '../kernel/declare'

export const room = declare({
  name: 'intake',
  about: 'statement files taken in, and what stands open of them',
  tables: [
    'bank_files',
    'bank_file_chunks',
    'bank_held_pages',
    'bank_statements',
    'bank_lines',
    'bank_days',
    'bank_upload_claims',
    'bank_file_withdrawals',
    'bank_movements',
  ],
  prefixes: {
    bfl: 'file of bank statements',
  },
  refusals: {
    bank_day_not_over: {
      status: 409,
      message: '对账单说到的那天还没有过完，一行也没有读入；过了零点再传',
      message_en: 'No line was read: the day of the statement is not over; bring it after midnight',
      frozen: true,
    },
    bank_statement_before_account: {
      status: 422,
      message: '对账单说到专户开户以前的日子，一行也没有读入',
      message_en: 'No line was read: the statement speaks of days before the account was opened',
      frozen: true,
    },
    bank_file_media_type: {
      status: 415,
      message: '没有读入。对账单请用 text/csv 或 application/xml 上传',
      message_en: 'Not read. Bring statements as text/csv or application/xml',
    },
    bank_file_too_large: {
      status: 413,
      message: '没有读入。一个文件最多 10 MB，请银行分页或分日导出',
      message_en: 'Not read. A file has 10 MB at most; export by pages or days',
    },
    bank_file_unreadable: {
      status: 422,
      message: '一行也没有读入。文件里有写错的地方，改好后整份再传',
      message_en: 'No line was read. Something in the file is wrong; mend it and bring all of it',
      frozen: true,
    },
    bank_statement_contradicts: {
      status: 409,
      message: '一行也没有读入。与已读入的对账单不同；确是银行重出的，请注明“重出”再传',
      message_en:
        'No line was read. It differs from what was read; if the bank told it anew, say so',
      frozen: true,
    },
    bank_line_is_resolved: {
      status: 409,
      message: '一行也没有读入。其中有的行已由两人解决，不能重出；请银行另记一行更正',
      message_en:
        'No line was read. Two people resolved some of it; ask the bank for a correcting line',
    },
    bank_file_not_found: {
      status: 404,
      message: '没有找到这个文件',
      message_en: 'There is no such file',
      frozen: true,
    },
    bank_file_is_the_banks: {
      status: 409,
      message: '没有改动。银行自己送来的文件不能撤回，请银行重出',
      message_en:
        'Nothing was changed. What the bank itself sent is not taken back; ask it to tell it anew',
      frozen: true,
    },
    bank_file_is_withdrawn: {
      status: 409,
      message: '没有读入。这份文件已由两人撤回',
      message_en: 'Not read. Two people took this file back',
      frozen: true,
    },
    bank_file_replaced_others: {
      status: 409,
      message: '没有改动。这份文件替换了以前的对账单，请传正确的一份并注明“重出”',
      message_en:
        'Nothing was changed. This file replaced others; bring the right one as told anew',
      frozen: true,
    },
    bank_file_needs_second: {
      status: 409,
      message:
        '一行也没有读入。它会改动封过账的日子，或银行自己报来的账，已记下；请另一位同事传同一个文件',
      message_en:
        'No line was read yet. It would change a closed day or the bank’s own word: a colleague must bring the same file',
      frozen: true,
    },
    bank_statements_are_kept: {
      status: 409,
      message: '没有改动。银行说过的话不能改写',
      message_en: 'Nothing was changed. What the bank said is kept',
    },
    bank_changed_meanwhile: {
      status: 409,
      message: '对账刚刚有变动，请查询后再试',
      message_en: 'The reconciliation has just changed; look again, then try',
    },
    bank_day_is_sealed: {
      status: 409,
      message: '没有改动。这一天已经封账',
      message_en: 'Nothing was changed. This day is closed',
    },
  },
  jobs: {
    fetchBankStatements: {
      turn: 370,
      when: 'often',
      what: '向银行取前一天的对账单，整份读入',
      what_en: 'Fetches the day’s statement from the bank and reads it whole',
    },
  },
})
