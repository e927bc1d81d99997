import { SCOPES, type Scope } from '../../vendors/scopes'
import type { Say } from '../around'

const NAMES: Record<Scope, readonly [zh: string, en: string]> = {
  prices: ['看价目', 'read the price list'],
  offers: ['看套餐', 'read the offers'],
  shops: ['看门店', 'read the branches'],
  uses: [
    '看这些门店的核销（没有姓名电话）',
    'read uses at these branches, without names and numbers',
  ],
  payouts: ['看本店全部出款', 'read all payouts of the shop'],
  webhooks: ['登记它自己的事件推送，收到本店发生的事', 'have what happens at the shop sent to it'],
}
export const scopeName = (scope: Scope, t: Say): string => t(...NAMES[scope])
export const scopeNames = (scopes: readonly Scope[], t: Say): string =>
  scopes.map((scope) => scopeName(scope, t)).join(t('；', '; '))
export const ALL_SCOPES: readonly Scope[] = SCOPES
