import Stripe from 'stripe'
import { hex, hmacNow } from '../environment/crypto'
import { log } from '../environment/log'
import type { PaymentNotice, PaymentProvider, PaymentView } from '../environment/ports'
import { Refusal, refuse } from '../kernel/refusals'
import { SECOND_MS } from '../kernel/time'
import { walletFrom } from '../purchases/rules'
import { settledLines } from './settled'
import { billThrough } from './stripe-bill'
import { disputesThrough } from './stripe-disputes'
import { refundsThrough } from './stripe-refunds'
import { noticeFrom, paymentViewFrom, unclear } from './stripe-views'

type StripeSettings = {
  secret_key: string
  /** Several while a secret is being rotated. */
  webhook_secrets: readonly string[]
  /** Another host that speaks Stripe's wire, such as `http://127.0.0.1:12111`; null is Stripe's own. */
  host: string | null
  /** How requests travel; the embedded mock is reached without leaving the process. */
  fetch?: typeof fetch
  now_ms: () => number
}

/** Two tries of one call and the query after it must end within the journal's lease of 30 s. */
const TIMEOUT_MS = 6 * SECOND_MS
const RETRIES = 1
/** docs.stripe.com/webhooks: five minutes; we hold it against the past and the future alike. */
const TOLERANCE_S = 300

/**
 * Payments through the official Stripe SDK. Every POST carries an idempotency key made from our order,
 * so that a repeated call is one call; an answer that did not arrive is `unclear`, never a failure.
 */
export function stripeProvider(settings: StripeSettings): PaymentProvider {
  const stripe = clientFor(settings)
  /** Asking moves nothing: whatever keeps the answer from us, we do not know, and may ask again. */
  const query = (provider_ref: string) =>
    settled(provider_ref, () => stripe.paymentIntents.retrieve(provider_ref)).catch(
      (error: unknown) =>
        error instanceof errors.StripeError ? unclear(provider_ref) : raise(error),
    )
  return {
    name: 'stripe',
    async create({ our_no, amount_fen, subject }) {
      const order: Stripe.PaymentIntentCreateParams = {
        amount: amount_fen,
        currency: 'cny',
        description: subject,
        metadata: { our_no },
        allowed_payment_method_types: ['card', 'alipay', 'wechat_pay'],
        payment_method_options: { wechat_pay: { client: 'web' } },
      }
      const options = { idempotencyKey: our_no }
      return settled(null, () => stripe.paymentIntents.create(order, options)).catch(refused)
    },
    async confirm({ our_no, provider_ref, method, attempt, return_url }) {
      const params = { ...methodOf(method), return_url }
      const options = { idempotencyKey: `${our_no}-${attempt}` }
      try {
        return await settled(provider_ref, () =>
          stripe.paymentIntents.confirm(provider_ref, params, options),
        )
      } catch (error) {
        return (await afterRefusal(error, provider_ref, query)) ?? refused(error)
      }
    },
    async replace({ our_no, provider_ref, method, attempt }) {
      const options = { idempotencyKey: `${our_no}-${attempt}-instead` }
      try {
        return await settled(provider_ref, () =>
          stripe.paymentIntents.update(provider_ref, methodOf(method), options),
        )
      } catch (error) {
        if (isUnexpectedState(error)) return query(provider_ref)
        // A rival switches to something else under the same number.
        if (error instanceof errors.StripeIdempotencyError) return unclear(provider_ref)
        return refused(error)
      }
    },
    query,
    async cancel(provider_ref) {
      try {
        return await settled(provider_ref, () => stripe.paymentIntents.cancel(provider_ref))
      } catch (error) {
        return error instanceof errors.StripeError ? query(provider_ref) : raise(error)
      }
    },
    ...refundsThrough(stripe),
    ...disputesThrough(stripe),
    ...billThrough(stripe),
    settled: (page) => settledLines(stripe, page),
    verifyNotice: (raw, headers) => verified(settings, raw, headers.get('stripe-signature') ?? ''),
  }
}

/** A wallet has nothing to type in: it is named, and the payer goes on in it. Anything else is a method's own id. */
function methodOf(
  method: string,
): Pick<Stripe.PaymentIntentConfirmParams, 'payment_method' | 'payment_method_data'> {
  const type = walletFrom(method)
  return type ? { payment_method_data: { type } } : { payment_method: method }
}

