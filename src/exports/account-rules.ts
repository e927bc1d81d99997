import { insist } from '../kernel/refusals'

type Holder = 'card' | 'shop' | 'provider'
type Naming = { root: 'assets' | 'liabilities'; word: string; holder: Holder }

/**
 * How accountants call each kind of account. What somebody outside keeps for us is an asset; what we owe is a
 * liability. A card's account belongs to its shop; a provider's to nobody here.
 */
const NAMINGS: Record<string, Naming> = {
  custody: { root: 'assets', word: 'custody', holder: 'shop' },
  psp: { root: 'assets', word: 'psp', holder: 'provider' },
  advance: { root: 'assets', word: 'advances', holder: 'shop' },
  claims: { root: 'assets', word: 'claims', holder: 'shop' },
  escrow: { root: 'liabilities', word: 'cards', holder: 'card' },
  held: { root: 'liabilities', word: 'held', holder: 'card' },
  refunding: { root: 'liabilities', word: 'refunding', holder: 'card' },
  disputed: { root: 'liabilities', word: 'disputed', holder: 'card' },
  payable: { root: 'liabilities', word: 'payable', holder: 'shop' },
  paying: { root: 'liabilities', word: 'paying', holder: 'shop' },
  deposit: { root: 'liabilities', word: 'deposits', holder: 'shop' },
  suspense: { root: 'liabilities', word: 'suspense', holder: 'shop' },
  'suspense-in': { root: 'liabilities', word: 'suspense-in', holder: 'shop' },
  'suspense-out': { root: 'liabilities', word: 'suspense-out', holder: 'shop' },
  fees: { root: 'liabilities', word: 'fees', holder: 'provider' },
  interest: { root: 'liabilities', word: 'interest', holder: 'provider' },
}
const kindsHeldBy = (wanted: Holder): string[] =>
  Object.keys(NAMINGS).filter((kind) => NAMINGS[kind]?.holder === wanted)
export const CARD_KINDS = kindsHeldBy('card')
export const SHOP_KINDS = kindsHeldBy('shop')
export const PROVIDER_KINDS = kindsHeldBy('provider')

/** `card`: each card's account by itself; `shop`: the cards of a shop as one account. */
type Detail = 'shop' | 'card'
/** An account's name, from the general to the particular: `['liabilities', 'cards', 'mch_…']`. */
export type Name = readonly string[]

/** What a file covers: the whole city's books, or one shop's with everything outside it as one account. */
export type View = { merchant_id: string | null; detail: Detail }

/** Where a shop's money is outside its own accounts: with providers, and on its way. */
export const outsideName = (merchant_id: string): Name => ['assets', 'in-transit', merchant_id]
export const OPENING: Name = ['equity', 'opening']

/** The shop an account belongs to; a card's shop has to be told. Null for a provider's. */
export function accountMerchant(account_id: string, card_shop: string | null): string | null {
  const { naming, owner } = parted(account_id)
  if (naming.holder === 'provider') return null
  return naming.holder === 'shop' ? owner : card_shop
}

/** The name of a ledger account in a file, or of what stands for it when it lies outside the file's shop. */
export function accountName(account_id: string, card_shop: string | null, view: View): Name {
  const { naming, owner } = parted(account_id)
  const shop = accountMerchant(account_id, card_shop)
  if (view.merchant_id !== null && shop !== view.merchant_id) return outsideName(view.merchant_id)
  if (naming.holder !== 'card') return [naming.root, naming.word, owner]
  insist(shop, `${account_id} is of no shop's card`)
  const of_shop = [naming.root, naming.word, shop]
  return view.detail === 'card' ? [...of_shop, owner] : of_shop
}

/** The card behind an account, if it is a card's. */
export function accountCard(account_id: string): string | null {
  const { naming, owner } = parted(account_id)
  return naming.holder === 'card' ? owner : null
}

function parted(account_id: string): { naming: Naming; owner: string } {
  const colon = account_id.indexOf(':')
  const naming = NAMINGS[account_id.slice(0, colon)]
  insist(naming, `${account_id} is of a kind that accountants have no name for`)
  return { naming, owner: account_id.slice(colon + 1) }
}
