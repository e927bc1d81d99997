import { declare } from '../kernel/declare'

export const room = declare({
  name: 'credit',
  about:
    'what a shop’s level rests on: marks of what it did, what holders with a confirmed use say, and what it objects to',
  tables: [
    'credit_days',
    'credit_marks',
    'credit_objections',
    'credit_states',
    'credit_scores',
    'shop_ratings',
  ],
  prefixes: {
    cmk: 'mark of a shop’s credit',
    cob: 'objection to a mark of credit',
    rat: 'rating of a shop by a holder',
  },
  refusals: {
    credit_mark_not_found: {
      status: 404,
      message: '没有找到这条信用记录',
      message_en: 'There is no such mark of credit',
      frozen: true,
    },
    credit_objection_not_found: {
      status: 404,
      message: '没有找到这件异议',
      message_en: 'There is no such objection',
      frozen: true,
    },
    credit_mark_is_good: {
      status: 409,
      message: '没有记下。这一条是加分的，不用提异议',
      message_en: 'Not filed. This mark is in the shop’s favour',
      frozen: true,
    },
    credit_objection_filed: {
      status: 409,
      message: '没有记下。这一条已经提过异议',
      message_en: 'Not filed. There is an objection to this mark already',
      frozen: true,
    },
    credit_objection_not_open: {
      status: 409,
      message: '没有改动。这件异议已经答复',
      message_en: 'Nothing was changed. This objection is answered',
      frozen: true,
    },
    rating_needs_confirmed_use: {
      status: 409,
      message: '没有记下。只有您本人确认过的使用才能评价',
      message_en: 'Not kept. Only a use that you agreed to yourself can be rated',
      frozen: true,
    },
    rating_too_late: {
      status: 409,
      message: '没有记下。用完三十天以内才能评价',
      message_en: 'Not kept. A use can be rated within thirty days',
      frozen: true,
    },
    rating_given_already: {
      status: 409,
      message: '没有记下。一家店三十天里评价一次',
      message_en: 'Not kept. A shop is rated once in thirty days',
    },
    credit_marks_are_kept: {
      status: 409,
      message: '没有改动。信用记录不能删改，更正从此往后算',
      message_en: 'Nothing was changed. Marks of credit are kept; a correction counts from then on',
    },
  },
  events: {
    'credit.level_lowered': {
      zh: '一家店的信用等级降低了',
      en: 'A shop’s credit level went down',
      data: {
        level: ['AAA', 'AA', 'A', 'B', 'C', 'D'],
        before: ['AAA', 'AA', 'A', 'B', 'C', 'D'],
        score: 'count',
      },
    },
    'credit.objection_answered': {
      zh: '对信用记录的异议有了答复',
      en: 'An objection to a mark of credit is answered',
      data: { objection_id: 'cob', ground: ['court', 'appeal', 'error', 'unfounded'] },
    },
  },
  jobs: {
    markCredit: {
      turn: 403,
      when: 'after_midnight',
      what: '把前一天的事实记成信用记录，加分减分各一条',
      what_en: 'Turns the facts of the day before into marks of credit',
    },
    scoreCredit: {
      turn: 409,
      when: 'after_midnight',
      what: '有变化的店重新算信用分；分掉了一级就降级，升级要两个人',
      what_en:
        'Scores the shops where something changed; a level that the score lost is lowered, a raise takes two people',
    },
  },
})
