import { knownDistrict } from '../city/rules'
import { emit } from '../events/emit'
import { lookAlike } from '../kernel/names'
import { refuse } from '../kernel/refusals'
import { type Instant, type LocalDate, localDate } from '../kernel/time'
import { liftHoldStatement, type NewFacts, updateFactsStatements } from '../merchants/facts'
import { holdMerchantStatement, updatePayoutHold } from '../merchants/holds'
import { readMerchantNames } from '../merchants/store'
import type { Ask, Work } from '../platform/act'
import { all, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { answerOnce, jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { type ChangeKind, decideChange, type Facts, holdReason, STOPS_SALES } from './rules'
import {
  type ChangeDetailRow,
  type ChangeRow,
  insertChange,
  readChanges,
  updateChange,
} from './store'
import { presentChange } from './views'

type ChangeEvent = 'merchant.change_announced' | 'merchant.takeover_announced' | 'merchant.changed'
type Told = { subject_id: string; consumer_id: string | null; at: Instant }
const tell = (
  kit: Kit,
  type: ChangeEvent,
  g: ChangeRow,
  { subject_id, consumer_id, at }: Told,
): Statement =>
  emit(kit, {
    type,
    subject_id,
    merchant_id: g.merchant_id,
    consumer_id,
    data: { change_id: g.id, kind: g.kind, from_on: g.from_on, leave_by: g.leave_by },
    at,
  })

type MerchantRow = { id: string; name: string; version: number; cards_count: number }
/**
 * A shop announces a change. Who answers for it stops sales until it is verified; a move or a takeover needs thirty days'
 * notice; every holder is told by the clock. Refuses district_unknown, what `decideChange` refuses,
 * change_already_announced.
 */
export const announceChange = (
  world: World,
  ask: Ask,
  request: { kind: ChangeKind; facts: Facts; from_on: LocalDate; reason: string },
) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      merchants: sql<MerchantRow>`SELECT m.id, m.name, m.version, t.cards_count FROM merchants m
            JOIN merchant_totals t ON t.merchant_id = m.id WHERE m.id = ${who.merchant_id}`,
      names: readMerchantNames(),
    }),
    decide: ({ actor, rows, now, city, kit }) => {
      const { district } = request.facts
      if (district !== undefined) knownDistrict(city, district, localDate(now))
      const shop = rows.merchants[0] ?? refuse('merchant_not_found')
      const { leave_by } = decideChange(request, localDate(now))
      const { kind, from_on, reason } = request
      const others = rows.names.filter(({ id }) => id !== shop.id)
      const { name } = request.facts
      const like = name === undefined ? null : lookAlike(name, others)
      const change: ChangeDetailRow = {
        id: kit.newId('chg'),
        merchant_id: shop.id,
        kind,
        facts: JSON.stringify(request.facts),
        resembles: like && JSON.stringify(like),
        reason,
        from_on,
        leave_by,
        announced_by: actor.id,
        announced_at: now,
        status: 'announced',
        checked_by: null,
        checked_at: null,
        checked_note: null,
        effective_at: null,
        told_to_card: '',
        told_count: 0,
        told_at: null,
        consented_count: 0,
        declined_count: 0,
        version: 1,
        merchant_name: String(shop.name),
        merchant_version: shop.version,
        cards_count: Number(shop.cards_count),
      }
      const stops = STOPS_SALES.includes(kind)
      return {
        status: 201,
        subject_id: change.id,
        body: presentChange(change),
        statements: [
          insertChange(change),
          ...(stops
            ? [
                holdMerchantStatement(shop, {
                  at: now,
                  reason: holdReason(kind),
                  payouts_held_at: null,
                }),
              ]
            : []),
        ],
      }
    },
  })

/** An operator has checked the papers: the change may take effect on its day, or is refused. Refuses change_not_waiting. */
export const checkChange = (
  world: World,
  ask: Ask,
  request: { id: string; verified: boolean; note: string },
) =>
  answerOnce(world, ask, {
    reads: () => ({ changes: readChanges(sql`g.id = ${request.id}`) }),
    decide: ({ actor, rows, now }) => {
      const change = rows.changes[0] ?? refuse('change_not_found')
      if (change.status !== 'announced') refuse('change_not_waiting')
      const after: ChangeDetailRow = {
        ...change,
        status: request.verified ? 'verified' : 'refused',
        checked_by: actor.id,
        checked_at: now,
        checked_note: request.note,
      }
      return {
        status: 200,
        subject_id: change.id,
        body: presentChange(after),
        statements: [updateChange(after)],
      }
    },
  })

