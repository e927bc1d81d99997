import { knownUnit } from '../city/rules'
import type { City } from '../kernel/city'
import { refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import type { Ask } from '../platform/act'
import type { Actor } from '../platform/actor'
import type { Statement } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import {
  answerEnds,
  lawEnds,
  mayNow,
  OUTCOMES_BY_WAY,
  returnEnds,
  startClock,
  whyNot,
} from './rules'
import {
  type ComplaintDetailRow,
  readOwnComplaint,
  readSteps,
  type StepName,
  type StepRow,
} from './store'
import { tallyEndStatement, tallyStatement } from './tally'
import {
  emitComplaint,
  emitRefusedComplaint,
  type PlainComplaintEvent,
  stepStatements,
} from './tell'
import { presentComplaint } from './views'
import type { CallResult, Outcome, RefusalGround, ShopAnswer } from './words'

type Found = {
  was: ComplaintDetailRow
  steps: readonly StepRow[]
  now: Instant
  city: City
  kit: Kit
  actor: Actor
}
type Done = {
  after: ComplaintDetailRow
  step: StepName
  note: string | null
  also: readonly Statement[]
}
/** One step about one complaint, by whoever may see it; refuses complaint_not_found and what `turn` refuses. */
const stepOn = (world: World, ask: Ask, id: string, turn: (of: Found) => Done) =>
  answerOnce(world, ask, {
    reads: (who) => ({ found: readOwnComplaint(who, id), steps: readSteps(id) }),
    decide: ({ actor, rows, now, city, kit }) => {
      const was = rows.found[0] ?? refuse('complaint_not_found')
      const { after, step, note, also } = turn({ was, steps: rows.steps, now, city, kit, actor })
      return {
        status: 200,
        subject_id: id,
        body: presentComplaint(after, { now, city, reader: actor.kind }),
        statements: [...stepStatements(after, { step, by: actor, note, at: now }), ...also],
      }
    },
  })

const NO_CLOCK = {
  clock: null,
  clock_on: null,
  clock_days: null,
  warn_at: null,
  due_by: null,
  provisional_after: null,
} as const
/** A complaint that has ended: no clock runs, nothing stays frozen, and it is late when its clock had run out. */
export const endedFrom = (
  was: ComplaintDetailRow,
  now: Instant,
  end: Pick<ComplaintDetailRow, 'status'> & Partial<ComplaintDetailRow>,
): ComplaintDetailRow => ({
  ...was,
  ...NO_CLOCK,
  ended_at: now,
  is_late: was.is_late === 1 || (was.due_by !== null && now >= was.due_by) ? 1 : 0,
  ...end,
})

const told = (of: Found, type: PlainComplaintEvent, after: ComplaintDetailRow): Statement =>
  emitComplaint(of.kit, type, after, of.now)

/**
 * 受理: the authority takes it up. The clock to finish begins, and the shop is asked to answer; a report goes to be
 * checked. Refuses complaint_not_waiting for one that was decided upon.
 */
export const acceptComplaint = (world: World, ask: Ask, id: string) =>
  stepOn(world, ask, id, (of) => {
    const { was, now, city } = of
    mayNow(whyNot.decide(was))
    const late = was.due_by !== null && now >= was.due_by
    const is_complaint = was.way === 'complaint'
    const after: ComplaintDetailRow = {
      ...was,
      status: 'accepted',
      accepted_at: now,
      ...startClock(city.calendar, 'finish', localDate(now), was.finish_days),
      overdue_at: null,
      is_late: late ? 1 : was.is_late,
      assigned_at: now,
      return_by: returnEnds(city.calendar, now),
      ends_at: lawEnds(city.calendar, now, true),
      answer_by: is_complaint ? answerEnds(city.calendar, now, was.answer_days) : null,
    }
    const also = [told(of, 'complaint.accepted', after)]
    return { after, step: 'accepted', note: null, also }
  })

/** 不予受理, on a ground of the law; the freeze ends. Refuses complaint_not_waiting. */
export const refuseComplaint = (
  world: World,
  ask: Ask,
  of: { id: string; ground: RefusalGround; note: string },
) =>
  stepOn(world, ask, of.id, ({ was, now, kit }) => {
    mayNow(whyNot.decide(was))
    const end = { status: 'refused', refusal_ground: of.ground, end_note: of.note } as const
    const after = endedFrom(was, now, end)
    const also = [tallyEndStatement(after), emitRefusedComplaint(kit, after, of.ground, now)]
    return { after, step: 'refused', note: of.note, also }
  })

/** 退回: a unit it was given to by mistake gives it back, within two working days. The clock to finish runs on. */
export const returnComplaint = (world: World, ask: Ask, of: { id: string; reason: string }) =>
  stepOn(world, ask, of.id, ({ was, now }) => {
    mayNow(whyNot.giveBack(was, now))
    const after = { ...was, status: 'returned' as const }
    return { after, step: 'returned', note: of.reason, also: [] }
  })

/** 交办: given to another unit. Refuses complaint_not_returned, unit_unknown, complaint_unit_returned_it. */
export const assignComplaint = (
  world: World,
  ask: Ask,
  of: { id: string; unit: string; note: string | null },
) =>
  stepOn(world, ask, of.id, ({ was, steps, now, city }) => {
    const returned_by = steps.flatMap(({ step, unit }) =>
      step === 'returned' && unit !== null ? [unit] : [],
    )
    mayNow(whyNot.assign(was))
    const unit = knownUnit(city, of.unit)
    if (returned_by.includes(unit)) refuse('complaint_unit_returned_it')
    const return_by = returnEnds(city.calendar, now)
    const after = { ...was, status: 'accepted' as const, unit, assigned_at: now, return_by }
    return { after, step: 'assigned', note: of.note, also: [] }
  })

/** 延期, once and before the clock has run out. Refuses complaint_extended_already, complaint_not_extendable. */
export const extendComplaint = (world: World, ask: Ask, of: { id: string; reason: string }) =>
  stepOn(world, ask, of.id, (found) => {
    const { was, now, city } = found
    mayNow(whyNot.extend(was, now))
    const days = (was.clock_days ?? 0) + was.extend_days
    const clock = startClock(city.calendar, 'finish', was.clock_on ?? localDate(now), days)
    const after = { ...was, ...clock, extended_at: now }
    const also = [told(found, 'complaint.extended', after)]
    return { after, step: 'extended', note: of.reason, also }
  })

/** 办结 with what came of it; the freeze ends. Refuses complaint_not_at_unit, complaint_outcome_unfit. */
export const closeComplaint = (
  world: World,
  ask: Ask,
  of: { id: string; outcome: Outcome; note: string },
) =>
  stepOn(world, ask, of.id, (found) => {
    const { was, now } = found
    mayNow(whyNot.close(was))
    if (!OUTCOMES_BY_WAY[was.way].includes(of.outcome)) refuse('complaint_outcome_unfit')
    const end = { status: 'closed', outcome: of.outcome, end_note: of.note } as const
    const after = endedFrom(was, now, end)
    const also = [tallyEndStatement(after), told(found, 'complaint.closed', after)]
    return { after, step: 'closed', note: of.note, also }
  })

/** 回访: somebody of the authority asked who filed it. Refuses complaint_not_closed, complaint_called_already. */
export const callBackComplaint = (
  world: World,
  ask: Ask,
  of: { id: string; result: CallResult; note: string | null },
) =>
  stepOn(world, ask, of.id, ({ was, now }) => {
    mayNow(whyNot.callBack(was))
    const call = { called_at: now, called_result: of.result, called_note: of.note }
    const after = { ...was, ...call }
    const reached = of.result !== 'not_reached'
    const also = reached
      ? [
          tallyStatement(after, localDate(now), {
            called_count: 1,
            satisfied_count: of.result === 'satisfied' ? 1 : 0,
          }),
        ]
      : []
    return { after, step: 'called', note: of.note, also }
  })

/** The shop answers, once and in its time. Refuses complaint_answer_not_wanted. */
export const answerComplaint = (
  world: World,
  ask: Ask,
  of: { id: string; answer: ShopAnswer; words: string },
) =>
  stepOn(world, ask, of.id, ({ was, now, kit }) => {
    mayNow(whyNot.answer(was, now))
    const said = { answer: of.answer, answer_words: of.words, answered_at: now }
    const after = { ...was, ...said }
    const also = [emitComplaint(kit, 'complaint.answered', after, now)]
    return { after, step: 'answered', note: of.words, also }
  })

/** Who filed it takes it back; the freeze ends. Refuses complaint_not_open. */
export const withdrawComplaint = (world: World, ask: Ask, id: string) =>
  stepOn(world, ask, id, ({ was, now, kit }) => {
    mayNow(whyNot.withdraw(was))
    const after = endedFrom(was, now, { status: 'withdrawn' })
    const also = [tallyEndStatement(after), emitComplaint(kit, 'complaint.withdrawn', after, now)]
    return { after, step: 'withdrawn', note: null, also }
  })

/** Who filed it says how it was handled, one to five. Refuses complaint_not_closed, complaint_rated_already. */
export const rateComplaint = (
  world: World,
  ask: Ask,
  of: { id: string; stars: number; words: string | null },
) =>
  stepOn(world, ask, of.id, ({ was, now }) => {
    mayNow(whyNot.rate(was))
    const after = { ...was, stars: of.stars, rated_at: now }
    const also = [tallyStatement(after, localDate(now), { stars_count: 1, stars_sum: of.stars })]
    return { after, step: 'rated', note: of.words, also }
  })

/** An agreement settles a complaint that was accepted: it is closed in the batch of the second word, and nothing stays frozen. */
export function settleComplaintStatements(
  kit: Kit,
  was: ComplaintDetailRow,
  { by, now }: { by: Actor; now: Instant },
): Statement[] {
  const after = endedFrom(was, now, { status: 'closed', outcome: 'settled' })
  return [
    ...stepStatements(after, { step: 'closed', by, note: null, at: now }),
    tallyEndStatement(after),
    emitComplaint(kit, 'complaint.closed', after, now),
  ]
}
