import { contentHashLike } from '../environment/content-hash'
import type { Json } from '../kernel/canonical'
import { insist } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { RowsRead, Statement } from '../platform/d1'
import type { Kit } from '../platform/world'
import { type CarriedBody, type PackBody, packBody, saysTheSame } from './rules'
import { factsFrom, packHash } from './steps'
import {
  beginPackStatement,
  movePackStatement,
  type PackKey,
  packFrom,
  readHead,
  readNewestList,
  sealPackStatement,
} from './store'

/** What the night of a shop none of whose cards moved is made of: its head, and the pack that has its list. */
export const readUnmoved = (of: PackKey) => ({ list: readNewestList(of), ...readHead(of) })

/**
 * The night of a shop none of whose cards moved since the night before. When nothing else about it is different either,
 * it refers to the pack that has the list; else it gets a head of its own over the same cards, which are not read again.
 * A pack that no longer says what was sealed is never built upon.
 */
export function unmovedStatements(
  kit: Kit,
  key: PackKey,
  { rows, now }: { rows: RowsRead<ReturnType<typeof readUnmoved>>; now: Instant },
): Statement[] {
  insist(rows.list[0], 'the night before has a list')
  const list = packFrom(rows.list[0])
  const listed = JSON.parse(list.body ?? '{}') as PackBody
  const carried_hash = list.content_hash ?? ''
  insist(
    carried_hash === contentHashLike(carried_hash, listed as Json),
    'a pack says what was sealed',
  )
  const facts = factsFrom(kit, { ...listed, sums: listed }, rows)
  const [own] = facts.closes
  insist(own?.day === key.day, 'a pack stands upon the close of its day')
  const body = packBody(facts, own)
  const { contracts, cards_hash } = facts
  const seen = { phase: 'counting', at_card: '', contracts, cards_hash, version: 2 } as const
  const { merchant_id, day, bank_days, previous_hash } = body
  const is_same = saysTheSame(body, listed)
  const carried_from = list.day
  const says: PackBody | CarriedBody = is_same
    ? { merchant_id, day, carried_from, carried_hash, bank_days, previous_hash }
    : body
  const content_hash = packHash(says)
  const refers = is_same ? { carried_from, carried_hash } : null
  const sealed = { body: says, content_hash, refers, now, version: 3 }
  return [
    beginPackStatement(key, now),
    movePackStatement(key, seen),
    sealPackStatement(key, sealed),
  ]
}