const STEP = 100
/** Tells the holders, a hundred cards a step, from where the last step ended. Safe to run twice or to die. */
export const tellChanges = (world: World, limit: number): Promise<number> =>
  eachChange(world, limit, {
    job: 'tellChanges',
    due: sql`g.told_at IS NULL`,
    cards: (g) =>
      sql<CardRow>`SELECT id, consumer_id FROM cards WHERE merchant_id = ${g.merchant_id} AND id > ${g.told_to_card}
           ORDER BY id LIMIT ${STEP}`,
    decide: (kit, g, cards, now) => {
      const after = {
        ...g,
        told_to_card: cards.at(-1)?.id ?? g.told_to_card,
        told_count: g.told_count + cards.length,
        told_at: cards.length < STEP ? now : null,
      }
      const type =
        g.kind === 'takeover' ? 'merchant.takeover_announced' : 'merchant.change_announced'
      return [
        updateChange(after),
        ...cards.map(({ id, consumer_id }) =>
          tell(kit, type, g, { subject_id: id, consumer_id, at: now }),
        ),
      ]
    },
  })

/**
 * Verified changes take effect on their day. A takeover waits until the former owner has been paid, and holds payouts
 * until the new owner's account was verified: what was earned before is never paid to somebody else.
 */
export const applyChanges = (world: World, limit: number): Promise<number> =>
  eachChange(world, limit, {
    job: 'applyChanges',
    due: sql`g.status = 'verified' AND g.from_on <= ${localDate(world.now())} AND (g.kind <> 'takeover' OR NOT EXISTS (
               SELECT 1 FROM ledger_accounts a WHERE a.id IN ('payable:' || g.merchant_id, 'paying:' || g.merchant_id)
                  AND a.balance_fen > 0))`,
    decide: (kit, g, _cards, now) => {
      const facts = JSON.parse(g.facts) as NewFacts
      const shop = { id: g.merchant_id, version: g.merchant_version }
      const lifted = { reason: holdReason(g.kind), why: '已核验', at: now }
      return [
        updateChange({ ...g, status: 'effective', effective_at: now }),
        ...updateFactsStatements(shop, facts, g.kind === 'takeover' ? now : null),
        liftHoldStatement({ ...shop, version: shop.version + 1 }, lifted),
        tell(kit, 'merchant.changed', g, { subject_id: g.merchant_id, consumer_id: null, at: now }),
      ]
    },
  })

/** A new owner's account was verified after the takeover: payouts go on, to that account. */
export const releaseTakeovers = (world: World, limit: number): Promise<number> =>
  eachChange(world, limit, {
    job: 'releaseTakeovers',
    due: sql`g.kind = 'takeover' AND g.status = 'effective' AND m.payouts_held_at = g.effective_at
             AND m.settlement_account_verified_at > g.effective_at`,
    decide: (_kit, g) => [
      updatePayoutHold({ id: g.merchant_id, version: g.merchant_version }, null),
    ],
  })

type Round = {
  job: string
  due: Statement
  /** The next cards to be told, where the round tells anybody. */
  cards?: (g: ChangeDetailRow) => Statement<CardRow>
  decide: (kit: Kit, g: ChangeDetailRow, cards: readonly CardRow[], now: Instant) => Statement[]
}
type CardRow = { id: string; consumer_id: string }
async function eachChange(world: World, limit: number, round: Round): Promise<number> {
  const { job, due } = round
  const found = await all(
    world.db,
    readChanges(
      sql`${due} AND ${notSetAsideCondition(job, sql`g.id`, world.now())} ORDER BY g.id LIMIT ${limit}`,
    ),
  )
  return eachDue(world, job, found, {
    id: ({ id }) => id,
    act: async (seen) => {
      const key = `${seen.id}:${seen.version}:${seen.merchant_version}`
      const request = { operation: job, key, said: [seen.id, seen.version] }
      return jobAct(world, request, {
        reads: () => ({ change: readChanges(sql`g.id = ${seen.id}`), cards: round.cards?.(seen) }),
        decide: ({ rows, now, kit }): Work => {
          const fresh = rows.change[0] ?? refuse('change_not_found')
          const statements =
            fresh.version === seen.version ? round.decide(kit, fresh, rows.cards ?? [], now) : []
          return { status: 200, subject_id: seen.id, body: { id: seen.id }, statements }
        },
      })
    },
  })
}
