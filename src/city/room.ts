import { declare } from '../kernel/declare'

export const room = declare({
  name: 'city',
  about:
    'what differs from city to city and changes with the years: dated rows two officials enter',
  tables: ['city_proposals', 'city_decisions'],
  views: { city_facts: null },
  prefixes: { ctp: 'proposed row of a city’s tables' },
  refusals: {
    city_proposal_not_found: {
      status: 404,
      message: '没有找到这条建议',
      message_en: 'There is no such proposal',
      frozen: true,
    },
    city_proposal_decided: {
      status: 409,
      message: '没有改动。这条建议已有结果，请看过新的再办',
      message_en: 'Nothing was changed. This proposal is decided; look at the new one first',
      frozen: true,
    },
    city_needs_another_person: {
      status: 403,
      message: '没有改动。城市参数须由另一个人复核，同一个手机号也不行',
      message_en:
        'Nothing was changed. Another person must check the city’s tables; the same phone number does not count',
      frozen: true,
    },
    city_changed_meanwhile: {
      status: 409,
      message: '城市参数刚刚变了，请重试',
      message_en: 'The city’s tables have just changed; try again',
    },
    city_row_needed: {
      status: 422,
      message: '没有记下。这一行平台离不开，只能改，不能停用',
      message_en: 'Nothing was written. The platform needs this row: change it, it cannot be ended',
      frozen: true,
    },
    city_row_unknown: {
      status: 422,
      message: '没有记下。没有这一行，停用不了',
      message_en: 'Nothing was written. There is no such row to end',
      frozen: true,
    },
    district_unknown: {
      status: 422,
      message: '没有办。本市没有这个区市，请从列表里选',
      message_en: 'Not done. The city has no such district; choose one from the list',
      frozen: true,
    },
    unit_unknown: {
      status: 422,
      message: '没有办。没有这个单位，请从单位表里选',
      message_en: 'Not done. There is no such unit; choose one from the list',
      frozen: true,
    },
    sector_unknown: {
      status: 422,
      message: '没有办。没有这个行业，请从列表里选',
      message_en: 'Not done. There is no such trade; choose one from the list',
      frozen: true,
    },
  },
})
