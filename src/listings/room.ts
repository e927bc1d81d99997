import { declare } from '../kernel/declare'

const listing = {
  listing_id: 'lst',
  colour: ['red', 'black'],
  hear_by: 'day',
  until_on: 'day?',
  ended_for: ['term', 'repaired', 'objection', 'court', 'error', 'withdrawn', null],
} as const

export const room = declare({
  name: 'listings',
  about: 'red and black list: noticed, heard, published by two for a bounded term, repaired, ended',
  tables: ['listings'],
  views: { black_listed: 'a stop of sales is not lifted while the shop is on the black list' },
  prefixes: { lst: 'listing of a shop, red or black' },
  refusals: {
    listing_not_found: {
      status: 404,
      message: '没有找到这条名单',
      message_en: 'There is no such listing',
      frozen: true,
    },
    listing_open_already: {
      status: 409,
      message: '没有记下。这家店已有一条同样的名单没有结束',
      message_en: 'Not filed. The shop has such a listing that has not ended',
      frozen: true,
    },
    listing_class_unfit: {
      status: 422,
      message: '没有记下。红名单没有失信的档次，黑名单要分档次',
      message_en: 'Not filed. The red list has no classes of default; the black list needs one',
      frozen: true,
    },
    listing_ended: {
      status: 409,
      message: '没有改动。这条名单已经结束',
      message_en: 'Nothing was changed. This listing has ended',
      frozen: true,
    },
    listing_published: {
      status: 409,
      message: '没有改动。这条名单已经公布',
      message_en: 'Nothing was changed. This listing is published',
      frozen: true,
    },
    listing_not_published: {
      status: 409,
      message: '没有改动。这条名单还没有公布',
      message_en: 'Nothing was changed. This listing is not published',
      frozen: true,
    },
    listing_needs_another_person: {
      status: 403,
      message: '没有公布。须由另一个人复核，同一个手机号也不行',
      message_en: 'Not published. Another person must agree; the same phone number does not count',
      frozen: true,
    },
    listing_still_heard: {
      status: 409,
      message: '没有公布。店家陈述的期限还没有到，或异议还没有答复',
      message_en: 'Not published. The shop may still be heard, or its objection is not answered',
    },
    listing_term_unfit: {
      status: 422,
      message: '没有公布。公布的天数不在这一档的范围里',
      message_en: 'Not published. The days are not within those of this class',
      frozen: true,
    },
    listing_objected_already: {
      status: 409,
      message: '没有记下。这条名单已经提过异议',
      message_en: 'Not filed. There is an objection to this listing already',
      frozen: true,
    },
    listing_no_objection: {
      status: 409,
      message: '没有改动。没有等答复的异议',
      message_en: 'Nothing was changed. No objection waits for an answer',
      frozen: true,
    },
    listing_not_repairable_yet: {
      status: 409,
      message: '没有改动。还没有到最短公布期，或店家没有申请修复',
      message_en:
        'Nothing was changed. The shortest term is not over, or the shop has not asked for repair',
    },
    listing_changed_meanwhile: {
      status: 409,
      message: '这条名单刚刚有变动，请看过再办',
      message_en: 'This listing changed just now; look again',
    },
    listing_bars_sales: {
      status: 409,
      message: '没有恢复充值。这家店还在黑名单上',
      message_en: 'Sales stay stopped. The shop is on the black list',
    },
    listings_are_kept: {
      status: 409,
      message: '没有改动。名单的记录不能删',
      message_en: 'Nothing was changed. Listings are kept',
    },
  },
  events: {
    'listing.noticed': {
      zh: '一家店被告知拟列入名单',
      en: 'A shop is told that it may be listed',
      data: listing,
    },
    'listing.published': { zh: '一家店列入了名单', en: 'A shop is on the list', data: listing },
    'listing.answered': {
      zh: '对名单的异议有了答复',
      en: 'An objection to a listing is answered',
      data: listing,
    },
    'listing.ended': { zh: '一条名单结束了', en: 'A listing has ended', data: listing },
  },
  jobs: {
    endListings: {
      turn: 408,
      when: 'after_midnight',
      what: '到期的红黑名单撤下，因它停下的充值恢复',
      what_en: 'Takes listings off at their term; sales stopped for one go on',
    },
  },
})
