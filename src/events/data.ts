import * as z from 'zod'
import type { Field } from '../kernel/declare'
import { idPattern, PREFIXES, type Prefix } from '../kernel/ids'
import { insist } from '../kernel/refusals'
import { EVENT_TYPES, EVENTS, type EventFields, type EventType } from './catalogue'

type Whole = 'fen' | 'units' | 'count' | 'bp'
type One<K> = K extends Whole ? number : K extends 'yes_no' ? boolean : string
type ValueOf<F> = F extends readonly (infer V)[]
  ? V
  : F extends `${infer K}?`
    ? One<K> | null
    : One<F>
type DataOf<D> = {
  -readonly [K in keyof D as K extends `${string}?` ? never : K]: ValueOf<D[K]>
} & { -readonly [K in keyof D as K extends `${infer N}?` ? N : never]?: ValueOf<D[K]> }

/** What must be said with an event of this type, and nothing else. */
export type EventData<T extends EventType> = DataOf<EventFields<T>>

const KINDS: Readonly<Record<string, z.ZodType>> = {
  fen: z.int(),
  units: z.int(),
  count: z.int(),
  bp: z.int(),
  instant: z.iso.datetime(),
  day: z.iso.date(),
  text: z.string(),
  yes_no: z.boolean(),
}
const isPrefix = (kind: string): kind is Prefix => kind in PREFIXES

function schemaOf(field: Field): z.ZodType {
  if (typeof field !== 'string') {
    const words = z.enum(field.filter((word) => word !== null))
    return field.includes(null) ? words.nullable() : words
  }
  const kind = field.replace('?', '')
  if (field !== kind) return schemaOf(kind).nullable()
  const schema = isPrefix(kind) ? z.string().regex(idPattern(kind)) : KINDS[kind]
  insist(schema, `an event says ${kind}, which is no kind of field and no prefix`)
  return schema
}

/**
 * What each event says, as strict schemas. A field that comes later is one that may be missing: events that happened
 * before stay true. A program that listens must pass over fields it does not know.
 */
export const EVENT_DATA: Readonly<Record<EventType, z.ZodObject>> = Object.fromEntries(
  EVENT_TYPES.map((type) => {
    const fields = Object.entries(EVENTS[type].data).map(([name, field]) =>
      name.endsWith('?')
        ? [name.slice(0, -1), schemaOf(field).optional()]
        : [name, schemaOf(field)],
    )
    return [type, z.strictObject(Object.fromEntries(fields))]
  }),
) as Record<EventType, z.ZodObject>
