import type { KindId } from './kinds'
import { clauseSubject, isFreed } from './rule'
import { yuanAmount } from './rules/card-rules'
import type { Statement } from './statement'
import type { WordClass } from './tokens'
import LEARNT from './words/learnt.json'

/** Kinds are told apart by fewer traits than void from lawful. */
export const KIND_TRAITS = 1 << 12

/** What was learnt: how much each trait speaks for a void term, and for each kind of them. */
export type Weights = { bias: number; scale: number; of: Int8Array }
let learnt: { void_term: Weights; kinds: { kind: KindId; weights: Weights }[] } | null = null

/** How like a sentence is to the void terms that were judged (above 0: more than to the lawful ones), and to which kind. */
type Likeness = { to_void: number; kind: (of_any_act?: boolean) => KindId | null }
export function readLikeness(s: Statement, void_term = weights().void_term): Likeness {
  const traits = readTraits(s)
  return {
    to_void: weighed(traits, void_term),
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
    void_term: unpackedWeights(LEARNT.void_term),
    kinds: Object.entries(LEARNT.kinds).map(([kind, said]) => ({
      kind: kind as KindId,
      weights: unpackedWeights(said),
    })),
  }
  return learnt
}
export const unpackedWeights = ({
  bias,
  scale,
  of,
}: {
  bias: number
  scale: number
  of: string
}): Weights => ({
  bias,
  scale,
  of: Int8Array.from(atob(of), (letter) => letter.charCodeAt(0)),
})

/** Traits are numbered by a hash: so many there are. */
export const TRAITS = 1 << 18

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
const WINDOW = 5

/**
 * What a sentence is made of, as numbers: classes of words with their stance and subject, which stand after which, what
 * stands last, who does it, and its letters by ones, twos, threes and pairs apart. Linear in its length.
 */
export function readTraits(s: Statement): number[] {
  const traits = new Set<number>()
  const add = (hash: number) => traits.add(((hash ^ (hash >>> 15)) >>> 0) % TRAITS)
  addLetters(s.text, add)
  const tags = s.tokens.map((_, at) => tagsAt(s, at).map((tag) => hashOf(BASIS, tag)))
  for (const [at, here] of tags.entries()) {
    for (const tag of here) {
      add(joined('c', tag))
      for (const second of tags[at + 1] ?? []) {
        const pair = joined('b', tag, second)
        add(pair)
        for (const last of tags[at + 2] ?? []) add(joined('t', pair, last))
      }
      for (let later = at + 1; later < at + WINDOW; later++)
        for (const other of tags[later] ?? []) add(joined('s', tag, other))
    }
  }
  addEnd(s, tags, add)
  addActors(s, tags, add)
  return [...traits]
}

function addLetters(text: string, add: (hash: number) => void): void {
  for (let at = 0; at < text.length; at++) {
    const one = hashOf(BASIS, text.charAt(at))
    add(joined('g', one))
    let grown = one
    for (let next = at + 1; next < at + 3 && next < text.length; next++) {
      grown = hashOf(grown, text.charAt(next))
      add(joined('g', grown))
    }
    for (const apart of [2, 3])
      if (at + apart < text.length) add(joined(`k${apart}`, hashOf(one, text.charAt(at + apart))))
  }
}

/** What is said last is what comes of it; before it stand conditions. */
function addEnd(s: Statement, tags: readonly number[][], add: (hash: number) => void): void {
  const last = s.all('PAUSE').findLast((at) => at < s.tokens.length - 1)
  const from = last === undefined ? 0 : last + 1
  for (const tag of tags.slice(from).flat()) add(joined('l', tag))
  const text = s.text.slice(s.tokens.slice(0, from).reduce((sum, { word }) => sum + word.length, 0))
  for (let at = 0; at + 2 <= text.length; at++)
    add(joined('e', hashOf(BASIS, text.slice(at, at + 2))))
  add(joined('z', hashOf(BASIS, text.slice(-3))))
}

/** Who does it: whom the sentence named last, in the same piece or before. */
function addActors(s: Statement, tags: readonly number[][], add: (hash: number) => void): void {
  let actor = 'nobody'
  let is_before = ''
  for (const [at, here] of tags.entries()) {
    if (s.is(at, 'PAUSE', 'COLON') && actor !== 'nobody') is_before = 'before'
    const named = s.is(at, 'SHOP') ? 'shop' : s.is(at, 'CONSUMER') ? 'consumer' : null
    if (named !== null) [actor, is_before] = [named, '']
    for (const tag of here) add(joined(`a${is_before}${actor}`, tag))
  }
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

const BASIS = 0x811c9dc5
/** FNV-1a over the code units, on from what was hashed before. */
function hashOf(before: number, said: string): number {
  let hash = before
  for (let at = 0; at < said.length; at++)
    hash = Math.imul(hash ^ said.charCodeAt(at), 0x01000193) >>> 0
  return hash
}
/** A trait of a sort, made of others. */
function joined(sort: string, first: number, second = 0): number {
  let hash = hashOf(first, sort)
  hash = Math.imul(hash ^ second, 0x85ebca6b) >>> 0
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) >>> 0
  return (hash ^ (hash >>> 16)) >>> 0
}
