import type * as z from 'zod'
import { refuse } from '../kernel/refusals'
import { type Instant, plusMs } from '../kernel/time'
import { readColleagues } from '../passkeys/notices'
import type { Ask } from '../platform/act'
import { type IdRow, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { LASTS_MS, type Office, OPEN_MAX, PEOPLE_MAX, purposeScope, REVIEWS_NEEDED } from './rules'
import {
  agreeToSecrecyStatement,
  endPurposeStatement,
  insertDisclosure,
  insertPurpose,
  isNearby,
  type PurposeDetailRow,
  type PurposeRow,
  readOpenCount,
  readPurposes,
} from './store'
import { readReference } from './things'
import { alarmStatements } from './trace'
import { type NewPurpose, presentPurpose, waits } from './views'

/**
 * An official says for which case and why they are about to read of somebody; it ends by itself after a day's work. In an
 * emergency without a case it lasts an hour, is of few people, and wakes colleagues and operators at once. Refuses
 * access_purposes_too_many, access_reference_unknown.
 */
export const openAccessPurpose = (world: World, ask: Ask, said: z.output<typeof NewPurpose>) =>
  answerOnce(world, ask, {
    reads: (who, now) => ({
      me: sql<{ name: string }>`SELECT name FROM officials WHERE id = ${who.subject_id}`,
      open: readOpenCount(who.subject_id, now),
      found: said.reference_id === undefined ? undefined : readReference(who, said.reference_id),
      colleagues: readColleagues(sql`(SELECT kind FROM officials WHERE id = ${who.subject_id})`),
      operators: sql<IdRow>`SELECT id FROM officials WHERE kind = 'operator' AND disabled_at IS NULL ORDER BY id LIMIT 20`,
    }),
    decide: ({ actor, rows, now, kit }) => {
      if ((rows.open[0]?.open_count ?? 0) >= OPEN_MAX) refuse('access_purposes_too_many')
      const { kind, reason } = said
      const found =
        kind === 'case' ? (rows.found?.[0] ?? refuse('access_reference_unknown')) : NOBODYS
      const row: PurposeRow = {
        id: kit.newId('acp'),
        official_id: actor.id,
        kind,
        reference_id: said.reference_id ?? null,
        ...found,
        reason,
        people_max: PEOPLE_MAX[purposeScope({ kind, ...found })],
        opened_at: now,
        expires_at: plusMs(now, LASTS_MS[kind]),
        ended_at: null,
        secrecy_document: said.secrecy?.document_no ?? null,
        agreed_by: null,
        agreed_at: null,
      }
      const office = actor.kind as Office
      const to = [...rows.colleagues, ...rows.operators].map(({ id }) => id)
      const alarm = {
        id: kit.newId('aal'),
        kind: 'emergency' as const,
        official_id: actor.id,
        office,
        purpose_id: row.id,
        about: row.id,
        count: 1,
        needs_count: REVIEWS_NEEDED.emergency === 2 ? (2 as const) : (1 as const),
        raised_at: now,
        closed_at: null,
        to,
      }
      const fresh = { ...row, office, official_name: rows.me[0]?.name ?? '', ...UNREAD }
      return {
        status: 201,
        subject_id: row.id,
        body: presentPurpose(fresh, now),
        statements: [
          insertPurpose(row),
          ...(kind === 'emergency' ? alarmStatements(kit, alarm) : []),
        ],
      }
    },
  })
const NOBODYS = { consumer_id: null, merchant_id: null }
const UNREAD = { people_count: 0, readings_count: 0, disclosures_count: 0, is_own: 1 }

/** Nothing more is read under it. Refuses access_purpose_not_found, access_purpose_over. */
export const endAccessPurpose = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      found: readPurposes(who, sql`p.id = ${id} AND p.official_id = ${who.subject_id}`),
    }),
    decide: ({ rows, now }) => {
      const found = rows.found[0] ?? refuse('access_purpose_not_found')
      if (found.ended_at !== null || found.expires_at <= now) refuse('access_purpose_over')
      return shownAfter(found, { ended_at: now }, now, [endPurposeStatement(id, now)])
    },
  })

/**
 * Another person of the office has seen the paper and agrees that the readings stay secret for now; before that nothing is
 * read under it. Refuses access_purpose_not_found, access_secrecy_not_waiting, checker_must_not_be_maker.
 */
export const agreeToAccessSecrecy = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (who) => ({ found: readPurposes(who, sql`p.id = ${id} AND ${isNearby(who)}`) }),
    decide: ({ actor, rows, now }) => {
      const found = rows.found[0] ?? refuse('access_purpose_not_found')
      if (!waits(found) || found.ended_at !== null || found.expires_at <= now)
        refuse('access_secrecy_not_waiting')
      if (found.is_own === 1) refuse('checker_must_not_be_maker')
      const by = { agreed_by: actor.id, agreed_at: now }
      return shownAfter(found, by, now, [agreeToSecrecyStatement(id, actor.id, now)])
    },
  })

/**
 * One of the two who say that the person may see the readings now. Refuses access_purpose_not_found,
 * access_secrecy_not_waiting, checker_must_not_be_maker for whoever said so before under any id.
 */
export const discloseAccess = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (who) => ({ found: readPurposes(who, sql`p.id = ${id} AND ${isNearby(who)}`) }),
    decide: ({ actor, rows, now }) => {
      const found = rows.found[0] ?? refuse('access_purpose_not_found')
      if (found.secrecy_document === null || waits(found) || found.disclosures_count >= 2)
        refuse('access_secrecy_not_waiting')
      const counted = { disclosures_count: found.disclosures_count + 1 }
      return shownAfter(found, counted, now, [insertDisclosure(id, actor.id, now)])
    },
  })

const shownAfter = <S>(
  found: PurposeDetailRow,
  after: Partial<PurposeDetailRow>,
  now: Instant,
  statements: S[],
) => ({
  status: 200,
  subject_id: found.id,
  body: presentPurpose({ ...found, ...after }, now),
  statements,
})
