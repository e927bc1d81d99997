/**
 * HTTP Message Signatures (RFC 9421) in one narrow form, so that there is one way to sign and one to read it: label `yfb`,
 * Ed25519, fixed components in a fixed order, and a body by its digest (RFC 9530). Pure.
 */
const READ = ['@method', '@authority', '@path', '@query'] as const
const ACT = [...READ, 'content-digest', 'idempotency-key'] as const
type Component = (typeof ACT)[number]

/** How far a terminal's clock may be from ours, either way. */
export const SKEW_S = 300
/** A signature is remembered for longer than it could be shown again. */
export const REMEMBERED_S = 3 * SKEW_S

/** A request as it is signed: what stands on the wire, nothing read into it. */
export type Signable = {
  method: string
  /** Host and port as the city is addressed. */
  authority: string
  path: string
  /** With its question mark; '?' where there is none (RFC 9421 §2.2.7). */
  query: string
  /** null: nothing is written, and there is no body. */
  content_digest: string | null
  idempotency_key: string | null
}
export type SignedAs = { created_s: number; nonce: string; keyid: string }

const components = ({ method }: Pick<Signable, 'method'>): readonly Component[] =>
  method === 'GET' ? READ : ACT

/** The parameters of a signature, in the form that is signed and sent (RFC 9421 §2.3). */
export function signatureParams(
  request: Pick<Signable, 'method'>,
  { created_s, nonce, keyid }: SignedAs,
): string {
  const covered = components(request).map((name) => `"${name}"`)
  return `(${covered.join(' ')});created=${created_s};nonce="${nonce}";keyid="${keyid}";alg="ed25519"`
}

/** What is signed (RFC 9421 §2.5): a line for each component, then the parameters. */
export function signatureBase(request: Signable, as: SignedAs): string {
  const values: Record<Component, string> = {
    '@method': request.method,
    '@authority': request.authority,
    '@path': request.path,
    '@query': request.query,
    'content-digest': request.content_digest ?? '',
    'idempotency-key': request.idempotency_key ?? '',
  }
  const lines = components(request).map((name) => `"${name}": ${values[name]}`)
  return [...lines, `"@signature-params": ${signatureParams(request, as)}`].join('\n')
}

const INPUT =
  /^yfb=\([ a-z@"-]+\);created=(\d{10});nonce="([A-Za-z0-9_-]{16,64})";keyid="([A-Za-z0-9_]{1,60})";alg="ed25519"$/
const SIGNATURE = /^yfb=:([A-Za-z0-9+/]{86}==):$/

/** What the two headers of a signature say, or null for any other spelling: two signatures, another algorithm, one component less. */
export function readSignature(
  request: Pick<Signable, 'method'>,
  { input, signature }: { input: string; signature: string },
): (SignedAs & { signature: string }) | null {
  const [, created = '', nonce = '', keyid = ''] = INPUT.exec(input) ?? []
  const as = { created_s: Number(created), nonce, keyid }
  const said = SIGNATURE.exec(signature)?.[1]
  if (said === undefined || input !== `yfb=${signatureParams(request, as)}`) return null
  return { ...as, signature: said }
}

/** Keys under which anybody's signature is right (points of small order), without their sign bit; hex. */
const WEAK = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
])
/** Whether a raw public key, in hex, proves nothing about who signs. */
export function isWeakKey(raw: string): boolean {
  const last = Number.parseInt(raw.slice(-2), 16) & 0x7f
  return WEAK.has(raw.slice(0, -2) + last.toString(16).padStart(2, '0'))
}
