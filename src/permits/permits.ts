import { readOfficial } from '../identity/store'
import { refuse } from '../kernel/refusals'
import { DAY_MS, type Instant, type LocalDate, plusMs } from '../kernel/time'
import { readColleagues, tellStatements } from '../passkeys/notices'
import type { Ask } from '../platform/act'
import { type IdRow, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import {
  decidePermitStatement,
  insertPermit,
  type PermitDetailRow,
  presentPermit,
  readPermits,
} from './store'

/** How long the asker has to take the file. */
const USABLE_MS = DAY_MS

type Wanted = {
  from: LocalDate
  to: LocalDate
  merchant_id: string | null
  detail: 'shop' | 'card'
}
/** Asks for a file of the books; colleagues are told. Refuses merchant_not_found. */
export const askForExport = (world: World, ask: Ask, wanted: Wanted & { reason: string }) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      me: readOfficial(sql`id = ${who.subject_id}`),
      merchants: sql<IdRow>`SELECT id FROM merchants WHERE id = ${wanted.merchant_id}`,
      colleagues: readColleagues(sql`(SELECT kind FROM officials WHERE id = ${who.subject_id})`),
    }),
    decide: ({ actor, rows, now, kit }) => {
      const me = rows.me[0] ?? refuse('not_signed_in')
      if (wanted.merchant_id !== null && !rows.merchants[0]) refuse('merchant_not_found')
      const row: PermitDetailRow = {
        id: kit.newId('exp'),
        made_by: actor.id,
        from_on: wanted.from,
        to_on: wanted.to,
        merchant_id: wanted.merchant_id,
        detail: wanted.detail,
        reason: wanted.reason,
        asked_at: now,
        state: 'waiting',
        decided_by: null,
        decided_at: null,
        usable_until: null,
        made_by_name: me.name,
        is_own: 1,
      }
      const to = rows.colleagues.map(({ id }) => id).filter((id) => id !== actor.id)
      const text = `${me.name}申请导出账簿（${wanted.from} 至 ${wanted.to}），要另一个人同意。不知情请马上告诉平台`
      return {
        status: 201,
        subject_id: row.id,
        body: presentPermit(row),
        statements: [insertPermit(row), ...tellStatements(kit, { to, text, at: now })],
      }
    },
  })

/**
 * Another person agrees, or anybody of the two offices says no. Refuses export_permit_not_found, export_permit_not_waiting,
 * checker_must_not_be_maker.
 */
export const decideExport = (
  world: World,
  ask: Ask,
  { id, agreed }: { id: string; agreed: boolean },
) =>
  answerOnce(world, ask, {
    reads: (who) => ({ permits: readPermits(who, sql`x.id = ${id}`) }),
    decide: ({ actor, rows, now }) => {
      const row = rows.permits[0] ?? refuse('export_permit_not_found')
      if (row.state !== 'waiting') refuse('export_permit_not_waiting')
      if (agreed && row.is_own === 1) refuse('checker_must_not_be_maker')
      const after: PermitDetailRow = {
        ...row,
        state: agreed ? 'agreed' : 'refused',
        decided_by: actor.id,
        decided_at: now,
        usable_until: agreed ? plusMs(now, USABLE_MS) : null,
      }
      return {
        status: 201,
        subject_id: id,
        body: presentPermit(after),
        statements: [decidePermitStatement(after)],
      }
    },
  })

/** Refuses export_needs_permit unless another person agreed to exactly this file, to this asker, less than a day ago. */
export function requirePermit(
  permit: PermitDetailRow | undefined,
  wanted: Wanted,
  now: Instant,
): void {
  const fits =
    permit?.state === 'agreed' &&
    permit.is_own === 1 &&
    now < (permit.usable_until ?? '') &&
    permit.from_on === wanted.from &&
    permit.to_on === wanted.to &&
    permit.merchant_id === wanted.merchant_id &&
    permit.detail === wanted.detail
  if (!fits) refuse('export_needs_permit')
}
