/** The chart of accounts. Every account id in the system is spelt here and nowhere else (ARCHITECTURE, “Where money stands”). */
export const escrowAccount = (card_id: string) => `escrow:${card_id}`
export const heldAccount = (card_id: string) => `held:${card_id}`
export const refundingAccount = (card_id: string) => `refunding:${card_id}`
/** What is left of a payment that its payer has taken back at the provider, until that is decided. */
export const disputedAccount = (card_id: string) => `disputed:${card_id}`
/** What somebody owes after a lost dispute; below zero: a merchant or a payer who has had it twice. */
export const claimsAccount = (party_id: string) => `claims:${party_id}`
export const payableAccount = (merchant_id: string) => `payable:${merchant_id}`
export const payingAccount = (merchant_id: string) => `paying:${merchant_id}`
export const advanceAccount = (merchant_id: string) => `advance:${merchant_id}`
export const depositAccount = (merchant_id: string) => `deposit:${merchant_id}`
export const custodyAccount = (merchant_id: string) => `custody:${merchant_id}`
export const pspAccount = (provider: string) => `psp:${provider}`
/** Fees charged to merchants that still lie in custody, on their way to the platform that had advanced them. */
export const feesAccount = (provider: string) => `fees:${provider}`
/** What two people found to be in custody and nobody's yet. */
export const suspenseInAccount = (merchant_id: string) => `suspense-in:${merchant_id}`
/** What two people found to be missing there, below zero; other money that made it good comes in again. */
export const suspenseOutAccount = (merchant_id: string) => `suspense-out:${merchant_id}`

/** Mirrors of something outside may go below zero; everything owed to somebody may not. */
const MIRRORS = ['psp', 'custody', 'advance', 'suspense-out', 'interest', 'fees', 'claims']
export const accountFloor = (account_id: string): number | null =>
  MIRRORS.includes(account_id.slice(0, account_id.indexOf(':'))) ? null : 0

export const cardAccounts = (card_id: string) => [
  escrowAccount(card_id),
  heldAccount(card_id),
  refundingAccount(card_id),
  disputedAccount(card_id),
]
export const merchantAccounts = (merchant_id: string) => [
  custodyAccount(merchant_id),
  payableAccount(merchant_id),
  payingAccount(merchant_id),
  advanceAccount(merchant_id),
  depositAccount(merchant_id),
]
