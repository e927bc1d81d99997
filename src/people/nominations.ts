import * as z from 'zod'
import { approveStatement, isSamePersonCondition } from '../identity/persons'
import { disableOfficialStatements, disableStaffStatements } from '../identity/store'
import { refuse } from '../kernel/refusals'
import { DAY_MS, type Instant, plusMs } from '../kernel/time'
import { readColleagues, tellStatements } from '../passkeys/notices'
import type { Ask } from '../platform/act'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { decidedText } from './nomination-words'
import { Standing, standingOn } from './records'

/** Between the proposal and the office: time in which everybody concerned has been told and may object. */
const WAIT_MS = DAY_MS

const instant = z.iso.datetime({ precision: 3 })
export const Nomination = z
  .strictObject({
    id: z.string().regex(/^(?:ofc|stf)_[0-9A-HJKMNP-TV-Z]{26}$/),
    object: z.literal('nomination'),
    kind: z.enum(['bank', 'regulator', 'operator', 'owner']).meta({ description: '要做什么' }),
    name: z.string(),
    phone_mask: z.string(),
    districts: z.array(z.string()),
    merchant_id: z.string().nullable().meta({ description: '哪家店的店主；不是店主为 null' }),
    proposed_by_name: z.string().nullable().meta({ description: '谁登记的' }),
    proposed_at: instant,
    earliest_from: instant.meta({ description: '就是马上同意，最早也要到这时才生效' }),
    effective_from: instant.nullable().meta({ description: '什么时候生效；还没人同意为 null' }),
    state: Standing,
    is_own: z.boolean().meta({ description: '是不是您自己，或您登记的；自己不能同意' }),
  })
  .meta({ id: 'Nomination', description: '等另一个人同意、或同意了还没生效的登记' })

type NominationRow = {
  id: string
  kind: 'bank' | 'regulator' | 'operator' | 'owner'
  name: string
  phone_mask: string
  districts: string
  merchant_id: string | null
  proposed_by_name: string | null
  proposed_at: Instant
  effective_from: Instant | null
  disabled_at: Instant | null
  is_own: number
}

const isOwn = (id: Statement, created_by: Statement, who: Who): Statement =>
  sql`(${isSamePersonCondition(id, who.subject_id)} OR ${isSamePersonCondition(created_by, who.subject_id)})`

/**
 * Those that the asker may decide about: an operator all; an official those of their own kind of office, and operators; an
 * owner the owners of their own shop.
 */
const nominations = (who: Who, where: Statement) =>
  sql<NominationRow>`SELECT * FROM (
        SELECT o.id, o.kind, o.name, o.phone_mask, o.districts, NULL AS merchant_id, maker.name AS proposed_by_name,
               o.created_at AS proposed_at, o.effective_from, o.disabled_at,
               ${isOwn(sql`o.id`, sql`o.created_by`, who)} AS is_own
          FROM officials o LEFT JOIN officials maker ON maker.id = o.created_by
         WHERE EXISTS (SELECT 1 FROM officials me WHERE me.id = ${who.subject_id}
                          AND (me.kind IN ('operator', o.kind) OR o.kind = 'operator'))
        UNION ALL
        SELECT s.id, 'owner', s.name, s.phone_mask, '[]', s.merchant_id, maker.name, s.created_at, s.effective_from,
               s.disabled_at, ${isOwn(sql`s.id`, sql`s.created_by`, who)}
          FROM staff s LEFT JOIN officials maker ON maker.id = s.created_by
         WHERE s.role = 'owner' AND s.created_by IS NOT NULL
           AND (s.merchant_id = ${who.merchant_id}
                OR EXISTS (SELECT 1 FROM officials me WHERE me.id = ${who.subject_id} AND me.kind = 'operator')))
       WHERE ${where}`

/** Those that wait for another person, or for their day. */
export const readWaiting = (
  who: Who,
  now: Instant,
  { after, limit }: { after: string | null; limit: number },
) =>
  nominations(
    who,
    sql`disabled_at IS NULL AND (effective_from IS NULL OR effective_from > ${now}) AND id > ${after ?? ''}
        ORDER BY id LIMIT ${limit + 1}`,
  )

export const presentNomination = (
  row: NominationRow,
  now: Instant,
): z.input<typeof Nomination> => ({
  id: row.id,
  object: 'nomination',
  kind: row.kind,
  name: row.name,
  phone_mask: row.phone_mask,
  districts: JSON.parse(row.districts) as string[],
  merchant_id: row.merchant_id,
  proposed_by_name: row.proposed_by_name,
  proposed_at: row.proposed_at,
  earliest_from: plusMs(row.proposed_at, WAIT_MS),
  effective_from: row.effective_from,
  state: standingOn(row, now),
  is_own: row.is_own === 1,
})

/**
 * Another person agrees that somebody comes into office, a day after they were proposed or at once if that has passed; or
 * says no, which is everybody's right until it counts, the proposer's too. Refuses person_not_found,
 * nomination_not_waiting, checker_must_not_be_maker.
 */
export const decideNomination = (
  world: World,
  ask: Ask,
  { id, agreed }: { id: string; agreed: boolean },
) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      nomination: nominations(who, sql`id = ${id}`),
      colleagues: readColleagues(sql`(SELECT kind FROM officials WHERE id = ${id})`),
      owners: readOwners(id),
    }),
    decide: ({ actor, rows, now, kit }) => {
      const row = rows.nomination[0] ?? refuse('person_not_found')
      const state = standingOn(row, now)
      if (state !== 'waiting' && !(state === 'agreed' && !agreed)) refuse('nomination_not_waiting')
      if (agreed && row.is_own === 1) refuse('checker_must_not_be_maker')

      const earliest = plusMs(row.proposed_at, WAIT_MS)
      const from = earliest > now ? earliest : now
      const after: NominationRow = agreed
        ? { ...row, effective_from: from }
        : { ...row, disabled_at: now }
      const to = [id, ...[...rows.colleagues, ...rows.owners].map((one) => one.id)]
      return {
        status: 200,
        subject_id: id,
        body: presentNomination(after, now),
        statements: [
          ...(agreed
            ? [approveStatement({ id, by: actor.id, at: now, from })]
            : id.startsWith('ofc_')
              ? disableOfficialStatements(id, now)
              : disableStaffStatements(id, now)),
          ...tellStatements(kit, { to, text: decidedText(row, agreed), at: now }),
        ],
      }
    },
  })
const readOwners = (id: string) =>
  sql<{
    id: string
  }>`SELECT s.id FROM staff me JOIN staff s ON s.merchant_id = me.merchant_id AND s.role = 'owner' AND s.disabled_at IS NULL
      WHERE me.id = ${id} LIMIT 50`
