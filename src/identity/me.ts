import { refuse } from '../kernel/refusals'
import type { Ask } from '../platform/act'
import type { Who } from '../platform/actor'
import { type RowsRead, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import type { Person } from './objects'
import {
  personIn,
  presentConsumer,
  readConsumer,
  readOfficial,
  readStaff,
  renameConsumerStatement,
} from './store'

/** The person who asks: one of the three tables has the row. */
export const readMe = (who: Who) => ({
  consumer: readConsumer(sql`id = ${who.subject_id}`),
  staff: readStaff(sql`id = ${who.subject_id}`),
  official: readOfficial(sql`id = ${who.subject_id}`),
})
export const presentMe = (rows: RowsRead<ReturnType<typeof readMe>>): Person =>
  personIn(rows) ?? refuse('not_signed_in')

/** Changes what a consumer is called. */
export const renameMe = (world: World, ask: Ask, { nickname }: { nickname: string }) =>
  answerOnce(world, ask, {
    reads: (who) => ({ consumer: readConsumer(sql`id = ${who.subject_id}`) }),
    decide: ({ rows }) => {
      const consumer = rows.consumer[0] ?? refuse('not_signed_in')
      return {
        status: 200,
        subject_id: consumer.id,
        body: presentConsumer({ ...consumer, nickname }),
        statements: [renameConsumerStatement(consumer.id, nickname)],
      }
    },
  })