function clientFor({ secret_key, host, fetch }: StripeSettings): Stripe {
  const address = host === null ? null : new URL(host.includes('://') ? host : `https://${host}`)
  const protocol = address?.protocol === 'http:' ? 'http' : 'https'
  const elsewhere = address && {
    host: address.hostname,
    port: address.port || (protocol === 'http' ? 80 : 443),
    protocol: protocol as 'http' | 'https',
  }
  return new Stripe(secret_key, {
    httpClient: Stripe.createFetchHttpClient(fetch),
    maxNetworkRetries: RETRIES,
    timeout: TIMEOUT_MS,
    telemetry: false,
    ...elsewhere,
  })
}

/**
 * Makes one call. An answer that never came, or that is not about this payment, is `unclear`; a plain
 * refusal of the request itself (400, 401, 403, 402) is thrown, for nothing was done.
 */
async function settled(ref: string | null, call: () => Promise<unknown>): Promise<PaymentView> {
  try {
    const view = paymentViewFrom(await call())
    return view && (ref === null || view.provider_ref === ref) ? view : unclear(ref ?? '')
  } catch (error) {
    if (mayHaveHappened(error)) return unclear(ref ?? '')
    throw error
  }
}

const { errors } = Stripe
function mayHaveHappened(error: unknown): boolean {
  if (!(error instanceof errors.StripeError)) return true
  if (error instanceof errors.StripeConnectionError) return true
  const status = error.statusCode ?? 500
  return status >= 500 || status === 409 || status === 429
}

/** What a refused confirmation means: declined, already confirmed by a rival, or (null) our own mistake. */
async function afterRefusal(
  error: unknown,
  provider_ref: string,
  query: (provider_ref: string) => Promise<PaymentView>,
): Promise<PaymentView | null> {
  if (error instanceof errors.StripeCardError) {
    const reason = (error.decline_code ?? error.code ?? 'declined').slice(0, 120)
    return { ...unclear(provider_ref), state: 'declined', reason }
  }
  if (isUnexpectedState(error)) return query(provider_ref)
  if (error instanceof errors.StripeIdempotencyError) return unclear(provider_ref)
  if (error instanceof errors.StripeInvalidRequestError && error.param === 'payment_method') {
    return { ...unclear(provider_ref), state: 'declined', reason: 'payment_method_unusable' }
  }
  return null
}

const isUnexpectedState = (error: unknown): boolean =>
  error instanceof errors.StripeInvalidRequestError &&
  error.code === 'payment_intent_unexpected_state'

const raise = (error: unknown): never => {
  throw error
}
/** The provider's plain no to the request itself: nothing was done, and the payer is told so by name. */
const refused = (error: unknown): never => {
  if (!(error instanceof errors.StripeError)) throw error
  log('payment_refused', { code: error.code ?? '', error: error.type })
  return refuse('payment_refused')
}

/**
 * Checks who sent a notice and when. The SDK compares the signature over the raw body and refuses what
 * is too old, but takes any date in the future: a stolen body signed ahead would stay good for ever.
 */
async function verified(
  { webhook_secrets, secret_key, now_ms }: StripeSettings,
  raw: string,
  header: string,
): Promise<PaymentNotice> {
  const signed_s = signedAt(header)
  if (signed_s === null || Math.abs(now_ms() / 1000 - signed_s) > TOLERANCE_S) {
    refuse('signature_invalid')
  }
  for (const secret of webhook_secrets) {
    const notice = opened(raw, header, { secret, now_ms: now_ms() })
    // A test's event has no money behind it, and a real one is not for a test.
    if (notice && notice.is_live !== isLive(secret_key)) refuse('notice_of_another_world')
    if (notice) return notice
  }
  return refuse('signature_invalid')
}

/** Notices are verified by the SDK with the hand that signs everything here: at once, in a worker too. */
const HAND: Stripe.CryptoProvider = {
  computeHMACSignature: (payload, secret) => hex(hmacNow(secret, payload)),
  computeHMACSignatureAsync: async (payload, secret) => hex(hmacNow(secret, payload)),
  computeSHA256Async: async (data) =>
    new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(data))),
}

function opened(raw: string, header: string, by: { secret: string; now_ms: number }) {
  try {
    return noticeFrom(
      Stripe.webhooks.constructEvent(raw, header, by.secret, TOLERANCE_S + 1, HAND, by.now_ms),
    )
  } catch (error) {
    if (error instanceof Refusal) throw error
    return null
  }
}

const isLive = (secret_key: string): boolean => /^[a-z]{2}_live_/.test(secret_key)

/** The one `t=` of a signature header, in seconds; two of them, or a strange one, are none. */
function signedAt(header: string): number | null {
  const times = header.split(',').filter((part) => part.startsWith('t='))
  const [only] = times
  return times.length === 1 && only !== undefined && /^t=\d{1,12}$/.test(only)
    ? Number(only.slice(2))
    : null
}
