import { declare } from '../kernel/declare'

export const room = declare({
  name: 'shops',
  about: "a merchant's places, when they are open and who works at them",
  tables: ['shop_hours'],
  refusals: {
    shop_not_found: {
      status: 404,
      message: '没有找到这家门店',
      message_en: 'There is no such branch',
      frozen: true,
    },
    shop_closed: {
      status: 409,
      message: '这家门店已关闭',
      message_en: 'This branch is closed',
      frozen: true,
    },
    staff_of_another_shop: {
      status: 403,
      message: '您不在这家门店当班',
      message_en: 'You do not work at this branch',
      frozen: true,
    },
    shop_name_taken: {
      status: 409,
      message: '已经有同名的门店',
      message_en: 'There is a branch of this name already',
      frozen: true,
    },
    shops_too_many: {
      status: 409,
      message: '门店已有 50 家，不能再加',
      message_en: 'There are 50 branches; no more can be added',
      frozen: true,
    },
    last_shop_must_stay: {
      status: 409,
      message: '至少要留一家门店。整家停业请走停业退款',
      message_en: 'One branch must stay. To end the whole business, announce its closure',
      frozen: true,
    },
    shop_changed_meanwhile: {
      status: 409,
      message: '门店资料刚刚有变动，请重试',
      message_en: 'The branch has just changed; try again',
    },
  },
})
