import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import type { Instant } from '../kernel/time'
import { EVENT_TYPES, EVENTS, type EventType } from './catalogue'
import { EVENT_DATA, type EventData } from './data'

/** An event as anybody gets it: the same body over the wire and by its address. */
export type Happened = {
  [T in EventType]: {
    id: string
    object: 'event'
    type: T
    subject_id: string
    merchant_id: string | null
    data: EventData<T>
    at: Instant
  }
}[EventType]

/** `redemption.succeeded` is the component `RedemptionSucceededEvent`. */
export const eventName = (type: EventType): string =>
  `${type.replace(/(?:^|[._])([a-z])/g, (_all, letter: string) => letter.toUpperCase())}Event`

const schemaOf = (type: EventType) =>
  z
    .strictObject({
      id: z.string().regex(idPattern('evt')),
      object: z.literal('event'),
      type: z.literal(type),
      subject_id: z.string().describe('说的是谁或哪件事；同一个的事件按先后送'),
      merchant_id: z.string().nullable().describe('哪家店；不属于哪家店为 null'),
      data: EVENT_DATA[type],
      at: z.iso.datetime().describe('发生的时刻，UTC'),
    })
    .meta({ id: eventName(type), description: `${EVENTS[type].zh} · ${EVENTS[type].en}` })

const schemas = EVENT_TYPES.map(schemaOf) as [Schema, ...Schema[]]
type Schema = ReturnType<typeof schemaOf>
/** One schema for each type, in their order; what listens passes over fields it does not know. */
export const EVENT_SCHEMAS: ReadonlyMap<EventType, Schema> = new Map(
  schemas.map((schema) => [schema.shape.type.value, schema]),
)
export const Event = z.discriminatedUnion('type', schemas).meta({
  id: 'Event',
  description: '发生过的一件事；没有姓名、手机号和账号',
  discriminator: {
    propertyName: 'type',
    mapping: Object.fromEntries(
      EVENT_TYPES.map((type) => [type, `#/components/schemas/${eventName(type)}`]),
    ),
  },
})
