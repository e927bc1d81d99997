import { readOfficial, readStaff } from '../identity/store'
import { refuse } from '../kernel/refusals'
import { plusMs } from '../kernel/time'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { readConcerned, readConcernedByMe, tellStatements } from './notices'
import type { WorkKind } from './objects'
import {
  decideRecoveryStatement,
  insertRecovery,
  presentRecovery,
  type RecoveryDetailRow,
  readOpenRecovery,
  readRecoveries,
} from './recovery-store'
import { RECOVERY_WAIT_MS } from './rules'
import { readOwnPasskeys, readPerson } from './store'

/**
 * Somebody who has lost every passkey asks to come back: a day passes, another person agrees, and everybody concerned is
 * told at once. Refuses recovery_not_needed, recovery_is_open.
 */
export const askForRecovery = (world: World, ask: Ask) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      person: readPerson(who),
      own: readOwnPasskeys(who),
      open: readOpenRecovery(who),
      concerned: readConcernedByMe(who),
      staff: readStaff(sql`id = ${who.subject_id}`),
      official: readOfficial(sql`id = ${who.subject_id}`),
    }),
    decide: ({ actor, rows, now, kit }) => {
      const person_id = rows.person[0]?.person_id ?? refuse('not_signed_in')
      if (!rows.own[0]) refuse('recovery_not_needed')
      if (rows.open[0]) refuse('recovery_is_open')

      const me = rows.official[0] ?? rows.staff[0] ?? refuse('not_signed_in')
      const row: RecoveryDetailRow = {
        id: kit.newId('rcy'),
        person_id,
        subject_id: actor.id,
        kind: actor.kind as WorkKind,
        asked_at: now,
        usable_from: plusMs(now, RECOVERY_WAIT_MS),
        state: 'waiting',
        decided_by: null,
        decided_at: null,
        used_at: null,
        name: me.name,
        phone_mask: me.phone_mask,
        is_own: 1,
      }
      const to = [actor.id, ...rows.concerned.map(({ id }) => id)]
      const text = `${me.name}说通行密钥都丢了，申请找回；要另一个人同意，24 小时后才能用。不是本人请马上拒绝`
      return {
        status: 201,
        subject_id: row.id,
        body: presentRecovery(row),
        statements: [insertRecovery(row), ...tellStatements(kit, { to, text, at: now })],
      }
    },
  })

/**
 * Another person agrees to a recovery, or ends it; to end one is also right of the person it is about, and possible until
 * it is used. Refuses recovery_not_found, recovery_not_open, recovery_needs_another_person.
 */
export const decideRecovery = (
  world: World,
  ask: Ask,
  { id, agreed }: { id: string; agreed: boolean },
) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      recoveries: readRecoveries(who, sql`r.id = ${id}`),
      concerned: readConcerned(sql`(SELECT subject_id FROM passkey_recoveries WHERE id = ${id})`),
    }),
    decide: ({ actor, rows, now, kit }) => {
      const row = rows.recoveries[0] ?? refuse('recovery_not_found')
      const is_open = row.state === 'waiting' || (row.state === 'agreed' && !agreed)
      if (!is_open) refuse('recovery_not_open')
      if (agreed && row.is_own === 1) refuse('recovery_needs_another_person')

      const state = agreed ? ('agreed' as const) : ('refused' as const)
      const after = { ...row, state, decided_by: actor.id, decided_at: now }
      const to = [row.subject_id, ...rows.concerned.map((one) => one.id)]
      const text = agreed
        ? `${row.name}的找回有人同意了，等满 24 小时可以设置新的通行密钥。不对请马上拒绝`
        : `${row.name}的找回没有同意，原来的通行密钥照旧`
      return {
        status: 200,
        subject_id: id,
        body: presentRecovery(after),
        statements: [decideRecoveryStatement(after), ...tellStatements(kit, { to, text, at: now })],
      }
    },
  })
