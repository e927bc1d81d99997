const text = new TextEncoder()
const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')

export const digest = async (message: string): Promise<string> =>
  hex(await crypto.subtle.digest('SHA-256', text.encode(message)))

async function mac(secret: string, message: string): Promise<string> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', text.encode(secret), hmac, false, ['sign'])
  return hex(await crypto.subtle.sign('HMAC', key, text.encode(message)))
}

/**
 * The `Stripe-Signature` of a body: `t=<unix seconds>,v1=<HMAC-SHA-256 of "t.body">`, one v1 for each
 * secret while they are being rotated (docs.stripe.com/webhooks/signatures).
 */
export async function signatureOf(
  body: string,
  { at_s, secrets }: { at_s: number; secrets: readonly string[] },
): Promise<string> {
  const macs = await Promise.all(secrets.map((secret) => mac(secret, `${at_s}.${body}`)))
  return [`t=${at_s}`, ...macs.map((value) => `v1=${value}`)].join(',')
}

/** Compares by digest, so that time tells nothing about where a guess went wrong. */
export const sameSecret = async (a: string, b: string): Promise<boolean> =>
  (await digest(a)) === (await digest(b))
