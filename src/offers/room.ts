import { declare } from '../kernel/declare'

export const room = declare({
  name: 'offers',
  about: 'price lists, the three kinds of offer, contracts',
  tables: ['price_items', 'offers', 'contracts'],
  prefixes: {
    off: 'offer',
    itm: 'price list item',
  },
  refusals: {
    shop_code_unknown: {
      status: 404,
      message: '请先别付款：这个店铺码不是预付保的，可以拨打 12345 核实',
      message_en: 'Do not pay: this shop code is not one of Yufubao; call 12345 to check',
      frozen: true,
    },
    offer_not_found: {
      status: 404,
      message: '没有找到这个套餐',
      message_en: 'There is no such offer',
      frozen: true,
    },
    item_not_found: {
      status: 404,
      message: '没有找到这个项目',
      message_en: 'There is no such item',
      frozen: true,
    },
    item_name_taken: {
      status: 409,
      message: '价目表上已有同名项目，请先下架旧的',
      message_en: 'The price list has an item of this name; withdraw the old one first',
      frozen: true,
    },
    price_list_full: {
      status: 409,
      message: '价目表已满，请先下架不用的项目',
      message_en: 'The price list is full; withdraw what is not needed',
      frozen: true,
    },
    item_withdrawn: {
      status: 409,
      message: '这个项目已下架',
      message_en: 'This item is withdrawn',
      frozen: true,
    },
  },
})
