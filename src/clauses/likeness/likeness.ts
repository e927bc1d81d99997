import type { KindId } from '../kinds'
import type { Statement } from '../statement'
import type { WordClass } from '../tokens'
import LEARNT from './learnt.json'
import { readTraits } from './traits'

/** Kinds are told apart by fewer traits than void from lawful. */
export const KIND_TRAITS = 1 << 12

/** What was learnt: how much each trait speaks for a void term, and for each kind of them. */
type Weights = { bias: number; scale: number; of: Int8Array }
let learnt: { void_term: Weights; kinds: { kind: KindId; weights: Weights }[] } | null = null

/** How like a sentence is to the void terms that were judged (above 0: more than to the lawful ones), and to which kind. */
export type Likeness = { to_void: number; kind: () => KindId | null }
export function readLikeness(s: Statement): Likeness {
  const traits = readTraits(s)
  return { to_void: weighed(traits, weights().void_term), kind: () => likestKind(s, traits) }
}

/** The kind it is most like, of those whose act it speaks of; none where it speaks of no such act. */
function likestKind(s: Statement, all_traits: readonly number[]): KindId | null {
  const traits = [...new Set(all_traits.map((trait) => trait % KIND_TRAITS))]
  let best: { kind: KindId; weight: number } | null = null
  for (const { kind, weights: of_kind } of weights().kinds) {
    if (!s.has(...ACTS_OF[kind])) continue
    const weight = weighed(traits, of_kind)
    if (best === null || weight > best.weight) best = { kind, weight }
  }
  return best?.kind ?? null
}

/** What a sentence must speak of, one at least, to be of a kind. */
const REFUNDS = ['REFUND', 'REFUND_DENIED', 'CASHOUT', 'TERMINATE'] as const
const ACTS_OF: Record<KindId, readonly WordClass[]> = {
  no_refund: [...REFUNDS, 'GOODS_RETURN', 'FORFEIT_TO', 'DENY'],
  refund_hindered: REFUNDS,
  refund_fee: REFUNDS,
  refund_at_list_price: ['LIST_PRICE', 'DISCOUNT'],
  forfeiture: ['LAPSE', 'WAIVE', 'FORFEIT_TO', 'EXPIRE', 'UNUSED'],
  balance_as_deposit: ['DEPOSIT'],
  forced_top_up: ['TOP_UP', 'CHARGE'],
  no_transfer: ['TRANSFER', 'LEND', 'PERSON_ELSE'],
  transfer_fee: ['TRANSFER'],
  lost_not_reissued: ['LOST', 'REISSUE'],
  unilateral_change: ['CHANGE', 'AT_WILL', 'RAISE', 'PREVAIL'],
  bind_by_notice: ['DEEM', 'AGREE', 'SILENCE'],
  handed_to_others: ['HAND_OVER', 'THIRD', 'TRANSFER'],
  moves: ['MOVE', 'GO_THERE', 'AWAY_SHOP'],
  clock_runs: ['CLOSE', 'COUNT_ON', 'EXTEND'],
  management_fee: ['FEE', 'PERIODIC'],
  records_decide: ['RECORD'],
  exclusion_of_liability: ['EXEMPT', 'SELF_BEAR', 'LIABILITY', 'HARM'],
  costly_dispute: ['COMPLAINT', 'COURT', 'ARBITRATION', 'DISPUTE', 'DISPUTE_COST'],
  final_say: ['INTERPRETATION', 'INTERPRET', 'PREVAIL'],
  no_invoice: ['INVOICE'],
  portrait: ['PORTRAIT'],
  waive_rights: ['WAIVE', 'OBJECT', 'CLAIM'],
  personal_data: ['PERSONAL_DATA'],
  heavy_penalty: ['PUNISH', 'CHARGE', 'TIMES', 'LAPSE'],
  no_lending: ['LEND'],
  own_wish_at_list_price: ['LIST_PRICE'],
  missed_booking: ['BREACH_OF_BOOKING'],
}

function weighed(traits: readonly number[], { bias, scale, of }: Weights): number {
  let sum = 0
  for (const trait of traits) sum += of[trait] ?? 0
  return bias + (scale * sum) / Math.sqrt(Math.max(1, traits.length))
}

function weights() {
  learnt ??= {
    void_term: weightsOf(LEARNT.void_term),
    kinds: Object.entries(LEARNT.kinds).map(([kind, said]) => ({
      kind: kind as KindId,
      weights: weightsOf(said),
    })),
  }
  return learnt
}
const weightsOf = ({ bias, scale, of }: { bias: number; scale: number; of: string }): Weights => ({
  bias,
  scale,
  of: Int8Array.from(atob(of), (letter) => letter.charCodeAt(0)),
})
