import type { Instant } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import type { Kit } from '../platform/world'
import type { EventType } from './catalogue'
import type { EventData } from './data'

/** An event's type with the data of that type: anything else does not compile. */
export type TypedEvent<T extends EventType = EventType> = {
  [K in T]: { type: K; data: EventData<K> }
}[T]
export type NewEvent = TypedEvent & {
  /** Given when another row of the batch points to it; a fresh one otherwise. */
  id?: string
  /** What it is about: events of one subject reach a subscriber in the order of their commits. */
  subject_id: string
  merchant_id: string | null
  consumer_id: string | null
  at: Instant
}

/** Says what happened, as part of the batch that makes it happen: told exactly when it is true. */
export function emit(kit: Pick<Kit, 'newId'>, event: NewEvent): Statement {
  const { type, consumer_id } = event
  const id = event.id ?? kit.newId('evt')
  const statement = sql`INSERT INTO events (id, type, subject_id, merchant_id, consumer_id, data, at)
      VALUES (${id}, ${type}, ${event.subject_id}, ${event.merchant_id},
              ${consumer_id}, ${JSON.stringify(event.data)}, ${event.at})`
  EMITTED.set(statement, { id, type, consumer_id })
  return statement
}
type Emitted = { id: string; type: EventType; consumer_id: string | null }
const EMITTED = new WeakMap<Statement, Emitted>()
/** The events among statements that were committed. */
export const eventsIn = (written: readonly Statement[]): Emitted[] =>
  written.flatMap((statement) => EMITTED.get(statement) ?? [])
