import { log } from '../environment/log'
import { tellEntry } from '../instructions/entry'
import { instructionNewsStatement } from '../instructions/store'
import { bareId } from '../kernel/ids'
import { fen } from '../kernel/money'
import { insist, refuse } from '../kernel/refusals'
import { post } from '../ledger/book'
import { custodyAccount, depositAccount } from '../ledger/chart'
import type { Ask } from '../platform/act'
import { all, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { answerOnce, jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { readShop } from './announce'
import { type DepositDetailRow, type DepositRow, decideDeposit } from './deposit-rules'
import { insertDeposit, readDeposits, updateDecision, updateReceived } from './deposit-store'
import { presentDeposit } from './deposit-views'
import { myName, readMyName } from './store'

/**
 * The bank received a merchant's guarantee deposit: a clerk writes it down, and nothing moves until another person has
 * agreed (`approveDeposit`). It covers advances when the shop ends, and is nobody's protection until then. Refuses
 * merchant_not_found.
 */
export async function receiveDeposit(
  world: World,
  ask: Ask,
  request: { merchant_id: string; amount_fen: number },
) {
  const { merchant_id, amount_fen } = request
  return answerOnce(world, ask, {
    reads: (who) => ({
      shop: readShop(sql`m.id = ${merchant_id} AND m.admitted_at IS NOT NULL`),
      my_name: readMyName(who),
    }),
    decide: ({ actor, rows, now, kit }) => {
      insist(
        (rows.shop[0] ?? refuse('merchant_not_found')).custody_account_no !== null,
        'an admitted shop has custody',
      )
      const deposit: DepositDetailRow = {
        id: kit.newId('dep'),
        merchant_id,
        amount_fen,
        state: 'created',
        received_by: actor.id,
        typed_by_name: myName(rows.my_name) ?? '',
        created_at: now,
        decided_by: null,
        decided_by_name: null,
        decided_at: null,
        note: null,
        received_at: null,
        version: 1,
        is_own: 1,
        is_shown: 0,
      }
      return {
        status: 201,
        subject_id: deposit.id,
        body: presentDeposit(deposit),
        statements: [insertDeposit(deposit)],
      }
    },
  })
}

/**
 * Another person of the bank agrees to a deposit, and the bank is told to book it into custody under the deposit's own
 * number; or it ends unbooked. The bank is told at once; when it does not answer, the clock asks it. Refuses
 * deposit_not_found and what `decideDeposit` does.
 */
export async function approveDeposit(
  world: World,
  ask: Ask,
  request: { id: string; agreed: boolean; note: string | null },
) {
  const { id, agreed, note } = request
  const answer = await answerOnce(world, ask, {
    reads: (who) => ({ deposits: readDeposits(who, sql`d.id = ${id}`), my_name: readMyName(who) }),
    decide: ({ actor, rows, now }) => {
      const deposit = rows.deposits[0] ?? refuse('deposit_not_found')
      const by_name = myName(rows.my_name) ?? ''
      const after = decideDeposit(deposit, { agreed, note, by: actor.id, by_name, at: now })
      const statements = [updateDecision(after)]
      return { status: 200, subject_id: id, body: presentDeposit(after), statements }
    },
  })
  if (answer.status === 200 && agreed) await tellAtOnce(world, id)
  return answer
}

async function tellAtOnce(world: World, id: string): Promise<void> {
  try {
    await tellDeposit(world, id)
  } catch (error) {
    log('deposit_not_told', { error: String(error) })
  }
}

/** Tells the bank of deposits it has not confirmed yet. At most `limit`; safe to run twice: one deposit, one entry. */
export async function tellDeposits(world: World, limit: number): Promise<number> {
  const due = await all(
    world.db,
    sql<{ id: string }>`SELECT d.id FROM deposits d
         WHERE d.state = 'agreed' AND ${notSetAsideCondition('tellDeposits', sql`d.id`, world.now())}
         ORDER BY d.id LIMIT ${limit}`,
  )
  return eachDue(world, 'tellDeposits', due, {
    id: ({ id }) => id,
    act: ({ id }) => tellDeposit(world, id),
  })
}

type DepositOrderRow = DepositRow & { custody_account_no: string }
function tellDeposit(world: World, id: string) {
  const request = { operation: 'tellDeposit', key: id, said: [id] }
  return jobAct(world, request, {
    reads: () => ({
      deposits: sql<DepositOrderRow>`SELECT d.*, m.custody_account_no FROM deposits d JOIN merchants m ON m.id = d.merchant_id
           WHERE d.id = ${id}`,
    }),
    call: async ({ rows }) => {
      const d = rows.deposits[0] ?? refuse('not_found')
      if (d.state !== 'agreed') return null
      return tellEntry(world, orderOf(d), {
        by: 'creditCustody',
        custody_account_no: d.custody_account_no,
        reference: '保证金',
      })
    },
    decide: ({ rows, now, kit, called }) => {
      const d = rows.deposits[0] ?? refuse('not_found')
      const answered = { status: 200, subject_id: id, body: { id } }
      if (called === null) return { ...answered, statements: [] }
      const { bank_ref } = called
      const received = [
        updateReceived(d, { bank_ref, received_at: now }),
        instructionNewsStatement(orderOf(d), { state: 'done' }, now),
        ...post(kit, {
          from: custodyAccount(d.merchant_id),
          to: depositAccount(d.merchant_id),
          amount_fen: fen(d.amount_fen),
          reason: 'deposit_received',
          subject_id: d.id,
          event_at: now,
        }),
      ]
      return { ...answered, statements: received }
    },
  })
}

const orderOf = ({ id, merchant_id, amount_fen }: DepositRow) =>
  ({ id: bareId(id), kind: 'deposit', subject_id: id, merchant_id, amount_fen }) as const
