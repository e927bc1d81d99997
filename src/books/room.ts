import { declare } from '../kernel/declare'

export const room = declare({
  name: 'books',
  about:
    'the checker: pass by pass, the new every night and the old within thirty, and every divergence by name',
  tables: ['book_runs', 'book_findings', 'book_parts', 'book_touched', 'book_checkpoints'],
  prefixes: {
    bkr: 'run of the books checker',
  },
  refusals: {
    book_run_not_found: {
      status: 404,
      message: '没有找到这次对账',
      message_en: 'There is no such check of the books',
      frozen: true,
    },
    book_run_is_running: {
      status: 409,
      message: '上一次检查还没做完',
      message_en: 'The last check is still running',
    },
    book_run_changed_meanwhile: {
      status: 409,
      message: '刚刚有变动，请查询后再试',
      message_en: 'This has just changed; look again, then try',
    },
  },
  events: {
    'books.mismatch': {
      zh: '全账检查发现不一致，或没能做完',
      en: 'The checker found a mismatch or did not finish',
      data: { run_id: 'bkr', result: ['mismatch', 'incomplete'], findings_count: 'count' },
    },
  },
  jobs: {
    startNightlyRun: {
      turn: 410,
      when: 'after_midnight',
      what: '每晚开始一次全账检查',
      what_en: 'Starts the nightly check of all books',
    },
    continueRuns: {
      turn: 420,
      when: 'often',
      what: '把全账检查一页一页做下去',
      what_en: 'Goes on with the check of all books, page by page',
    },
  },
})
