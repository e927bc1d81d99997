import { type LocalDate, localDate } from '../kernel/time'
import { all, type IdRow, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { mattersQuery } from '../supervision/matters'
import { lookWork } from './look-work'
import { BANK_KINDS, OPENS_FROM } from './rules'
import { readLookedShop, readNewestCase } from './store'

const JOB = 'keepCases'
/** How many matters of one shop a case keeps; how many there are is in its digest. */
const REASONS_MAX = 50

/**
 * What is the matter with shops that somebody should go and see, by shop: the bank's own matters are apart, and a
 * shortage that an ending left is a claim of the holders, no errand.
 */
const looked = (today: LocalDate, of: string | null): Statement =>
  sql`matters AS MATERIALIZED (${mattersQuery(today, of)}),
      visits AS MATERIALIZED (
        SELECT x.*, iif(x.kind = 'warning_watch', 3, x.urgency) AS level FROM matters x
         WHERE x.kind NOT IN (SELECT value FROM json_each(${JSON.stringify(BANK_KINDS)}))
           AND NOT (x.kind = 'refund_shortfall'
                    AND EXISTS (SELECT 1 FROM endings e WHERE e.id = x.subject_id AND e.phase = 'done'))),
      looked AS MATERIALIZED (
        SELECT merchant_id, max(level) AS level, group_concat(kind || '*' || n, ' ' ORDER BY kind) AS digest
          FROM (SELECT merchant_id, kind, count(*) AS n, max(level) AS level FROM visits GROUP BY merchant_id, kind)
         GROUP BY merchant_id)`

/** Shops whose case is not what is the matter with them now, or was not looked at today. */
const readDueShops = (today: LocalDate, not_aside: Statement, limit: number) =>
  sql<IdRow & { version: number; digest: string }>`WITH ${looked(today, null)}
    SELECT id, version, digest FROM (
      SELECT k.merchant_id AS id, coalesce(c.version, 0) AS version, k.digest
        FROM looked k LEFT JOIN cases c ON c.merchant_id = k.merchant_id AND c.next_id IS NULL
       WHERE iif(c.id IS NULL, k.level >= ${OPENS_FROM}, c.digest <> k.digest OR c.looked_on < ${today})
      UNION ALL
      SELECT c.merchant_id, c.version, '' FROM cases c
       WHERE c.closed_at IS NULL AND (c.digest <> '' OR c.looked_on < ${today})
         AND NOT EXISTS (SELECT 1 FROM looked k WHERE k.merchant_id = c.merchant_id)) m
     WHERE ${not_aside} ORDER BY id LIMIT ${limit}`

export type ReasonRow = {
  kind: string
  level: number
  subject_id: string | null
  money_fen: number
  cards_count: number
  detail: string | null
  due: string | null
  digest: string
}
const readReasons = (today: LocalDate, merchant_id: string) =>
  sql<ReasonRow>`WITH ${looked(today, merchant_id)}
    SELECT v.kind, v.level, v.subject_id, v.money_fen, v.cards_count, v.detail, v.due, k.digest
      FROM visits v JOIN looked k ON k.merchant_id = v.merchant_id
     ORDER BY v.level DESC, v.money_fen DESC, v.kind, v.subject_id LIMIT ${REASONS_MAX}`

/**
 * Looks at every shop with which something changed, and once a day at those with a case: opens a case, raises and lowers
 * it, ends it with its shop. At most `limit` shops; says how many. Twice is once: nothing changed in between.
 */
export async function keepCases(world: World, limit: number): Promise<number> {
  const now = world.now()
  const today = localDate(now)
  const not_aside = notSetAsideCondition(JOB, sql`m.id`, now)
  const due = await all(world.db, readDueShops(today, not_aside, limit))
  return eachDue(world, JOB, due, {
    id: ({ id }) => id,
    act: ({ id, version, digest }) => lookAtShop(world, { id, version, digest, today }),
  })
}

type Look = { id: string; version: number; digest: string; today: LocalDate }
function lookAtShop(world: World, { id, version, digest, today }: Look) {
  const key = `${id}:${version}:${today}:${digest}`
  const request = { operation: 'keepCase', key, said: [id, version, today, digest] }
  return jobAct(world, request, {
    reads: () => ({
      shop: readLookedShop(id),
      newest: readNewestCase(id),
      reasons: readReasons(today, id),
    }),
    decide: ({ rows, now, city, kit }) => lookWork(kit, id, rows, { now, city, today }),
  })
}
