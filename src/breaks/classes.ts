/** The closed list of ways in which bank, ledger and provider can disagree; every break is exactly one of them. */
export const CLASSES = {
  B1: { name: '只有我们记了', name_en: 'only we have it', limit_days: 2, owner: 'bank' },
  B2: {
    name: '只有银行记了，来历不明',
    name_en: 'only the bank has it, source unknown',
    limit_days: 3,
    owner: 'bank',
  },
  B3: { name: '金额不同', name_en: 'another sum', limit_days: 1, owner: 'bank' },
  B4: { name: '方向相反', name_en: 'the other way round', limit_days: 1, owner: 'bank' },
  B5: { name: '银行记了两遍', name_en: 'the bank has it twice', limit_days: 1, owner: 'bank' },
  B6: { name: '我们记了两遍', name_en: 'we have it twice', limit_days: 1, owner: 'platform' },
  B7: {
    name: '时间差，次日自动核销',
    name_en: 'a day apart, cleared the next day',
    limit_days: 1,
    owner: 'platform',
  },
  B8: {
    name: '状态不同：我们以为办成，银行退回或冲正',
    name_en: 'another state: done for us, returned or reversed at the bank',
    limit_days: 2,
    owner: 'platform',
  },
  B9: {
    name: '银行的手续费或利息',
    name_en: 'the bank’s fee or interest',
    limit_days: 5,
    owner: 'bank',
  },
  B10: { name: '记到了别的账户', name_en: 'on another account', limit_days: 1, owner: 'bank' },
  B11: {
    name: '编号写错，金额日期相符，等人确认',
    name_en: 'a number misspelt, sum and day agree, to be confirmed',
    limit_days: 3,
    owner: 'bank',
  },
  B12: {
    name: '对账单本身接不上',
    name_en: 'the statement itself does not join',
    limit_days: 1,
    owner: 'bank',
  },
} as const satisfies Record<
  string,
  { name: string; name_en: string; limit_days: number; owner: 'bank' | 'platform' }
>
export type BreakClass = keyof typeof CLASSES
export const CLASS_NAMES = Object.keys(CLASSES) as [BreakClass, ...BreakClass[]]
