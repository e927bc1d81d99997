import { refuse } from '../kernel/refusals'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { closeAlarmStatement, insertReview, readAlarms } from './store'
import { presentAlarm } from './views'

type Review = { id: string; found: 'in_order' | 'not_in_order'; note: string }
/**
 * Another person looks at what seemed wrong; an emergency is over when two have, neither of them who read. Refuses
 * access_alarm_not_found, access_alarm_ended, checker_must_not_be_maker.
 */
export const reviewAccessAlarm = (world: World, ask: Ask, { id, found, note }: Review) =>
  answerOnce(world, ask, {
    reads: (who) => ({ alarms: readAlarms(who, sql`a.id = ${id}`) }),
    decide: ({ actor, rows, now }) => {
      const alarm = rows.alarms[0] ?? refuse('access_alarm_not_found')
      if (alarm.closed_at !== null) refuse('access_alarm_ended')
      if (alarm.is_mine === 1) refuse('checker_must_not_be_maker')
      const reviews_count = alarm.reviews_count + 1
      const is_done = reviews_count >= alarm.needs_count
      const review = { alarm_id: id, reviewer_id: actor.id, found, note, reviewed_at: now }
      return {
        status: 200,
        subject_id: id,
        body: presentAlarm({
          ...alarm,
          reviews_count,
          is_mine: 1,
          closed_at: is_done ? now : null,
        }),
        statements: [insertReview(review), ...(is_done ? [closeAlarmStatement(id, now)] : [])],
      }
    },
  })
