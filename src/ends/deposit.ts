import { tellEntry } from '../instructions/entry'
import { heard } from '../instructions/store'
import { bareId } from '../kernel/ids'
import { fen } from '../kernel/money'
import { insist, refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import { post } from '../ledger/book'
import { custodyOf, depositOf } from '../ledger/chart'
import { all, type Row, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAside } from '../platform/jobs'
import { type Answer, type Ask, answerOnce, clockAsk } from '../platform/journal'
import { log } from '../platform/log'
import type { World } from '../platform/world'
import { readShop, shopFrom } from './announce'

/**
 * The bank received a merchant's guarantee deposit: a clerk writes it down, and the bank is told to book it into custody
 * under the deposit's own number. It covers advances when the shop ends, and is nobody's protection until then. The bank
 * is told at once; when it does not answer, the clock asks it. Refuses merchant_not_found.
 */
export async function receiveDeposit(
  world: World,
  ask: Ask,
  request: { merchant_id: string; amount_fen: number },
): Promise<Answer> {
  const { merchant_id, amount_fen } = request
  const answer = await answerOnce(world, ask, {
    reads: () => [readShop(sql`m.id = ${merchant_id} AND m.admitted_at IS NOT NULL`)],
    decide: ({ actor, rows, now }) => {
      insist(shopFrom(rows[0]?.[0]).custody_account_no !== null, 'an admitted shop has custody')
      const deposit = { id: world.newId('dep'), merchant_id, amount_fen }
      return {
        status: 201,
        subject_id: deposit.id,
        body: {
          ...deposit,
          object: 'deposit',
          state: 'created',
          created_at: now,
          message: '已登记，正在记入店家的账户；记入后才算数',
        },
        statements: [insertDeposit({ ...deposit, by: actor.id, now })],
      }
    },
  })
  if (answer.status === 201) await tellAtOnce(world, answer)
  return answer
}

async function tellAtOnce(world: World, { body }: Answer): Promise<void> {
  try {
    await tellDeposit(world, (JSON.parse(body) as { id: string }).id)
  } catch (error) {
    log('deposit_not_told', { error: String(error) })
  }
}

/** Tells the bank of deposits it has not confirmed yet. At most `limit`; safe to run twice: one deposit, one entry. */
export async function tellDeposits(world: World, limit: number): Promise<number> {
  const due = await all<{ id: string }>(
    world.db,
    sql`SELECT d.id FROM deposits d
         WHERE d.state = 'created' AND ${notSetAside('tellDeposits', sql`d.id`, world.now())}
         ORDER BY d.id LIMIT ${limit}`,
  )
  return eachDue(world, 'tellDeposits', due, {
    id: ({ id }) => id,
    act: ({ id }) => tellDeposit(world, id),
  })
}

type DepositRow = {
  id: string
  merchant_id: string
  amount_fen: number
  state: 'created' | 'received'
  version: number
  custody_account_no: string
}
async function tellDeposit(world: World, id: string): Promise<Answer> {
  const ask = await clockAsk(world, { operation: 'tellDeposit', key: id, said: [id] })
  return answerOnce(world, ask, {
    reads: () => [
      sql`SELECT d.*, m.custody_account_no FROM deposits d JOIN merchants m ON m.id = d.merchant_id
           WHERE d.id = ${id}`,
    ],
    decide: async ({ rows, now }) => {
      const d = (rows[0]?.[0] ?? refuse('not_found')) as Row & DepositRow
      const answered = { status: 200, subject_id: id, body: { id } }
      if (d.state === 'received') return { ...answered, statements: [] }
      const { bank_ref } = await tellEntry(world, orderOf(d), {
        by: 'creditCustody',
        custody_account_no: d.custody_account_no,
        reference: '保证金',
      })
      return { ...answered, statements: received(world, d, { bank_ref, now }) }
    },
  })
}

const orderOf = ({ id, merchant_id, amount_fen }: DepositRow) =>
  ({ id: bareId(id), kind: 'deposit', subject_id: id, merchant_id, amount_fen }) as const
const received = (
  world: World,
  d: DepositRow,
  { bank_ref, now }: { bank_ref: string; now: Instant },
): Statement[] => [
  sql`UPDATE deposits SET state = 'received', bank_ref = ${bank_ref}, received_at = ${now}, version = ${d.version + 1}
       WHERE id = ${d.id}`,
  heard(orderOf(d), { state: 'done' }, now),
  ...post(world, {
    from: custodyOf(d.merchant_id),
    to: depositOf(d.merchant_id),
    amount_fen: fen(d.amount_fen),
    reason: 'deposit_received',
    subject_id: d.id,
    event_at: now,
  }),
]

const insertDeposit = (d: {
  id: string
  merchant_id: string
  amount_fen: number
  by: string
  now: Instant
}): Statement =>
  sql`INSERT INTO deposits (id, merchant_id, amount_fen, received_by, created_at)
      VALUES (${d.id}, ${d.merchant_id}, ${d.amount_fen}, ${d.by}, ${d.now})`
