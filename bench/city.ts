import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { BAKERY, cashierName, HOLDERS } from '../src/demo/cast'

/** A city made by SQL for load: one shop, a cashier, and cards that each hold one lot of 1,000 yuan. */
export type BenchCity = {
  vars: Record<string, string>
  texts: (cards: number) => string[]
  cashier_token: string
  holder_token: string
  card_id: (n: number) => string
  /** The 18 digits of card n's code at a moment (RFC 4226 truncation over alias and 30-second step). */
  code: (n: number, now_ms: number) => string
}

const ISSUED_AT = '2026-01-01T00:00:00.000Z'
const FAR = '2099-01-01T00:00:00.000Z'
const id = (prefix: string, n: number) => `${prefix}_${String(n).padStart(26, '0')}`
const token = (kind: string) => `yfb_${kind}_${randomBytes(32).toString('base64url')}`
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

export function benchCity(): BenchCity {
  const master = randomBytes(32)
  const key = Buffer.from(hkdfSync('sha256', master, Buffer.alloc(32), 'mac|pay_code_key', 32))
  const [cashier_token, holder_token] = [token('staff'), token('consumer')]
  const vars = {
    YFB_ENV: 'dev',
    YFB_MASTER_KEY: master.toString('base64'),
    PAYMENTS: 'mock',
    SMS: 'mock',
    BANK: 'mock',
    STRIPE_SECRET_KEY: `sk_test_${randomBytes(16).toString('hex')}`,
    STRIPE_WEBHOOK_SECRET: `whsec_${randomBytes(16).toString('hex')}`,
    VAPID_PRIVATE_KEY: randomBytes(32).toString('base64'),
  }
  return {
    vars,
    cashier_token,
    holder_token,
    card_id: (n) => id('crd', n),
    texts: (cards) => seedTexts(cards, { cashier_token, holder_token }),
    code: (n, now_ms) => {
      const alias = 100_000_000 + n
      const device = createHmac('sha256', key)
        .update(`${alias}|${id('crd', n)}|${ISSUED_AT}`)
        .digest()
      return `81${alias}${otp(device, alias, Math.floor(now_ms / 30_000))}`
    },
  }
}

/** Kept apart from the product's own code on purpose: two spellings of one format that must agree. */
function otp(device: Buffer, alias: number, step: number): string {
  const message = Buffer.alloc(16)
  message.writeBigUInt64BE(BigInt(alias), 0)
  message.writeBigUInt64BE(BigInt(step), 8)
  const tag = createHmac('sha256', device).update(message).digest()
  const offset = (tag[tag.length - 1] ?? 0) & 15
  return String((tag.readUInt32BE(offset) & 0x7fffffff) % 10_000_000).padStart(7, '0')
}

