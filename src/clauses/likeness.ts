import type { KindId } from './kinds'
import { clauseSubject, isFreed } from './rule'
import { yuanAmount } from './rules/card-rules'
import type { Statement } from './statement'
import type { WordClass } from './tokens'
import LEARNT from './words/learnt.json'

/** Kinds are told apart by fewer traits than void from lawful. */
export const KIND_TRAITS = 1 << 12

/** What was learnt: how much each trait speaks for a void term, and for each kind of them. */
type Weights = { bias: number; scale: number; of: Int8Array }
let learnt: { void_term: Weights; kinds: { kind: KindId; weights: Weights }[] } | null = null

/** How like a sentence is to the void terms that were judged (above 0: more than to the lawful ones), and to which kind. */
type Likeness = { to_void: number; kind: (of_any_act?: boolean) => KindId | null }
export function readLikeness(s: Statement): Likeness {
  const traits = readTraits(s)
  return {
    to_void: weighed(traits, weights().void_term),
    kind: (of_any_act = false) => likestKind(s, traits, of_any_act),
  }
}

/** The kind it is most like, of those whose act it speaks of, or of any; none where it speaks of no such act. */
function likestKind(
  s: Statement,
  all_traits: readonly number[],
  of_any_act: boolean,
): KindId | null {
  const traits = [...new Set(all_traits.map((trait) => trait % KIND_TRAITS))]
  let best: { kind: KindId; weight: number } | null = null
  for (const { kind, weights: of_kind } of weights().kinds) {
    if (!of_any_act && !s.has(...ACTS_OF[kind])) continue
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

/** Traits are numbered by a hash: so many there are. */
export const TRAITS = 1 << 17

/** Acts, of which it counts whether they are denied or granted; and those of which it counts about what. */
const ACTS = new Set<WordClass>([
  ...(['REFUND', 'REFUND_DENIED', 'CASHOUT', 'TERMINATE', 'TRANSFER', 'LAPSE', 'CHANGE'] as const),
  ...(['PAY_LIABLE', 'EXEMPT', 'COMPLAINT', 'OBJECT', 'CLAIM', 'EXTEND', 'REISSUE'] as const),
  ...(['ISSUE', 'PUBLICITY', 'GIVE_DATA', 'CHARGE', 'USE', 'TOP_UP', 'COUNT_ON'] as const),
])
const OF_THINGS = new Set<WordClass>(['REFUND', 'REFUND_DENIED', 'CASHOUT', 'TRANSFER', 'LAPSE'])
const COSTS = new Set<WordClass>(['FEE', 'SHARE', 'AMOUNT', 'HALF', 'DEEM', 'TIMES'])
/** What a lost card may cost, in yuan; below it an amount is of another sort than above. */
const SMALL = 50
/** How many words apart two may stand and still be told of together. */
const WINDOW = 8

/**
 * What a sentence is made of, as numbers: classes of words with their stance and subject, which stand after which, and
 * its letters by ones, twos, threes and pairs apart. Linear in its length.
 */
export function readTraits(s: Statement): number[] {
  const traits = new Set<number>()
  const add = (said: string) => traits.add(hashOf(said) % TRAITS)
  for (let length = 1; length <= 3; length++)
    for (let at = 0; at + length <= s.text.length; at++) add(`g${s.text.slice(at, at + length)}`)
  for (const apart of [2, 3])
    for (let at = 0; at + apart < s.text.length; at++)
      add(`k${s.text.charAt(at)}_${apart}_${s.text.charAt(at + apart)}`)
  const tags = s.tokens.map((_, at) => tagsAt(s, at))
  for (const [at, here] of tags.entries()) {
    const next = tags[at + 1] ?? []
    const third = tags[at + 2] ?? []
    for (const tag of here) {
      add(`c${tag}`)
      for (const second of next) {
        add(`b${tag}>${second}`)
        for (const last of third) add(`t${tag}>${second}>${last}`)
      }
      for (const later of tags.slice(at + 1, at + WINDOW).flat()) add(`s${tag}>${later}`)
    }
  }
  return [...traits]
}

function tagsAt(s: Statement, at: number): string[] {
  const token = s.tokens[at]
  if (token === undefined) return []
  if (token.is.size === 0) return [token.word]
  return [...token.is].map((name) => {
    if (COSTS.has(name) && isFreed(s, at)) return `${name}/freed`
    if (name === 'AMOUNT') return yuanAmount(token.word) < SMALL ? 'AMOUNT/small' : 'AMOUNT/large'
    if (!ACTS.has(name)) return name
    const about = OF_THINGS.has(name) ? `/${clauseSubject(s, at)}` : ''
    return `${name}/${s.stance(at)}${about}`
  })
}

/** FNV-1a over the code units, its halves mixed. */
function hashOf(said: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < said.length; at++)
    hash = Math.imul(hash ^ said.charCodeAt(at), 0x01000193) >>> 0
  return (hash ^ (hash >>> 15)) >>> 0
}
