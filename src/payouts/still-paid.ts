import { sha256Now } from '../environment/crypto'
import type { Instant } from '../kernel/time'
import type { Work } from '../platform/act'
import { sql } from '../platform/d1'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { changeBy } from './rules'
import { type PayoutRow, putOffStatement } from './store'

/**
 * Payouts of which the bank says what it said before: they stay paid. One act for all of them says when each is asked
 * about again; nothing else about them changes. What somebody recorded meanwhile is left alone. Safe to run twice.
 */
export async function recordStillPaid(world: World, seen: readonly PayoutRow[]): Promise<void> {
  if (seen.length === 0) return
  const said = seen.map(({ id, version }): [string, number] => [id, version])
  const versions = new Map(said)
  const request = {
    operation: 'recordStillPaid',
    key: sha256Now(JSON.stringify(said)),
    said,
  }
  const ids = JSON.stringify([...versions.keys()])
  await jobAct(world, request, {
    reads: () => ({
      payouts: sql<PayoutRow>`SELECT * FROM payouts WHERE id IN (SELECT value FROM json_each(${ids}))`,
    }),
    decide: ({ rows, now }): Work => {
      const fresh = rows.payouts.filter(({ id, version }) => versions.get(id) === version)
      const asked = fresh.map((payout) => ({ ...payout, next_check_at: nextCheck(payout, now) }))
      return {
        status: 200,
        subject_id: '',
        body: { paid: asked.length },
        statements: asked.length === 0 ? [] : [putOffStatement(asked)],
      }
    },
  })
}

const nextCheck = (payout: PayoutRow, now: Instant): Instant | null =>
  changeBy(payout, { state: 'paid', at: payout.paid_at }, now)?.next_check_at ?? null
