import type Stripe from 'stripe'
import { expect, it } from 'vitest'
import type * as mock from '../../../src/mocks/stripe-objects/types'

type Whole = Record<never, never>
/** Fields of ours that the provider's published types do not know, or that may hold what theirs may not. */
type Misfits<Ours, Theirs> = {
  [K in keyof Ours]-?: K extends keyof Theirs
    ? Ours[K] extends Theirs[K]
      ? never
      : // A part that we carry whole and never look into.
        Whole extends NonNullable<Ours[K]>
        ? never
        : Whole[] extends NonNullable<Ours[K]>
          ? never
          : K
    : K
}[keyof Ours]
type Fits<Ours, Theirs> = [Misfits<Ours, Theirs>] extends [never] ? true : Misfits<Ours, Theirs>

/** Neither says on the wire of which world it is; a dispute's lines are held to their own type. */
type Worldless<T> = Omit<T, 'livemode'>
/** Compiled, or the check of types names the field. */
const SHAPES: {
  payment_intent: Fits<mock.PaymentIntent, Stripe.PaymentIntent>
  charge: Fits<mock.Charge, Stripe.Charge>
  refund: Fits<Worldless<mock.Refund>, Stripe.Refund>
  dispute: Fits<Omit<mock.Dispute, 'balance_transactions'>, Stripe.Dispute>
  balance_transaction: Fits<Worldless<mock.BalanceTransaction>, Stripe.BalanceTransaction>
} = {
  payment_intent: true,
  charge: true,
  refund: true,
  dispute: true,
  balance_transaction: true,
}
/** The check itself can fail: a field spelt otherwise, and one that holds something else, are named. */
const PLANTED: [Fits<{ amont: number }, Stripe.Dispute>, Fits<{ amount: string }, Stripe.Dispute>] =
  ['amont', 'amount']

it('spells the provider’s objects as its own published types do', () => {
  expect(Object.values(SHAPES)).toEqual([true, true, true, true, true])
  expect(PLANTED).toEqual(['amont', 'amount'])
})
