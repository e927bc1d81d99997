import { coverageFrom } from '../bank/close-store'
import { canonical, type Json } from '../kernel/canonical'
import { insist } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import { base64url, sha256 } from '../platform/crypto'
import { type Row, type Statement, sql } from '../platform/d1'
import type { World } from '../platform/world'
import {
  bodyOf,
  hashedCard,
  type OpenRefunds,
  owedOf,
  type PackBody,
  type PackCard,
  type PackFacts,
  type PackMerchant,
  type PackSums,
  type PaymentSeen,
  paymentsOf,
  saysNothingNew,
  withContracts,
} from './pack-rules'
import { beginPack, insertCards, movePack, type PackKey, type PackRow } from './pack-store'

type Seen = { fresh: PackRow | null; rows: Row[][]; now: Instant; limit: number }
/** What one step writes: a page of cards, or, once every card is listed, the seal. */
export async function stepOf(world: World, key: PackKey, seen: Seen): Promise<Statement[]> {
  const { fresh, rows, now } = seen
  if (fresh?.phase === 'counting') return [await seal(world, fresh, rows, now)]
  const page = (rows[0] ?? []) as unknown as CardSeen[]
  const listed = await Promise.all(page.map((row) => listCard(world, row)))
  const owed = listed.filter(({ card }) => owedOf(card) > 0)
  let cards_hash = fresh?.cards_hash ?? ''
  for (const { card } of owed) cards_hash = await hashCard(cards_hash, card)
  const news = listed.filter(({ card, before }) => !saysNothingNew(card, before))
  const after = {
    phase: page.length < seen.limit ? ('counting' as const) : ('listing' as const),
    at_card: page.at(-1)?.card_id ?? fresh?.at_card ?? '',
    cards_hash,
    contracts: withContracts(
      fresh?.contracts ?? [],
      owed.map(({ payments }) => payments),
    ),
    version: (fresh?.version ?? 1) + 1,
  }
  const cards = news.map(({ card }) => card)
  return [
    ...(fresh === null ? [beginPack(key, now)] : []),
    ...insertCards(key, cards),
    movePack(key, after),
  ]
}

type CardSeen = Pick<PackCard, 'card_id' | 'escrow_fen' | 'held_fen' | 'refunding_fen'> & {
  consumer_id: string
  payments: string
  before: string | null
}
type Listed = { card: PackCard; payments: PaymentSeen[]; before: PackCard | null }
async function listCard(world: World, row: CardSeen): Promise<Listed> {
  const { card_id, consumer_id, escrow_fen, held_fen, refunding_fen } = row
  const payments = JSON.parse(row.payments) as PaymentSeen[]
  const balances = { escrow_fen, held_fen, refunding_fen }
  const card = {
    card_id,
    holder_no: await holderNo(world, consumer_id),
    ...balances,
    contract_hash: payments.at(-1)?.contract_hash ?? '',
    first_paid_on: payments[0]?.paid_on ?? '',
    payments: paymentsOf(payments, owedOf(balances)),
  }
  insist(owedOf(card) === 0 || payments.length > 0, 'what is owed was paid')
  return { card, payments, before: row.before === null ? null : JSON.parse(row.before) }
}

/** The number under which the regulator sees a holder's cards, too. */
const holderNo = async (world: World, consumer_id: string): Promise<string> =>
  `顾客-${base64url(await world.secrets.mac('pseudonym', consumer_id)).slice(0, 12)}`

/** Cards are hashed one upon the other, in the order of their ids: whoever reads them page by page comes to the same. */
export const hashCard = (cards_hash: string, card: PackCard): Promise<string> =>
  sha256(canonical([cards_hash, hashedCard(card)]))
/** The seal of a pack: SHA-256 over its head in canonical form; the hashes of its cards and of the pack before are in it. */
export const hashOfPack = (body: PackBody): Promise<string> => sha256(canonical(body as Json))

async function seal(world: World, pack: PackRow, rows: Row[][], now: Instant): Promise<Statement> {
  const facts = factsFrom(world, pack, rows)
  const [own] = facts.closes
  insist(own?.day === pack.day, 'a pack stands upon the close of its day')
  const body = bodyOf(facts, own)
  const content_hash = await hashOfPack(body)
  return sql`UPDATE resolution_packs SET phase = 'sealed', previous_hash = ${facts.previous_hash},
                    content_hash = ${content_hash}, body = ${JSON.stringify(body)}, sealed_at = ${now},
                    version = ${pack.version + 1}
              WHERE merchant_id = ${pack.merchant_id} AND day = ${pack.day}`
}

function factsFrom(world: World, pack: PackRow, rows: Row[][]): PackFacts {
  const [merchants, sums, closes = [], refunds, previous] = rows
  const [seen] = merchants as (PackMerchant & { custody_account_no: string | null })[]
  insist(seen, 'a pack has a merchant')
  const { custody_account_no, ...merchant } = seen
  const before = previous?.[0]?.content_hash
  return {
    merchant: {
      ...merchant,
      custody_account_mask: custody_account_no && `尾号 ${custody_account_no.slice(-4)}`,
    },
    bank: world.bank.name,
    sums: sums?.[0] as PackSums,
    closes: closes.map((row) => ({ ...coverageFrom(row), close_hash: String(row.close_hash) })),
    refunds: refunds?.[0] as OpenRefunds,
    contracts: pack.contracts,
    cards_hash: pack.cards_hash,
    previous_hash: before === undefined ? null : String(before),
  }
}