function seedTexts(
  cards: number,
  tokens: { cashier_token: string; holder_token: string },
): string[] {
  const [merchant, staff, consumer, offer] = [
    id('mch', 1),
    id('stf', 1),
    id('csm', 1),
    id('off', 1),
  ]
  const numbers = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${cards})`
  const named = (prefix: string) => `'${prefix}_' || printf('%026d', i)`
  const session = (n: number, text: string, kind: string, subject: string) =>
    `INSERT INTO sessions (token_hash, id, kind, subject_id, method, authenticated_at, idle_expires_at, absolute_expires_at)
     VALUES ('${sha256(text)}', '${id('ses', n)}', '${kind}', '${subject}', 'dev', '${ISSUED_AT}', '${FAR}', '${FAR}')`
  return [
    `INSERT INTO merchants (id, name, entity_type, sector, district, address, licence_no, licence_expires_on, legal_representative,
       settlement_account_no, settlement_account_mask, code, applied_at, admitted_at)
     VALUES ('${merchant}', '${BAKERY.name}', 'individual', 'bakery', 'huancui', '${BAKERY.address}', 'BENCH', '2099-01-01',
       '${BAKERY.legal_representative}', 'x', 'x', 'BENCH', '${ISSUED_AT}', '${ISSUED_AT}')`,
    `INSERT INTO staff (id, merchant_id, role, name, phone_index, phone_sealed, phone_mask, created_at, effective_from)
     VALUES ('${staff}', '${merchant}', 'cashier', '${cashierName(1)}', 's', 'x', 'x', '${ISSUED_AT}', '${ISSUED_AT}')`,
    `INSERT INTO consumers (id, phone_index, phone_sealed, phone_mask, nickname, created_at)
     SELECT ${named('csm')}, 'c' || i, 'x', '139****0001', '${HOLDERS.li.name}', '${ISSUED_AT}' FROM (${numbers} SELECT i FROM n)`,
    session(1, tokens.cashier_token, 'staff', staff),
    session(2, tokens.holder_token, 'consumer', consumer),
    `INSERT INTO contracts (hash, offer_id, template_version, text, price_list, created_at)
     VALUES ('bench', '${offer}', '1', '压测合同', '[]', '${ISSUED_AT}')`,
    `INSERT INTO offers (id, merchant_id, kind, name, service, price_fen, face_units, list_price_fen, contract_hash, created_at)
     VALUES ('${offer}', '${merchant}', 'stored_value', '充 1000', '', 100000, 100000, 1, 'bench', '${ISSUED_AT}')`,
    ...['psp:stripe', `payable:${merchant}`, `custody:${merchant}`].map(
      (account) =>
        `INSERT INTO ledger_accounts (id, floor_fen) VALUES ('${account}', ${account.startsWith('payable') ? 0 : 'NULL'})`,
    ),
    `INSERT INTO cards (id, merchant_id, consumer_id, kind, service, opened_at)
     SELECT ${named('crd')}, '${merchant}', ${named('csm')}, 'stored_value', '', '${ISSUED_AT}' FROM (${numbers} SELECT i FROM n)`,
    `INSERT INTO purchases (id, consumer_id, merchant_id, offer_id, contract_hash, paid_fen, provider, status,
       card_id, accepted_at, expires_at, paid_at)
     SELECT ${named('pur')}, ${named('csm')}, '${merchant}', '${offer}', 'bench', 100000, 'stripe',
       'awaiting_payment', ${named('crd')}, '${ISSUED_AT}', '${FAR}', '${ISSUED_AT}'
     FROM (${numbers} SELECT i FROM n)`,
    `INSERT INTO lots (id, card_id, purchase_id, offer_id, contract_hash, paid_fen, face_units,
       bonus_units, list_price_fen, bought_at, starts_on, cool_off_ends_at)
     SELECT ${named('lot')}, ${named('crd')}, ${named('pur')}, '${offer}', 'bench',
       100000, 100000, 0, 1, '${ISSUED_AT}', '2026-01-01', '${ISSUED_AT}'
     FROM (${numbers} SELECT i FROM n)`,
    `UPDATE purchases SET status = 'paid', version = 2, lot_id = 'lot_' || substr(id, 5)`,
    ...['escrow', 'held', 'refunding'].map(
      (account) =>
        `INSERT INTO ledger_accounts (id, floor_fen) SELECT '${account}:crd_' || printf('%026d', i), 0
       FROM (${numbers} SELECT i FROM n)`,
    ),
    `INSERT INTO ledger_transfers SELECT ${named('trf')}, 'psp:stripe', 'escrow:crd_' || printf('%026d', i), 100000, 'purchase_paid',
       ${named('pur')}, '${ISSUED_AT}', '${ISSUED_AT}' FROM (${numbers} SELECT i FROM n)`,
    `INSERT INTO pay_code_aliases (alias, card_id, issued_at, expires_at, grace_ends_at)
     SELECT 100000000 + i, ${named('crd')}, '${ISSUED_AT}', '${FAR}', '${FAR}' FROM (${numbers} SELECT i FROM n)`,
    `INSERT INTO merchant_totals (merchant_id, cards_count, paid_fen, owed_fen, topups_count)
     VALUES ('${merchant}', ${cards}, ${cards} * 100000, ${cards} * 100000, ${cards})`,
    `INSERT INTO merchant_days (merchant_id, day, topups_count, paid_fen)
     VALUES ('${merchant}', '2026-01-01', ${cards}, ${cards} * 100000)`,
    `INSERT INTO city_days (district, sector, day, topups_count, paid_fen)
     VALUES ('huancui', 'bakery', '2026-01-01', ${cards}, ${cards} * 100000)`,
  ]
}
