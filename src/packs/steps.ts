import { coverageFrom } from '../closes/store'
import { chainHash, contentHash } from '../environment/content-hash'
import { base64url } from '../environment/crypto'
import type { Json } from '../kernel/canonical'
import { insist } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { RowsRead, Statement } from '../platform/d1'
import type { Kit } from '../platform/world'
import {
  type CarriedBody,
  cardOwedFen,
  hashedCard,
  type PackBody,
  type PackCard,
  type PackFacts,
  type PaymentBalance,
  packBody,
  packPayments,
  saysNothingNew,
  withContracts,
} from './rules'
import {
  beginPackStatement,
  type HeadRows,
  insertCardsStatements,
  movePackStatement,
  type PackedCardRow,
  type PackKey,
  type PackRow,
  type readFacts,
  sealPackStatement,
} from './store'

type Seen = {
  fresh: PackRow | null
  rows: {
    facts: RowsRead<ReturnType<typeof readFacts>> | undefined
    cards: PackedCardRow[] | undefined
  }
  now: Instant
  limit: number
}
/** What one step writes: a page of cards, or, once every card is listed, the seal. */
export async function packStepStatements(kit: Kit, key: PackKey, seen: Seen): Promise<Statement[]> {
  const { fresh, rows, now } = seen
  if (fresh?.phase === 'counting') {
    insist(rows.facts, 'a pack that is counted has its facts')
    return [seal(kit, fresh, rows.facts, now)]
  }
  const page = rows.cards ?? []
  const listed = (await Promise.all(page.map((row) => listCard(kit, row)))).flat()
  const owed = listed.filter(({ card }) => cardOwedFen(card) > 0)
  let cards_hash = fresh?.cards_hash ?? ''
  for (const { card } of owed) cards_hash = hashCard(cards_hash, card)
  const news = listed.filter(({ is_new }) => is_new)
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
    ...(fresh === null ? [beginPackStatement(key, now)] : []),
    ...insertCardsStatements(key, cards),
    movePackStatement(key, after),
  ]
}

type Held = Pick<PaymentBalance, 'contract_hash' | 'template_version'>
type Listed = { card: PackCard; payments: readonly Held[]; is_new: boolean }
/** A card as it stood at the end of the day; one that did not move is as its newest row says, or was never owed. */
async function listCard(kit: Kit, row: PackedCardRow): Promise<Listed[]> {
  const before = row.before === null ? null : (JSON.parse(row.before) as PackCard)
  if (row.is_touched === 1) return [await readAnew(kit, row, before)]
  if (before === null) return []
  return [{ card: before, payments: JSON.parse(row.payments) as Held[], is_new: false }]
}
async function readAnew(kit: Kit, row: PackedCardRow, before: PackCard | null): Promise<Listed> {
  const { card_id, consumer_id, escrow_fen, held_fen, refunding_fen } = row
  const has_figures = escrow_fen !== null && held_fen !== null && refunding_fen !== null
  insist(has_figures, 'a card that may have moved has its figures')
  const payments = JSON.parse(row.payments) as PaymentBalance[]
  const balances = { escrow_fen, held_fen, refunding_fen }
  const card = {
    card_id,
    holder_no: await holderNo(kit, consumer_id),
    ...balances,
    contract_hash: payments.at(-1)?.contract_hash ?? '',
    first_paid_on: payments[0]?.paid_on ?? '',
    payments: packPayments(payments, cardOwedFen(balances)),
  }
  insist(cardOwedFen(card) === 0 || payments.length > 0, 'what is owed was paid')
  return { card, payments, is_new: !saysNothingNew(card, before) }
}

/** The number under which the regulator sees a holder's cards, too. */
const holderNo = async (kit: Kit, consumer_id: string): Promise<string> =>
  `顾客-${base64url(await kit.secrets.mac('pseudonym', consumer_id)).slice(0, 12)}`

/** Cards are hashed one upon the other, in the order of their ids: whoever reads them page by page comes to the same. */
export const hashCard = (cards_hash: string, card: PackCard): string =>
  chainHash(cards_hash, hashedCard(card))
/**
 * The seal of a pack: the hash of its head; the hashes of its cards and of the pack before are in it.
 * A night that refers to another pack is sealed by its day, that pack's hash, and what is its own.
 */
export const packHash = (body: PackBody | CarriedBody): string => contentHash(body as Json)

type FactRows = NonNullable<Seen['rows']['facts']>
function seal(kit: Kit, pack: PackRow, rows: FactRows, now: Instant): Statement {
  const [sums] = rows.sums
  insist(sums, 'a sum has a row')
  const { contracts, cards_hash, version } = pack
  const facts = factsFrom(kit, { sums, contracts, cards_hash }, rows)
  const [own] = facts.closes
  insist(own?.day === pack.day, 'a pack stands upon the close of its day')
  const body = packBody(facts, own)
  const content_hash = packHash(body)
  return sealPackStatement(pack, { body, content_hash, refers: null, now, version: version + 1 })
}

type ListFacts = Pick<PackFacts, 'sums' | 'contracts' | 'cards_hash'>
/** What a head is made of: what its list of cards adds up to, and the rows of `readHead`. */
export function factsFrom(
  kit: Kit,
  { sums, contracts, cards_hash }: ListFacts,
  { merchant: [seen], closes, refunds: [refunds], previous: [previous] }: HeadRows,
): PackFacts {
  insist(seen && refunds, 'a pack has a merchant, and a sum has a row')
  const { custody_account_no, ...merchant } = seen
  return {
    merchant: {
      ...merchant,
      custody_account_mask: custody_account_no && `尾号 ${custody_account_no.slice(-4)}`,
    },
    bank: kit.bank.name,
    sums,
    closes: closes.map((row) => ({ ...coverageFrom(row), close_hash: row.close_hash })),
    refunds,
    contracts,
    cards_hash,
    previous_hash: previous?.content_hash ?? null,
  }
}
