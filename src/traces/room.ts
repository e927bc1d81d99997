import { declare } from '../kernel/declare'

export const room = declare({
  name: 'traces',
  about:
    'what officials read of people: for what purpose, written down first, watched, and shown to them',
  tables: [
    'access_purposes',
    'access_traces',
    'access_days',
    'access_alarms',
    'access_reviews',
    'access_disclosures',
    'access_digests',
  ],
  prefixes: {
    acp: 'purpose for which an official reads of somebody',
    atr: 'trace of a reading',
    aal: 'alarm about readings',
  },
  refusals: {
    access_purpose_not_found: {
      status: 404,
      message: '没有找到这个查阅事由',
      message_en: 'There is no such purpose',
      frozen: true,
    },
    access_reference_unknown: {
      status: 422,
      message: '没有开。案号不存在，或者不归您管；请填退款、争议、订单、差异、停业或店的编号',
      message_en:
        'Not opened. There is no such case, or it is not yours; give the id of a refund, dispute, order, difference, ending or shop',
      frozen: true,
    },
    access_purposes_too_many: {
      status: 409,
      message: '没有开。您开着的查阅事由太多了，先结束几个',
      message_en: 'Not opened. Too many of your purposes are open; end some first',
    },
    access_secrecy_not_waiting: {
      status: 409,
      message: '这个查阅事由没有要求保密，或者已有结果',
      message_en: 'This purpose asked for no secrecy, or that is decided already',
      frozen: true,
    },
    access_alarm_not_found: {
      status: 404,
      message: '没有找到这件查阅告警',
      message_en: 'There is no such alarm about reading',
      frozen: true,
    },
    access_alarm_ended: {
      status: 409,
      message: '这件查阅告警已经看过了',
      message_en: 'This alarm about reading has been looked at already',
      frozen: true,
    },
  },
  events: {
    'access.told': {
      zh: '一天里有单位查阅了您的资料',
      en: 'On one day offices read of a consumer',
      data: { day: 'day', count: 'count' },
    },
    'access.emergency_read': {
      zh: '有单位紧急查阅了您的资料',
      en: 'An office read of a consumer in an emergency',
      data: { trace_id: 'atr' },
    },
    'access.alarm_raised': {
      zh: '查阅个人资料出现异常',
      en: 'Readings of people look wrong',
      data: {
        alarm_id: 'aal',
        kind: ['emergency', 'burst', 'many_people', 'same_person'],
        office: ['bank', 'regulator', 'operator'],
        count: 'count',
      },
    },
  },
  jobs: {
    sendReadingDigests: {
      turn: 124,
      when: 'evening',
      what: '谁的资料今天被单位按事由查阅过，晚上用短信告诉本人一次',
      what_en: 'Tells people once, in the evening, that offices read of them that day',
    },
  },
})
