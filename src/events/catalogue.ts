import { fold } from '../kernel/declare'
import { ROOMS } from '../rooms'

/**
 * Everything that is worth telling somebody, as the rooms declare it: `<subject>.<past tense>`. The words are for the
 * event catalogue; who is told, and how, is the business of `notify`.
 */
export const EVENTS = fold(ROOMS, 'events')
export type EventType = keyof typeof EVENTS
/** All of them, for a schema. */
export const EVENT_TYPES = Object.keys(EVENTS) as [EventType, ...EventType[]]
/** The fields that some room declares for an event, as literals. */
export type EventFields<T extends EventType, R = (typeof ROOMS)[number]> = R extends {
  readonly events: { readonly [K in T]: { readonly data: infer D } }
}
  ? D
  : never
