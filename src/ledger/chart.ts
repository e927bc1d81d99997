/** The chart of accounts. Every account id in the system is spelt here and nowhere else (ARCHITECTURE, “Where money stands”). */
export const escrowOf = (card_id: string) => `escrow:${card_id}`
export const heldFor = (card_id: string) => `held:${card_id}`
export const refundingOf = (card_id: string) => `refunding:${card_id}`
/** What is left of a payment that its payer has taken back at the provider, until that is decided. */
export const disputedOf = (card_id: string) => `disputed:${card_id}`
/** What somebody owes after a lost dispute; below zero: a merchant or a payer who has had it twice. */
export const claimOn = (party_id: string) => `claims:${party_id}`
export const payableTo = (merchant_id: string) => `payable:${merchant_id}`
export const payingTo = (merchant_id: string) => `paying:${merchant_id}`
export const advanceTo = (merchant_id: string) => `advance:${merchant_id}`
export const depositOf = (merchant_id: string) => `deposit:${merchant_id}`
export const custodyOf = (merchant_id: string) => `custody:${merchant_id}`
export const pspOf = (provider: string) => `psp:${provider}`
/** Fees charged to merchants that still lie in custody, on their way to the platform that had advanced them. */
export const feesOf = (provider: string) => `fees:${provider}`
/** What two people found to be in custody and nobody's yet. */
export const suspenseIn = (merchant_id: string) => `suspense-in:${merchant_id}`
/** What two people found to be missing there, below zero; other money that made it good comes in again. */
export const suspenseOut = (merchant_id: string) => `suspense-out:${merchant_id}`

/** Mirrors of something outside may go below zero; everything owed to somebody may not. */
const MIRRORS = ['psp', 'custody', 'advance', 'suspense-out', 'interest', 'fees', 'claims']
export const floorOf = (account_id: string): number | null =>
  MIRRORS.includes(account_id.slice(0, account_id.indexOf(':'))) ? null : 0

export const accountsOfCard = (card_id: string) => [
  escrowOf(card_id),
  heldFor(card_id),
  refundingOf(card_id),
  disputedOf(card_id),
]
export const accountsOfMerchant = (merchant_id: string) => [
  custodyOf(merchant_id),
  payableTo(merchant_id),
  payingTo(merchant_id),
  advanceTo(merchant_id),
  depositOf(merchant_id),
]
