import * as z from 'zod'
import { book } from '../stripe-objects/bill'
import type { Call } from '../stripe-objects/call'
import type { Draft } from '../stripe-objects/draft'
import {
  amount,
  currency,
  expand,
  mergeMetadata,
  metadata,
  readParams,
  text,
} from '../stripe-objects/params'
import { sumBalance } from '../stripe-objects/store'
import type { BalanceLock, Payout } from '../stripe-objects/types'
import { type Failure, invalid } from '../stripe-objects/wire'

const DAY_MS = 86_400_000
const CreatePayout = z.strictObject({
  amount,
  currency,
  description: text().optional(),
  metadata: metadata.optional(),
  expand,
})

/** Sends available money to our bank account; it arrives a day later. What is not there yet is refused. */
export async function createPayout({ draft, form }: Call): Promise<Payout | Failure> {
  const request = readParams(CreatePayout, form)
  const lock = await draft.find('balance', 'balance')
  const { available } = await sumBalance(draft.deps.db, draft.now_s)
  if (request.amount > available)
    return invalid(
      `You have insufficient funds for this transfer: ${available} fen are available.`,
      { code: 'balance_insufficient', param: 'amount' },
    )
  // Whoever else pays out meanwhile changed this row too: one of us decides again.
  draft.put<BalanceLock>({
    id: 'balance',
    object: 'balance',
    created: 0,
    payouts: (lock?.payouts ?? 0) + 1,
  })
  const born = draft.birth('po')
  return draft.put<Payout>(
    {
      ...born,
      object: 'payout',
      amount: request.amount,
      currency: 'cny',
      status: 'in_transit',
      arrival_date: Math.floor((draft.now_ms + DAY_MS) / 1000),
      automatic: false,
      balance_transaction: book(draft, {
        type: 'payout',
        source: born.id,
        amount: -request.amount,
      }),
      description: request.description ?? null,
      method: 'standard',
      type: 'bank_account',
      metadata: mergeMetadata({}, request.metadata),
    },
    draft.now_ms + DAY_MS,
  )
}

export function settlePayout(draft: Draft, payout: Payout): Payout {
  const paid = draft.put<Payout>({ ...payout, status: 'paid' })
  draft.emit('payout.paid', paid)
  return paid
}
