import { declare } from '../kernel/declare'

export const room = declare({
  name: 'ledger',
  about: 'double entry: accounts, transfers, entries',
  tables: [
    'ledger_accounts',
    'ledger_transfers',
    'ledger_entries',
    'archived_subjects',
    'archived_stretches',
  ],
  prefixes: {
    trf: 'ledger transfer',
  },
  refusals: {
    account_must_not_go_below_floor: {
      status: 409,
      message: '账户余额不足',
      message_en: 'There is not enough in the account',
    },
    account_not_found: {
      status: 409,
      message: '账户不存在',
      message_en: 'There is no such account',
    },
  },
})
