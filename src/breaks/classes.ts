/** The closed list of ways in which bank, ledger and provider can disagree; every break is exactly one of them. */
export const CLASSES = {
  B1: { name: '只有我们记了', limit_days: 2, owner: 'bank' },
  B2: { name: '只有银行记了，来历不明', limit_days: 3, owner: 'bank' },
  B3: { name: '金额不同', limit_days: 1, owner: 'bank' },
  B4: { name: '方向相反', limit_days: 1, owner: 'bank' },
  B5: { name: '银行记了两遍', limit_days: 1, owner: 'bank' },
  B6: { name: '我们记了两遍', limit_days: 1, owner: 'platform' },
  B7: { name: '时间差，次日自动核销', limit_days: 1, owner: 'platform' },
  B8: { name: '状态不同：我们以为办成，银行退回或冲正', limit_days: 2, owner: 'platform' },
  B9: { name: '银行的手续费或利息', limit_days: 5, owner: 'bank' },
  B10: { name: '记到了别的账户', limit_days: 1, owner: 'bank' },
  B11: { name: '编号写错，金额日期相符，等人确认', limit_days: 3, owner: 'bank' },
  B12: { name: '对账单本身接不上', limit_days: 1, owner: 'bank' },
} as const satisfies Record<
  string,
  { name: string; limit_days: number; owner: 'bank' | 'platform' }
>
export type BreakClass = keyof typeof CLASSES
export const CLASS_NAMES = Object.keys(CLASSES) as [BreakClass, ...BreakClass[]]
