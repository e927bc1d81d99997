import { tellEntry } from '../instructions/entry'
import { instructionNewsStatement } from '../instructions/store'
import { fen } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import { post } from '../ledger/book'
import { custodyAccount, feesAccount, payableAccount } from '../ledger/chart'
import { feeHeldTallyStatement } from '../merchants/tally'
import { all, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { mayCharge } from './rules'
import { feeChargedStatement, feeTakenStatement, readSettlement, type SettlementRow } from './store'

/**
 * Charges merchants the provider's fees the platform has advanced, from what is owed to the merchant and never
 * from consumers' money: the oldest first, each as a whole, once the payable covers it besides what waits to go
 * back to consumers. Then takes them out of the sub-account. At most `limit` of each a run; safe to run twice.
 */
export async function chargeFees(world: World, limit: number): Promise<number> {
  let charged = 0
  for (let round = 0; round < ROUNDS_MAX && charged < limit; round++) {
    const due = await dueForCharge(world, limit - charged)
    charged += await eachDue(world, 'chargeFees', due, {
      id: ({ id }) => id,
      act: ({ id, merchant_id }) => chargeFee(world, id, merchant_id),
    })
    if (due.length === 0) break
  }
  const taken = await eachDue(world, 'chargeFees', await dueForTaking(world, limit), {
    id: ({ id }) => id,
    act: ({ id }) => takeFee(world, id),
  })
  return Math.max(charged, taken)
}

/** A round charges one fee of each merchant; what is left after this many waits for the next run. */
const ROUNDS_MAX = 10

type DueFeeRow = { id: string; merchant_id: string }
/** Of each merchant the oldest open fee, if its payable covers it; the next one follows in the next round. */
const dueForCharge = (world: World, limit: number): Promise<DueFeeRow[]> =>
  all(
    world.db,
    sql<DueFeeRow>`SELECT s.id, s.merchant_id FROM settlements s
          JOIN ledger_accounts p ON p.id = 'payable:' || s.merchant_id
         WHERE s.status = 'settled' AND s.fee_fen > 0 AND s.fee_taken_at IS NULL AND s.fee_charged_at IS NULL
           AND s.id = (SELECT min(o.id) FROM settlements o
                        WHERE o.merchant_id = s.merchant_id AND o.status = 'settled' AND o.fee_fen > 0
                          AND o.fee_taken_at IS NULL AND o.fee_charged_at IS NULL)
           AND p.balance_fen - ${waiting(sql`s.merchant_id`)} >= s.fee_fen
           AND ${notSetAsideCondition('chargeFees', sql`s.id`, world.now())}
         ORDER BY s.id LIMIT ${limit}`,
  )
const dueForTaking = (world: World, limit: number): Promise<DueFeeRow[]> =>
  all(
    world.db,
    sql<DueFeeRow>`SELECT s.id, s.merchant_id FROM settlements s
         WHERE s.status = 'settled' AND s.fee_fen > 0 AND s.fee_taken_at IS NULL AND s.fee_charged_at IS NOT NULL
           AND ${notSetAsideCondition('chargeFees', sql`s.id`, world.now())}
         ORDER BY s.id LIMIT ${limit}`,
  )
/** What corrections have promised consumers out of the payable: it comes before any fee. */
const waiting = (merchant_id: Statement): Statement =>
  sql`coalesce((SELECT sum(returned_fen) FROM corrections
                 WHERE merchant_id = ${merchant_id} AND status = 'awaiting_funds'), 0)`

type PayableRow = { payable_fen: number; waiting_fen: number }
function chargeFee(world: World, id: string, merchant_id: string) {
  const key = `${id}:${world.now()}`
  const request = { operation: 'chargeFee', key, said: [id] }
  return jobAct(world, request, {
    reads: () => ({
      settlement: readSettlement(id),
      payable: sql<PayableRow>`SELECT p.balance_fen AS payable_fen, ${waiting(sql`${merchant_id}`)} AS waiting_fen
            FROM ledger_accounts p WHERE p.id = ${payableAccount(merchant_id)}`,
    }),
    decide: ({ rows, now, kit }) => {
      const s = rows.settlement[0] ?? refuse('not_found')
      const [payable = { payable_fen: 0, waiting_fen: 0 }] = rows.payable
      const can = s.fee_charged_at === null && mayCharge({ ...s, ...payable })
      const reason = 'provider_fee_charged'
      const statements = can
        ? [
            feeChargedStatement(s, now),
            ...post(kit, {
              from: payableAccount(s.merchant_id),
              to: feesAccount(s.provider),
              amount_fen: fen(s.fee_fen),
              reason,
              subject_id: id,
              event_at: now,
            }),
            feeHeldTallyStatement({ merchant_id: s.merchant_id, held_fen: s.fee_fen }),
          ]
        : []
      return { status: 200, subject_id: id, body: { id, charged: can }, statements }
    },
  })
}

function takeFee(world: World, id: string) {
  const request = { operation: 'takeFee', key: id, said: [id] }
  const order = { id: `${id}-fee`, kind: 'fee', subject_id: id } as const
  return jobAct(world, request, {
    reads: () => ({ settlement: readSettlement(id) }),
    call: async ({ rows }) => {
      const s = rows.settlement[0] ?? refuse('not_found')
      if (s.fee_bank_ref !== null) return { bank_ref: s.fee_bank_ref }
      const of = { ...order, merchant_id: s.merchant_id, amount_fen: s.fee_fen }
      return tellEntry(world, of, {
        by: 'takeFee',
        custody_account_no: s.custody_account_no,
        reference: `${s.provider} ${s.day}`,
      })
    },
    decide: ({ rows, now, kit, called: { bank_ref } }) => {
      const s = rows.settlement[0] ?? refuse('not_found')
      if (s.fee_bank_ref !== null) return answered(s, bank_ref, [])
      return answered(s, bank_ref, [
        instructionNewsStatement(order, { state: 'done' }, now),
        feeTakenStatement(s, bank_ref, now),
        ...post(kit, {
          from: feesAccount(s.provider),
          to: custodyAccount(s.merchant_id),
          amount_fen: fen(s.fee_fen),
          reason: 'fee_taken',
          subject_id: id,
          event_at: now,
        }),
        feeHeldTallyStatement({ merchant_id: s.merchant_id, held_fen: -s.fee_fen }),
      ])
    },
  })
}

const answered = ({ id }: SettlementRow, bank_ref: string, statements: Statement[]) => ({
  status: 200,
  subject_id: id,
  body: { id, bank_ref },
  statements,
})
