import type { BehaviourRow } from '../behaviour/rows'
import type { Instant, LocalDate } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import type { Alert, CityMemory } from '../warning/detector'
import { type Feedback, feedbackFrom } from '../warning/feedback'
import type { Memory } from '../warning/memory'

/** The oldest day that is recorded and not yet heard. */
export const readDueDay = sql<{ day: LocalDate | null }>`SELECT min(day) AS day FROM behaviour_days
   WHERE day > coalesce((SELECT day FROM warning_city WHERE id = 1), '')`

export const readWarningCity = sql<{
  day: LocalDate
  version: string
  memory: string
}>`SELECT day, version, memory FROM warning_city WHERE id = 1`

/** What the detector kept of every shop. */
export type MemoryRow = {
  merchant_id: string
  level: number
  since_on: LocalDate
  why: string
  memory: string
}
export const readMemories = sql<MemoryRow>`SELECT merchant_id, level, since_on, why, memory FROM warning_memories`

/** What a hold of sales must know of the shops heard that day. */
export const readShopsOn = (day: LocalDate) =>
  sql<{
    id: string
    version: number
    sales_held_at: Instant | null
  }>`SELECT m.id, m.version, m.sales_held_at
        FROM behaviour_days b JOIN merchants m ON m.id = b.merchant_id WHERE b.day = ${day}`

/** What officials found since the last day that was heard, up to this one. */
type FeedbackRow = {
  merchant_id: string
  day: LocalDate
  found: Feedback['found']
  signals: string
}
export const readFeedback = (day: LocalDate) =>
  sql<FeedbackRow>`SELECT merchant_id, day, found, signals FROM warning_feedback
       WHERE day <= ${day} AND day > coalesce((SELECT day FROM warning_city WHERE id = 1), '') ORDER BY day, id`
export const feedbackIn = (row: FeedbackRow): Feedback | null =>
  feedbackFrom({ ...row, shop: row.merchant_id, signals: JSON.parse(row.signals) as unknown })

/** An official’s finding; the detector hears it with its day. `signals`: what it explains, none: all that was said. */
export const insertFeedback = (f: {
  id: string
  merchant_id: string
  day: LocalDate
  found: Feedback['found']
  signals: readonly string[]
  by_id: string
  at: Instant
}): Statement =>
  sql`INSERT INTO warning_feedback (id, merchant_id, day, found, signals, by_id, at)
      VALUES (${f.id}, ${f.merchant_id}, ${f.day}, ${f.found}, ${JSON.stringify(f.signals)}, ${f.by_id}, ${f.at})`

export const behaviourFacts = ({ events, ...row }: BehaviourRow): unknown => ({
  ...row,
  events: JSON.parse(events) as unknown,
})

/** Shops whose memories go in one statement: a value may be no larger than a database takes. */
const SHOPS_AT_ONCE = 100
type Kept = { id: string; level: number; since_on: LocalDate; why: string; memory: Memory }
export function putMemoriesStatements(kept: readonly Kept[]): Statement[] {
  const statements: Statement[] = []
  for (let at = 0; at < kept.length; at += SHOPS_AT_ONCE) {
    const part = kept
      .slice(at, at + SHOPS_AT_ONCE)
      .map((one) => ({ ...one, memory: JSON.stringify(one.memory, rounded) }))
    statements.push(sql`INSERT INTO warning_memories (merchant_id, level, since_on, why, memory)
        SELECT value ->> 'id', value ->> 'level', value ->> 'since_on', value ->> 'why', value ->> 'memory'
          FROM json_each(${JSON.stringify(part)}) WHERE 1
        ON CONFLICT (merchant_id) DO UPDATE SET level = excluded.level, since_on = excluded.since_on, why = excluded.why,
          memory = excluded.memory`)
  }
  return statements
}
/** Means are kept to nine digits: what is beyond them is nobody's behaviour. */
const rounded = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(9)) : value

export const putCityStatement = (city: {
  day: LocalDate
  version: string
  memory: CityMemory
}): Statement =>
  sql`INSERT INTO warning_city (id, day, version, memory)
      VALUES (1, ${city.day}, ${city.version}, ${JSON.stringify(city.memory, rounded)})
      ON CONFLICT (id) DO UPDATE SET day = excluded.day, version = excluded.version, memory = excluded.memory`

export const insertChangesStatements = (alerts: readonly Alert[]): Statement[] =>
  alerts.length === 0
    ? []
    : [
        sql`INSERT INTO warning_changes (merchant_id, day, level, why)
            SELECT value ->> 'shop', value ->> 'day', value ->> 'level', json_extract(value, '$.why')
              FROM json_each(${JSON.stringify(alerts)})`,
      ]
