import { tellEntry } from '../instructions/entry'
import { instructionNewsStatement } from '../instructions/store'
import { bareId } from '../kernel/ids'
import { fen } from '../kernel/money'
import { insist, refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import { post } from '../ledger/book'
import { claimsAccount, custodyAccount, payableAccount, pspAccount } from '../ledger/chart'
import { providerOwedTallyStatement } from '../merchants/tally'
import { all, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import {
  type DisputeRow,
  fundRecoveryStatement,
  insertRecovery,
  type RecoveryRow,
  updateDispute,
} from './store'

/** What corrections have promised consumers out of the payable comes before any claim of ours. */
const free = (merchant_id: Statement): Statement =>
  sql`(coalesce((SELECT balance_fen FROM ledger_accounts WHERE id = 'payable:' || ${merchant_id}), 0)
       - coalesce((SELECT sum(returned_fen) FROM corrections
                    WHERE merchant_id = ${merchant_id} AND status = 'awaiting_funds'), 0))`

/**
 * Takes what a shop owes after lost disputes out of what it earns next, the oldest first, as far as it goes. At most
 * `limit` disputes; safe to run twice: each taking has the dispute's version as its key.
 */
export async function collectClaims(world: World, limit: number): Promise<number> {
  const due = await all(
    world.db,
    sql<Pick<DisputeRow, 'id' | 'version'>>`SELECT d.id, d.version FROM disputes d
         WHERE d.claim_fen > d.collected_fen AND ${free(sql`d.merchant_id`)} > 0
           AND d.id = (SELECT min(o.id) FROM disputes o
                        WHERE o.merchant_id = d.merchant_id AND o.claim_fen > o.collected_fen)
           AND ${notSetAsideCondition('collectClaims', sql`d.id`, world.now())} ORDER BY d.id LIMIT ${limit}`,
  )
  return eachDue(world, 'collectClaims', due, {
    id: ({ id }) => id,
    act: (dispute) => collect(world, dispute),
  })
}

type FreeRow = { free_fen: number | null }
function collect(world: World, { id, version }: Pick<DisputeRow, 'id' | 'version'>) {
  const key = `${id}:${version}`
  const request = { operation: 'collectClaim', key, said: [id, version] }
  return jobAct(world, request, {
    reads: () => ({
      dispute: sql<DisputeRow>`SELECT * FROM disputes WHERE id = ${id}`,
      free: sql<FreeRow>`SELECT ${free(sql`(SELECT merchant_id FROM disputes WHERE id = ${id})`)} AS free_fen`,
    }),
    decide: ({ rows, now, kit }) => {
      const d = rows.dispute[0] ?? refuse('dispute_not_found')
      const open_fen = d.claim_fen - d.collected_fen
      const amount_fen = Math.min(Math.max(rows.free[0]?.free_fen ?? 0, 0), open_fen)
      const statements = amount_fen > 0 ? collected(kit, d, amount_fen, now) : []
      return { status: 200, subject_id: id, body: { id, collected_fen: amount_fen }, statements }
    },
  })
}

function collected(kit: Kit, d: DisputeRow, amount_fen: number, now: Instant): Statement[] {
  const { merchant_id } = d
  insist(merchant_id !== null, 'a claim is on a shop')
  return [
    updateDispute({ ...d, collected_fen: d.collected_fen + amount_fen }),
    insertRecovery({
      id: kit.newId('rcv'),
      dispute_id: d.id,
      merchant_id,
      kind: 'claim',
      amount_fen,
      created_at: now,
      funded_at: null,
      version: 1,
    }),
    ...post(kit, {
      from: payableAccount(merchant_id),
      to: claimsAccount(merchant_id),
      amount_fen: fen(amount_fen),
      reason: 'dispute_claim_collected',
      subject_id: d.id,
      event_at: now,
    }),
  ]
}

type DueRow = RecoveryRow & { custody_account_no: string; provider: string }
/**
 * Makes good to the provider, out of custody, what it took for lost disputes: the unused part once its payment is in
 * custody, a claim once the shop's income has covered it. At most `limit`; the bank carries each instruction out once,
 * and its number is the recovery's own.
 */
export async function fundDisputes(world: World, limit: number): Promise<number> {
  const due = await all(
    world.db,
    sql<DueRow>`SELECT r.*, m.custody_account_no, d.provider FROM dispute_recoveries r
          JOIN disputes d ON d.id = r.dispute_id JOIN merchants m ON m.id = r.merchant_id
          JOIN ledger_accounts c ON c.id = 'custody:' || r.merchant_id
         WHERE r.funded_at IS NULL AND -c.balance_fen >= r.amount_fen AND (r.kind = 'claim' OR EXISTS (
                 SELECT 1 FROM purchase_arrivals a WHERE a.purchase_id = d.purchase_id))
           AND ${notSetAsideCondition('fundDisputes', sql`r.id`, world.now())} ORDER BY r.id LIMIT ${limit}`,
  )
  return eachDue(world, 'fundDisputes', due, { id: ({ id }) => id, act: (one) => fund(world, one) })
}

function fund(world: World, recovery: DueRow) {
  const { id, merchant_id, amount_fen, custody_account_no, provider } = recovery
  const request = { operation: 'fundDispute', key: id, said: [id] }
  const order = { id: `${bareId(id)}-fund`, kind: 'dispute_made_good', subject_id: id } as const
  return jobAct(world, request, {
    reads: () => ({
      recovery: sql<RecoveryRow>`SELECT * FROM dispute_recoveries WHERE id = ${id}`,
    }),
    call: async ({ rows }) => {
      const fresh = rows.recovery[0] ?? refuse('dispute_not_found')
      if (fresh.funded_at !== null) return null
      const of = { ...order, merchant_id, amount_fen }
      const reference = '付款争议归还支付机构'
      return tellEntry(world, of, { by: 'payProvider', custody_account_no, reference })
    },
    decide: ({ rows, now, kit, called }) => {
      const fresh = rows.recovery[0] ?? refuse('dispute_not_found')
      if (called === null)
        return { status: 200, subject_id: id, body: { id, funded: false }, statements: [] }
      const statements = [
        instructionNewsStatement(order, { state: 'done' }, now),
        fundRecoveryStatement(fresh, now),
        ...post(kit, {
          from: pspAccount(provider),
          to: custodyAccount(merchant_id),
          amount_fen: fen(amount_fen),
          // The bank's line is found by the same words as a refund's.
          reason: 'refund_funded',
          subject_id: id,
          event_at: now,
        }),
        providerOwedTallyStatement({ merchant_id, owed_fen: -amount_fen }),
      ]
      return { status: 200, subject_id: id, body: { id, funded: true }, statements }
    },
  })
}
