import { hex, hmacNow, sha256Now } from '../../environment/crypto'

export const digest = sha256Now

/**
 * The `Stripe-Signature` of a body: `t=<unix seconds>,v1=<HMAC-SHA-256 of "t.body">`, one v1 for each
 * secret while they are being rotated (docs.stripe.com/webhooks/signatures).
 */
export function stripeSignature(
  body: string,
  { at_s, secrets }: { at_s: number; secrets: readonly string[] },
): string {
  const macs = secrets.map((secret) => hex(hmacNow(secret, `${at_s}.${body}`)))
  return [`t=${at_s}`, ...macs.map((value) => `v1=${value}`)].join(',')
}

/** Compares by digest, so that time tells nothing about where a guess went wrong. */
export const sameSecret = (a: string, b: string): boolean => digest(a) === digest(b)
