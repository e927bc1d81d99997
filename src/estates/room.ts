import { declare } from '../kernel/declare'

export const room = declare({
  name: 'estates',
  about:
    'what somebody leaves behind: how its heirs divide the cards, and each card on its way to one',
  tables: ['estate_divisions', 'estate_cards'],
  prefixes: { esd: 'division of an estate among its heirs' },
  refusals: {
    estate_not_open: {
      status: 409,
      message: '没有改动。继承还没有同意，或者分法已经定了',
      message_en: 'Nothing changed. The heirs are not agreed to yet, or the division is settled',
      frozen: true,
    },
    estate_division_wrong: {
      status: 422,
      message: '没有登记。每张卡都要正好归一位继承人',
      message_en: 'Not taken. Each card must go to exactly one heir',
      frozen: true,
    },
    estate_changed_meanwhile: {
      status: 409,
      message: '分法或卡刚刚变了，请再看一次',
      message_en: 'The division or a card changed just now; look again',
    },
  },
  events: {
    'estate.division_proposed': {
      zh: '继承人提出了卡的分法，要各人同意',
      en: 'An heir proposed how the cards are divided; each is to agree',
      data: { mandate_id: 'mdt', division_id: 'esd' },
    },
    'estate.card_moved': {
      zh: '继承的卡已归继承人',
      en: 'An inherited card has come to its heir',
      data: { mandate_id: 'mdt', card_id: 'crd' },
    },
  },
  jobs: {
    moveEstates: {
      turn: 129,
      when: 'often',
      what: '把继承人同意分好的卡交给各人：有没结清的事的卡等它结清',
      what_en: 'Gives the heirs the cards they agreed upon; one with something open waits for it',
    },
  },
})
