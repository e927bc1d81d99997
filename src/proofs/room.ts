import { declare } from '../kernel/declare'

export const room = declare({
  name: 'proofs',
  about: 'what a court needs of one payment; the claim pack of a refund',
  refusals: {
    lot_not_found: {
      status: 404,
      message: '没有找到这笔付款',
      message_en: 'There is no such payment',
      frozen: true,
    },
    claim_pack_not_for_this: {
      status: 409,
      message: '这套材料只在店家停业或失联时提供；其他退款请看凭证',
      message_en:
        'These papers are for a shop that closed or vanished; other refunds have their own proof',
      frozen: true,
    },
  },
})
