import { declare } from '../kernel/declare'

export const room = declare({
  name: 'accounts',
  about: 'where a shop’s money goes: another settlement account by two persons and a day',
  tables: ['settlement_account_changes'],
  prefixes: { sac: 'change of a settlement account' },
  refusals: {
    account_change_not_found: {
      status: 404,
      message: '没有找到这次换账户',
      message_en: 'There is no such change of account',
      frozen: true,
    },
    account_change_not_open: {
      status: 409,
      message: '这次换账户已有结果',
      message_en: 'This change of account has its result',
      frozen: true,
    },
  },
  jobs: {
    applyAccountChanges: {
      turn: 64,
      when: 'often',
      what: '另一个人同意、满 24 小时的新结算账户开始生效',
      what_en: 'New settlement accounts count once another person agreed and a day has passed',
    },
  },
})
