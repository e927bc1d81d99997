import { emit } from '../events/emit'
import { countWorkdays } from '../kernel/calendar'
import { refuse } from '../kernel/refusals'
import { type Instant, type LocalDate, localDate, plusDays } from '../kernel/time'
import { mayReadMerchant } from '../merchants/may-read'
import type { Ask } from '../platform/act'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { indicatorOf } from './indicators'
import { reviewStatement } from './store'

/** 山东省社会信用条例 §38: an objection is taken up within three working days and answered within seven. */
const TAKE_UP_DAYS = 3
const ANSWER_DAYS = 7
export const GROUNDS = ['court', 'appeal', 'error', 'unfounded'] as const
export type Ground = (typeof GROUNDS)[number]

export type ObjectionRow = {
  id: string
  mark_id: string
  merchant_id: string
  merchant_name: string
  indicator: string
  day: LocalDate
  figure: number
  words: string
  filed_at: Instant
  take_up_by: LocalDate
  answer_by: LocalDate
  ground: Ground | null
  note: string | null
  decided_at: Instant | null
  version: number
}
/** The shop’s own, or those of an official’s districts. */
export const readObjections = (who: Who, where: Statement) =>
  sql<ObjectionRow>`SELECT o.id, o.mark_id, o.merchant_id, m.name AS merchant_name, k.indicator, k.day, k.figure, o.words,
             o.filed_at, o.take_up_by, o.answer_by, o.ground, o.note, o.decided_at, o.version
        FROM credit_objections o JOIN credit_marks k ON k.id = o.mark_id JOIN merchants m ON m.id = o.merchant_id
       WHERE ${mayReadMerchant(who)} AND ${where}`

type MarkToObjectRow = {
  id: string
  merchant_id: string
  merchant_name: string
  indicator: string
  day: LocalDate
  figure: number
  objections: number
}
/**
 * The owner objects to a mark that counts against the shop. Without an answer within seven working days the mark does not count
 * until there is one. Refuses credit_mark_not_found, credit_mark_is_good, credit_objection_filed.
 */
export function objectToMark(world: World, ask: Ask, { id, words }: { id: string; words: string }) {
  return answerOnce(world, ask, {
    reads: (who) => ({
      marks: sql<MarkToObjectRow>`SELECT k.id, k.merchant_id, m.name AS merchant_name, k.indicator, k.day, k.figure,
               (SELECT count(*) FROM credit_objections o WHERE o.mark_id = k.id) AS objections
          FROM credit_marks k JOIN merchants m ON m.id = k.merchant_id
         WHERE k.id = ${id} AND k.merchant_id = ${who.merchant_id}`,
    }),
    decide: ({ actor, rows, now, city, kit }) => {
      const { objections, ...mark } = rows.marks[0] ?? refuse('credit_mark_not_found')
      if (indicatorOf(mark.indicator)?.sign !== -1) refuse('credit_mark_is_good')
      if (objections > 0) refuse('credit_objection_filed')
      const today = localDate(now)
      const objection: ObjectionRow = {
        ...mark,
        id: kit.newId('cob'),
        mark_id: mark.id,
        words,
        filed_at: now,
        take_up_by: countWorkdays(city.calendar, today, TAKE_UP_DAYS).last_day,
        answer_by: countWorkdays(city.calendar, today, ANSWER_DAYS).last_day,
        ...{ ground: null, note: null, decided_at: null, version: 1 },
      }
      return {
        status: 201,
        subject_id: objection.id,
        body: presentObjection(objection, today),
        statements: [
          insertObjection(objection, actor.id),
          reviewStatement([mark.merchant_id], plusDays(objection.answer_by, 1)),
        ],
      }
    },
  })
}

/**
 * The authority answers: `court`, `appeal` or `error` strike the mark out from now on, `unfounded` lets it stand. The score is made
 * anew that night; money and levels of before stay as they were. Refuses credit_objection_not_found, credit_objection_not_open.
 */
export function answerCreditObjection(
  world: World,
  ask: Ask,
  { id, ground, note }: { id: string; ground: Ground; note: string },
) {
  return answerOnce(world, ask, {
    reads: (who) => ({ objections: readObjections(who, sql`o.id = ${id}`) }),
    decide: ({ actor, rows, now, kit }) => {
      const open = rows.objections[0] ?? refuse('credit_objection_not_found')
      if (open.decided_at !== null) refuse('credit_objection_not_open')
      const today = localDate(now)
      const after = { ...open, ground, note, decided_at: now, version: open.version + 1 }
      return {
        status: 200,
        subject_id: id,
        body: presentObjection(after, today),
        statements: [
          sql`UPDATE credit_objections SET ground = ${ground}, note = ${note}, decided_by = ${actor.id}, decided_at = ${now},
                     version = ${after.version} WHERE id = ${id}`,
          reviewStatement([open.merchant_id], today),
          emit(kit, {
            type: 'credit.objection_answered',
            subject_id: id,
            merchant_id: open.merchant_id,
            consumer_id: null,
            data: { objection_id: id, ground },
            at: now,
          }),
        ],
      }
    },
  })
}

const insertObjection = (o: ObjectionRow, filed_by: string): Statement =>
  sql`INSERT INTO credit_objections (id, mark_id, merchant_id, words, filed_by, filed_at, take_up_by, answer_by)
      VALUES (${o.id}, ${o.mark_id}, ${o.merchant_id}, ${o.words}, ${filed_by}, ${o.filed_at}, ${o.take_up_by}, ${o.answer_by})`

/** Where it stands: `late` from the day after its answer was due, when the mark rests until there is one. */
const stateOf = (o: ObjectionRow, today: LocalDate) => {
  if (o.ground !== null)
    return o.ground === 'unfounded' ? ('refused' as const) : ('upheld' as const)
  return o.answer_by < today ? ('late' as const) : ('open' as const)
}
export const presentObjection = (o: ObjectionRow, today: LocalDate) => {
  const { version: _version, indicator, ...said } = o
  const { zh = indicator, en = indicator } = indicatorOf(indicator) ?? {}
  return {
    ...said,
    object: 'credit_objection' as const,
    indicator,
    indicator_name: zh,
    indicator_name_en: en,
    state: stateOf(o, today),
  }
}
