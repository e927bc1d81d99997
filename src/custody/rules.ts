import type { SettledItem } from '../environment/ports'
import type { Instant } from '../kernel/time'

/** Why a line of the provider's bill moves nothing. The first two may pass: our own order may come later. */
export type ParkReason =
  | 'purchase_unknown'
  | 'purchase_not_paid'
  | 'payment_differs'
  | 'currency_differs'
  | 'amount_differs'
  | 'fee_implausible'
  | 'purchase_settled_before'

/** Our own order as far as a settlement is about it. */
export type SettledPurchase = {
  id: string
  merchant_id: string
  custody_account_no: string
  provider_ref: string | null
  status: string
  paid_fen: number
  /** The line it was settled by, if it was. */
  settled_ref: string | null
}
/** A line of the bill as the books keep it: only payments are settled. */
export type BilledItem = Omit<SettledItem, 'kind'>
/** A line that was parked before, as it stands in our books. */
export type KnownLine = { ref: string; reason: ParkReason; resolved_at: Instant | null }

type Share = { purchase_id: string; item: BilledItem }
export type Group = {
  merchant_id: string
  custody_account_no: string
  shares: Share[]
  gross_fen: number
  fee_fen: number
}
export type Sorted = { groups: Group[]; parked: { item: BilledItem; reason: ParkReason }[] }

export const purchaseIdFrom = (our_no: string | null): string => `pur_${our_no ?? ''}`

/**
 * Sorts lines of the bill: what agrees with our own order goes to its merchant's group at the gross amount, what
 * was settled by the same line before is passed over, and everything else is parked with a reason. A second line
 * for one purchase is parked even when both come together.
 */
export function sortLines(
  items: readonly BilledItem[],
  purchases: readonly SettledPurchase[],
): Sorted {
  const by_id = new Map(purchases.map((purchase) => [purchase.id, purchase]))
  const taken = new Map<string, string>()
  const groups = new Map<string, Group>()
  const parked: Sorted['parked'] = []
  for (const item of items) {
    const purchase = by_id.get(purchaseIdFrom(item.our_no))
    const settled_ref = purchase && (taken.get(purchase.id) ?? purchase.settled_ref)
    if (settled_ref === item.ref) continue
    const reason = faultOf(item, purchase, settled_ref ?? null)
    if (reason !== null || purchase === undefined) {
      if (!parked.some((one) => one.item.ref === item.ref))
        parked.push({ item, reason: reason ?? 'purchase_unknown' })
      continue
    }
    taken.set(purchase.id, item.ref)
    addTo(groups, purchase, item)
  }
  return { groups: [...groups.values()], parked }
}

function faultOf(
  item: BilledItem,
  purchase: SettledPurchase | undefined,
  settled_ref: string | null,
): ParkReason | null {
  if (purchase === undefined) return 'purchase_unknown'
  if (item.provider_ref !== purchase.provider_ref) return 'payment_differs'
  if (item.currency !== 'cny') return 'currency_differs'
  if (item.gross_fen !== purchase.paid_fen) return 'amount_differs'
  const { gross_fen, fee_fen, net_fen } = item
  if (fee_fen < 0 || fee_fen > gross_fen || net_fen !== gross_fen - fee_fen)
    return 'fee_implausible'
  if (purchase.status !== 'paid') return 'purchase_not_paid'
  return settled_ref === null ? null : 'purchase_settled_before'
}

function addTo(groups: Map<string, Group>, purchase: SettledPurchase, item: BilledItem): void {
  const { id, merchant_id, custody_account_no } = purchase
  const group = groups.get(merchant_id) ?? {
    merchant_id,
    custody_account_no,
    shares: [],
    gross_fen: 0,
    fee_fen: 0,
  }
  group.shares.push({ purchase_id: id, item })
  group.gross_fen += item.gross_fen
  group.fee_fen += item.fee_fen
  groups.set(merchant_id, group)
}

/** Whether a merchant's payable covers a fee after what waits to go back to consumers first. */
export const mayCharge = (of: {
  payable_fen: number
  waiting_fen: number
  fee_fen: number
}): boolean => of.fee_fen > 0 && of.payable_fen - of.waiting_fen >= of.fee_fen
