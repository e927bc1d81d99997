import { openPhone } from '../identity/phone'
import { all, type IdRow, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { type RecoveryRow, readRecoveries } from './store'

const JOB = 'tellOldNumbers'
const TEXT =
  '【预付保】没有动钱。您的账户刚换了手机号，以后的短信发到新号码。不是您本人请马上拨 12345 或到服务点'

/** A number that was left is told so once: who still holds it may be the one who knows nothing of it. */
export async function tellOldNumbers(world: World, limit: number): Promise<number> {
  const due = await all(
    world.db,
    sql<IdRow>`SELECT r.id FROM recoveries r WHERE r.old_phone_sealed IS NOT NULL AND r.old_told_at IS NULL
         AND r.state = 'done' AND ${notSetAsideCondition(JOB, sql`r.id`, world.now())} ORDER BY r.id LIMIT ${limit}`,
  )
  return eachDue(world, JOB, due, { id: ({ id }) => id, act: ({ id }) => tellOldNumber(world, id) })
}

const tellOldNumber = (world: World, id: string) =>
  jobAct(
    world,
    { operation: 'tellOldNumber', key: id, said: [id] },
    {
      reads: () => ({ recovery: readRecoveries(sql`r.id = ${id}`) }),
      call: async ({ rows, now, kit }) => {
        const recovery = rows.recovery[0]
        if (!recovery?.old_phone_sealed) return
        const sealed = { id: recovery.consumer_id, phone_sealed: recovery.old_phone_sealed }
        const phone = await openPhone(kit, 'consumers', sealed)
        await world.sms.send({ id, phone, text: TEXT, at: now }).catch((error: unknown) => {
          throw new Error(String(error).replaceAll(phone, '***********'))
        })
      },
      decide: ({ rows, now }) => ({
        status: 200,
        subject_id: id,
        body: { id, told: true },
        statements: rows.recovery.map(toldStatement(now)),
      }),
    },
  )
const toldStatement = (now: string) => (row: RecoveryRow) =>
  sql`UPDATE recoveries SET old_told_at = ${now}, old_phone_sealed = NULL, version = ${row.version + 1}
      WHERE id = ${row.id}`
