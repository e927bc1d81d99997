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
      frozen: true,
    },
    offer_not_found: { status: 404, message: '没有找到这个套餐', frozen: true },
    item_not_found: { status: 404, message: '没有找到这个项目', frozen: true },
    item_name_taken: { status: 409, message: '价目表上已有同名项目，请先下架旧的', frozen: true },
    price_list_full: { status: 409, message: '价目表已满，请先下架不用的项目', frozen: true },
    item_withdrawn: { status: 409, message: '这个项目已下架', frozen: true },
  },
})
