import { declare } from '../kernel/declare'

export const room = declare({
  name: 'cases',
  about:
    'the work list: one case a shop, opened by what is the matter, taken by a person, visited, closed with an outcome',
  tables: ['cases', 'case_entries'],
  prefixes: { cas: 'case of a shop', cae: 'entry in a case’s history' },
  refusals: {
    case_not_found: {
      status: 404,
      message: '没有找到这个案件',
      message_en: 'There is no such case',
      frozen: true,
    },
    case_is_closed: {
      status: 409,
      message: '这个案件已经办结',
      message_en: 'This case is closed',
      frozen: true,
    },
    case_handler_not_found: {
      status: 404,
      message: '没有派出去：这个人不在岗、不管这个区市，或者不办案',
      message_en:
        'Not assigned: this person is not in office, not of this district, or handles no cases',
      frozen: true,
    },
    case_extended_already: {
      status: 409,
      message: '没有延期。一个案件只能延期一次',
      message_en: 'Not extended. A case is extended once',
      frozen: true,
    },
    case_not_yours: {
      status: 409,
      message: '没有办结。案件在别人手里，请先接过来',
      message_en: 'Not closed. Somebody else has the case; take it over first',
      frozen: true,
    },
    case_incident_is_open: {
      status: 409,
      message: '没有办结。失联或停业还在办，先确认、撤销或退完',
      message_en: 'Not closed. An incident or closure is open; finish it first',
      frozen: true,
    },
    case_needs_visit: {
      status: 409,
      message: '没有办结。到过橙色以上的案件，要先有人去过店里',
      message_en: 'Not closed. A case that was orange or worse needs a visit to the shop',
      frozen: true,
    },
    case_shop_still_owes: {
      status: 409,
      message: '没有办结。店还没有终止，或者还欠着顾客',
      message_en: 'Not closed. The shop has not ended, or still owes its customers',
      frozen: true,
    },
    case_changed_meanwhile: {
      status: 409,
      message: '刚刚有变动，请查询后再试',
      message_en: 'This has just changed; look again, then try',
    },
  },
  jobs: {
    planPatrols: {
      turn: 407,
      when: 'after_midnight',
      what: '按级别和上次去的日子，给还欠顾客的店排下一次巡查',
      what_en: 'Plans the next patrol of each shop that owes its cards, by level and last visit',
    },
    keepCases: {
      turn: 406,
      when: 'often',
      what: '按眼下的事立案、升降级别、了结；一家店只有一个案件',
      what_en: 'Opens, raises, lowers and ends cases by what is the matter; one case a shop',
    },
  },
})
