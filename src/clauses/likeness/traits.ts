import { yuanAmount } from '../card-rules'
import { clauseSubject, isFreed } from '../rule'
import type { Statement } from '../statement'
import type { WordClass } from '../tokens'

/** Traits are numbered by a hash: so many there are. */
export const TRAITS = 1 << 16

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
 * its letters by ones, twos and threes. Linear in its length.
 */
export function readTraits(s: Statement): number[] {
  const traits = new Set<number>()
  const add = (said: string) => traits.add(hashOf(said) % TRAITS)
  for (let length = 1; length <= 3; length++)
    for (let at = 0; at + length <= s.text.length; at++) add(`g${s.text.slice(at, at + length)}`)
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
