import { declare } from '../kernel/declare'

export const room = declare({
  name: 'packs',
  about: 'resolution packs sealed every night',
  tables: ['resolution_packs', 'resolution_cards', 'resolution_nights'],
  refusals: {
    resolution_pack_not_found: {
      status: 404,
      message: '没有找到这家店那一天的处置包；封账后当晚生成',
      message_en:
        'There is no pack of this shop for that day; it is made in the night after the close',
      frozen: true,
    },
    pack_changed_meanwhile: {
      status: 409,
      message: '处置包刚刚有变动，请查询后再试',
      message_en: 'The pack has just changed; look again, then try',
    },
    pack_is_sealed: {
      status: 409,
      message: '没有改动。处置包封存后不能改写',
      message_en: 'Nothing was changed. A sealed pack is kept as it is',
    },
  },
  jobs: {
    sealResolutionPacks: {
      turn: 400,
      when: 'often',
      what: '封账后给每家店做处置包：欠谁多少、什么合同、哪笔付款',
      what_en:
        'Makes each shop’s resolution pack after the close: whom it owes what, by which contract and payment',
    },
  },
})
