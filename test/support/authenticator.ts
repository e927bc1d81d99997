import { base64url } from '../../src/environment/crypto'

/**
 * An authenticator in software: ES256, attestation `none`, as a phone or a security key makes them. What it answers is
 * really signed; `wrong` bends one thing at a time.
 */
export type Wrong = Partial<{
  origin: string
  rp_id: string
  challenge: string
  type: string
  /** Bits: 1 present, 4 made sure of, 8 may be copied, 16 is copied, 64 carries a credential. */
  flags: number
  counter: number
  user_handle: string | null
  framed: boolean
}>
type Creation = {
  challenge: string
  user?: { id: string } | undefined
  rp?: { id: string } | undefined
}
type Request = { challenge: string; rpId?: string | undefined }
export type Authenticator = Awaited<ReturnType<typeof openAuthenticator>>

const text = new TextEncoder()
const PRESENT_AND_SURE = 0x05
const WITH_CREDENTIAL = 0x40

export async function openAuthenticator(
  origin: string,
  options: { flags?: number; counts?: boolean; id?: string } = {},
) {
  const { flags: own = PRESENT_AND_SURE, counts = true } = options
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])
  if (!('publicKey' in pair)) throw new Error('a pair has two keys')
  const id = options.id ?? base64url(crypto.getRandomValues(new Uint8Array(32)))
  const cose = await coseOf(pair.publicKey)
  let counter = 0
  let handle: string | null = null
  const data = async (rp_id: string, flags: number, said: Wrong, rest = new Uint8Array()) => {
    const n = said.counter ?? (counts ? ++counter : 0)
    const head = new Uint8Array([said.flags ?? flags, n >>> 24, n >>> 16, n >>> 8, n])
    return joined(await sha256(text.encode(said.rp_id ?? rp_id)), head, rest)
  }
  const client = (type: string, challenge: string, said: Wrong) =>
    clientData({ type, challenge, origin, framed: false, ...said })
  return {
    id,
    /** Makes the passkey, for whoever the options are for. */
    async create({ challenge, user, rp }: Creation, wrong: Wrong = {}) {
      handle = user?.id ?? null
      const said = client('webauthn.create', challenge, wrong)
      const credential = credentialOf(id, cose)
      const authData = await data(rp?.id ?? '', own | WITH_CREDENTIAL, wrong, credential)
      const attestation = attestationOf(authData)
      return {
        ...named(id),
        response: {
          clientDataJSON: base64url(said),
          attestationObject: base64url(attestation),
          transports: ['internal'],
        },
      }
    },
    /** Signs a challenge with it. */
    async get({ challenge, rpId = '' }: Request, wrong: Wrong = {}) {
      const said = client('webauthn.get', challenge, wrong)
      const authData = await data(rpId, own, wrong)
      const signed = joined(authData, await sha256(said))
      const raw = await crypto.subtle.sign(
        { name: 'ECDSA', hash: 'SHA-256' },
        pair.privateKey,
        signed,
      )
      return {
        ...named(id),
        response: {
          clientDataJSON: base64url(said),
          authenticatorData: base64url(authData),
          signature: base64url(derOf(new Uint8Array(raw))),
          userHandle: wrong.user_handle === undefined ? handle : wrong.user_handle,
        },
      }
    },
    /** Somebody has made a copy of it, which counts for itself. */
    countsFrom(n: number) {
      counter = n
    },
  }
}

const credentialOf = (id: string, cose: Uint8Array) =>
  joined(new Uint8Array(16), new Uint8Array([0, fromText(id).length]), fromText(id), cose)
const attestationOf = (authData: Uint8Array) =>
  cbor(
    new Map<string, Cbor>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', authData],
    ]),
  )
const clientData = (of: { type: string; challenge: string; origin: string; framed: boolean }) => {
  const { type, challenge, origin, framed } = of
  return text.encode(JSON.stringify({ type, challenge, origin, crossOrigin: framed }))
}
const named = (id: string) => ({
  id,
  rawId: id,
  type: 'public-key' as const,
  clientExtensionResults: {},
})

type Cbor = number | string | Uint8Array | Map<number | string, Cbor>
const short = (n: number) => (n < 24 ? [n] : n < 256 ? [24, n] : [25, n >> 8, n & 255])
function head(major: number, n: number): Uint8Array {
  const [first = 0, ...rest] = short(n)
  return new Uint8Array([first | (major << 5), ...rest])
}
function cbor(value: Cbor): Uint8Array<ArrayBuffer> {
  if (typeof value === 'number') return joined(value >= 0 ? head(0, value) : head(1, -1 - value))
  if (typeof value === 'string')
    return joined(head(3, text.encode(value).length), text.encode(value))
  if (value instanceof Map)
    return joined(head(5, value.size), ...[...value].flatMap(([key, of]) => [cbor(key), cbor(of)]))
  return joined(head(2, value.length), value)
}

async function coseOf(key: CryptoKey): Promise<Uint8Array> {
  const raw = new Uint8Array((await crypto.subtle.exportKey('raw', key)) as ArrayBuffer)
  return cbor(
    new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, raw.slice(1, 33)],
      [-3, raw.slice(33, 65)],
    ]),
  )
}

/** WebCrypto signs as r and s side by side; WebAuthn wants them in DER. */
function derOf(raw: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = (half: Uint8Array) => {
    const from = half.findIndex((byte) => byte !== 0)
    const bytes = [...half.slice(from)]
    if ((bytes[0] ?? 0) > 127) bytes.unshift(0)
    return [2, bytes.length, ...bytes]
  }
  const inside = [...whole(raw.slice(0, 32)), ...whole(raw.slice(32))]
  return new Uint8Array([48, inside.length, ...inside])
}

const sha256 = async (bytes: Uint8Array) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)))
function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((n, part) => n + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}
const fromText = (encoded: string): Uint8Array =>
  Uint8Array.from(atob(encoded.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))
