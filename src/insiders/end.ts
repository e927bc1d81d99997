import { refuse } from '../kernel/refusals'
import type { Ask } from '../platform/act'
import { all, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { answerOnce, jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { isShopsOwnHolder } from './rules'
import { endMarkStatement, readMarks } from './store'
import { presentMark } from './views'

const JOB = 'endInsiderMarks'
const IS_WITHHELD = sql`k.withheld_until IS NOT NULL AND k.ended_at IS NULL`

/**
 * The holder says of a marked use that it was them: what it released is payable at once. Refuses insider_mark_not_found,
 * and insider_mark_not_yours_to_end where holder and shop are one.
 */
export const recogniseUse = (world: World, ask: Ask, redemption_id: string) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      marks: readMarks(
        sql`k.redemption_id = ${redemption_id} AND k.consumer_id = ${who.subject_id} ORDER BY k.seq`,
      ),
    }),
    decide: ({ rows, now }) => {
      const open = rows.marks.filter((one) => one.withheld_until !== null && one.ended_at === null)
      const [first] = open
      if (!first) refuse('insider_mark_not_found')
      if (rows.marks.some(({ kind }) => isShopsOwnHolder(kind)))
        refuse('insider_mark_not_yours_to_end')
      return {
        status: 200,
        subject_id: redemption_id,
        body: presentMark({ ...first, ended_at: now, ended_by: 'holder' }),
        statements: open.map(({ seq }) => endMarkStatement(seq, 'holder', now)),
      }
    },
  })

/** Lets go of what was withheld until now. At most `limit` a run; safe to run twice: each ends once. */
export async function endInsiderMarks(world: World, limit: number): Promise<number> {
  const now = world.now()
  const due = await all(
    world.db,
    readMarks(sql`${IS_WITHHELD} AND k.withheld_until <= ${now}
          AND ${notSetAsideCondition(JOB, sql`CAST(k.seq AS TEXT)`, now)} ORDER BY k.seq LIMIT ${limit}`),
  )
  return eachDue(world, JOB, due, {
    id: ({ seq }) => String(seq),
    act: ({ seq }) => endMark(world, seq),
  })
}

function endMark(world: World, seq: number) {
  const request = { operation: 'endInsiderMark', key: String(seq), said: [seq] }
  return jobAct(world, request, {
    reads: () => ({ marks: readMarks(sql`k.seq = ${seq} AND ${IS_WITHHELD}`) }),
    decide: ({ rows, now }) => ({
      status: 200,
      subject_id: rows.marks[0]?.redemption_id ?? '',
      body: { object: 'insider_mark_end', seq },
      statements: rows.marks.map((one) => endMarkStatement(one.seq, 'time', now)),
    }),
  })
}
