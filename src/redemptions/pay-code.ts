import { hmacNow, sameBytes, sameText } from '../environment/crypto'
import { epochMs, type Instant, instantAt } from '../kernel/time'
import type { Kit } from '../platform/world'

/** Thirty seconds a step (RFC 6238); the step before and the step after are taken too. */
export const STEP_MS = 30_000
export const payCodeStep = (at: Instant): number => Math.floor(epochMs(at) / STEP_MS)
export const stepBegins = (step: number): Instant => instantAt(step * STEP_MS)

/** What a code says before it is proved: whose it is, and its proof in one of the two formats. */
export type GivenCode =
  | { alias: number; format: 'digits'; otp: string }
  | { alias: number; format: 'qr'; step: number; tag: Uint8Array }

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const ALIAS_BYTES = 5
const STEP_BYTES = 4
const TAG_BYTES = 10
const DIGITS = /^81([1-9]\d{8})(\d{7})$/
const QR = /^YFB1([A-Z2-7]{31})$/

/**
 * Reads either format: `81` + 9-digit alias + 7-digit OTP, or `YFB1` + base32(alias 5 B, step 4 B, tag 10 B).
 * Spaces, full-width digits and small letters are forgiven; anything else is null.
 */
export function readCode(text: string): GivenCode | null {
  const plain = text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
  const digits = DIGITS.exec(plain)
  if (digits) return { alias: Number(digits[1]), format: 'digits', otp: digits[2] ?? '' }
  const bytes = fromBase32(QR.exec(plain)?.[1] ?? '')
  if (bytes.length !== ALIAS_BYTES + STEP_BYTES + TAG_BYTES) return null
  const alias = numberIn(bytes.subarray(0, ALIAS_BYTES))
  const step = numberIn(bytes.subarray(ALIAS_BYTES, ALIAS_BYTES + STEP_BYTES))
  const known = alias >= 100_000_000 && alias <= 999_999_999
  return known ? { alias, format: 'qr', step, tag: bytes.subarray(ALIAS_BYTES + STEP_BYTES) } : null
}

const WALLETS = [
  [/^1[0-5]\d{16}$/, '微信支付'],
  [/^(?:2[5-9]|30)\d{14,22}$/, '支付宝'],
] as const
/**
 * Which wallet's payment code this is, by its published form (WeChat Pay: 18 digits beginning 10 to 15; Alipay: 16 to
 * 24 beginning 25 to 30); null for any other text. Our own digits begin with 81.
 */
export function foreignWallet(text: string): string | null {
  const plain = text.normalize('NFKC').replace(/[\s-]/g, '')
  return WALLETS.find(([form]) => form.test(plain))?.[1] ?? null
}

/** A card's secret for one alias. It is derived, never stored: a copy of the database reveals no code. */
export const deviceKey = (
  kit: Pick<Kit, 'secrets'>,
  of: { alias: number; card_id: string; issued_at: Instant },
): Promise<Uint8Array<ArrayBuffer>> =>
  kit.secrets.mac('pay_code_key', `${of.alias}|${of.card_id}|${of.issued_at}`)

/** The secrets that a device may hold for an alias: the one of now, and those of before the master key was changed. */
export const deviceKeys = (
  kit: Pick<Kit, 'secrets'>,
  of: { alias: number; card_id: string; issued_at: Instant },
): Promise<Uint8Array<ArrayBuffer>[]> =>
  kit.secrets.macs('pay_code_key', `${of.alias}|${of.card_id}|${of.issued_at}`)

/** The step at which a said code is true: now, the one before or the one after; null if at none of them. */
export function provenStep(
  keys: readonly Uint8Array<ArrayBuffer>[],
  said: GivenCode,
  now_step: number,
): number | null {
  for (const step of [now_step, now_step - 1, now_step + 1])
    if (keys.some((key) => isTrueAt(key, said, step))) return step
  return null
}
function isTrueAt(key: Uint8Array<ArrayBuffer>, said: GivenCode, step: number): boolean {
  const tag = tagAt(key, said.alias, step)
  return said.format === 'digits'
    ? sameText(otpOf(tag), said.otp)
    : said.step === step && sameBytes(tag.subarray(0, TAG_BYTES), said.tag)
}

/** The step whose code to show: now, else the next, else the one before; null when a till takes none of them any more. */
export const unspentStep = (used: readonly number[], now_step: number): number | null =>
  [now_step, now_step + 1, now_step - 1].find((step) => !used.includes(step)) ?? null

/** Both spellings of one step's code. */
export function codeAt(key: Uint8Array<ArrayBuffer>, alias: number, step: number) {
  const tag = tagAt(key, alias, step)
  const packed = Uint8Array.from([
    ...bytesOf(alias, ALIAS_BYTES),
    ...bytesOf(step, STEP_BYTES),
    ...tag.subarray(0, TAG_BYTES),
  ])
  return { digits: `81${alias}${otpOf(tag)}`, qr: `YFB1${toBase32(packed)}` }
}

/** HMAC-SHA-256 over alias and step, 8 bytes each, big-endian. */
const tagAt = (key: Uint8Array<ArrayBuffer>, alias: number, step: number) =>
  hmacNow(key, Uint8Array.from([...bytesOf(alias, 8), ...bytesOf(step, 8)]))

/** Dynamic truncation of RFC 4226 §5.3, to seven digits. */
function otpOf(tag: Uint8Array): string {
  const offset = (tag.at(-1) ?? 0) & 15
  const word = numberIn(tag.subarray(offset, offset + 4)) % 2 ** 31
  return String(word % 10_000_000).padStart(7, '0')
}

const numberIn = (bytes: Uint8Array): number => bytes.reduce((n, byte) => n * 256 + byte, 0)

function bytesOf(value: number, length: number): number[] {
  const bytes: number[] = []
  for (let left = value; bytes.length < length; left = Math.floor(left / 256))
    bytes.unshift(left % 256)
  return bytes
}

function toBase32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups.map((group) => BASE32[Number.parseInt(group.padEnd(5, '0'), 2)]).join('')
}

function fromBase32(text: string): Uint8Array {
  const bits = Array.from(text, (letter) =>
    BASE32.indexOf(letter).toString(2).padStart(5, '0'),
  ).join('')
  return Uint8Array.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
