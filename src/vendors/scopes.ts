/** What a shop may let an app do; each opens the operations below and nothing else. */
export const SCOPES = ['prices', 'offers', 'shops', 'uses', 'payouts', 'webhooks'] as const
export type Scope = (typeof SCOPES)[number]

/** The scope of each operation an app may ask; `null`: whatever it was granted. What stands nowhere is shut. */
const OPERATIONS: Readonly<Record<string, Scope | null>> = {
  '': null,
  readOwnAppGrant: null,
  listPriceItems: 'prices',
  listOffers: 'offers',
  listMerchantShops: 'shops',
  readRedemption: 'uses',
  listRedemptions: 'uses',
  listPayouts: 'payouts',
  readPayout: 'payouts',
  addWebhookEndpoint: 'webhooks',
  listWebhookEndpoints: 'webhooks',
  deleteWebhookEndpoint: 'webhooks',
}
export function isInScope(scopes: readonly Scope[], operation: string): boolean {
  const needed = OPERATIONS[operation]
  return needed === null || (needed !== undefined && scopes.includes(needed))
}
