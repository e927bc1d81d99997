import { refuse } from '../kernel/refusals'
import type { Ask } from '../platform/act'
import type { Actor, Who } from '../platform/actor'
import { type Row, type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import type { Person } from './objects'
import {
  consumerIn,
  personFrom,
  presentConsumer,
  readConsumer,
  readOfficial,
  readStaff,
  renameConsumer,
} from './store'

/** The person who asks: one of the three tables has the row. */
export const readMe = (who: Who): Statement[] => [
  readConsumer(sql`id = ${who.subject_id}`),
  readStaff(sql`id = ${who.subject_id}`),
  readOfficial(sql`id = ${who.subject_id}`),
]

export function presentMe(actor: Actor, rows: Row[][]): Person {
  const row = rows.flat()[0] ?? refuse('not_signed_in')
  const kind =
    actor.kind === 'clock' || actor.kind === 'public' ? refuse('not_signed_in') : actor.kind
  return personFrom(kind, row)
}

/** Changes what a consumer is called. */
export const renameMe = (world: World, ask: Ask, { nickname }: { nickname: string }) =>
  answerOnce(world, ask, {
    reads: (who) => ({ consumer: readConsumer(sql`id = ${who.subject_id}`) }),
    decide: ({ rows }) => {
      const consumer = consumerIn(rows.consumer) ?? refuse('not_signed_in')
      return {
        status: 200,
        subject_id: consumer.id,
        body: presentConsumer({ ...consumer, nickname }),
        statements: [renameConsumer(consumer.id, nickname)],
      }
    },
  })
