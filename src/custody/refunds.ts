import { tellEntry } from '../instructions/entry'
import { instructionNewsStatement, type Order } from '../instructions/store'
import { bareId } from '../kernel/ids'
import { fen } from '../kernel/money'
import { insist } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import { post } from '../ledger/book'
import { custodyAccount, pspAccount } from '../ledger/chart'
import { providerOwedTallyStatement } from '../merchants/tally'
import type { Answer } from '../platform/act'
import { all, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { type PartRow, updatePart } from '../refunds/store'

type DueRow = PartRow & { custody_account_no: string; provider: string }

/**
 * Makes good to the provider, out of custody, what it gave back by the original route of purchases whose money had
 * already been settled; and takes it back when such a refund failed after all. At most `limit` of each; safe to run
 * twice: the bank carries each instruction out once (docs/decisions/0016).
 */
export async function fundRefunds(world: World, limit: number): Promise<number> {
  const funded = await each(world, limit, {
    job: 'fundRefunds',
    // One that failed meanwhile, too, once the bank may have been told: what went out is booked before it comes back.
    where: sql`p.route = 'original' AND p.funded_at IS NULL AND (
                 (p.state = 'succeeded' AND EXISTS (
                   SELECT 1 FROM settlement_items i JOIN settlements s ON s.id = i.settlement_id
                    WHERE i.purchase_id = p.purchase_id AND s.status = 'settled'))
                 OR (p.state = 'failed' AND ${IS_TOLD}))`,
    act: fundPart,
  })
  const back = await each(world, limit, {
    job: 'fundRefunds',
    where: sql`p.state = 'failed' AND p.funded_at IS NOT NULL AND p.unfunded_at IS NULL`,
    act: takeBackPart,
  })
  return Math.max(funded, back)
}

const IS_TOLD = sql`EXISTS (SELECT 1 FROM instructions n WHERE n.kind = 'making_good' AND n.subject_id = p.id)`
type Round = {
  job: string
  where: Statement
  act: (world: World, part: DueRow) => Promise<Answer>
}
async function each(world: World, limit: number, { job, where, act }: Round): Promise<number> {
  const due = await all(
    world.db,
    sql<DueRow>`SELECT p.*, m.custody_account_no, u.provider FROM refund_parts p
          JOIN merchants m ON m.id = p.merchant_id JOIN purchases u ON u.id = p.purchase_id
         WHERE ${where} AND ${notSetAsideCondition(job, sql`p.id`, world.now())} ORDER BY p.id LIMIT ${limit}`,
  )
  return eachDue(world, job, due, { id: ({ id }) => id, act: (part) => act(world, part) })
}

const fundPart = (world: World, part: DueRow) =>
  tellOfPart(world, part, {
    operation: 'fundRefund',
    order: { id: `${bareId(part.id)}-fund`, kind: 'making_good', subject_id: part.id },
    entry: { by: 'payProvider', reference: '原路退款归还支付机构' },
    isDue: ({ funded_at, state, is_told }) =>
      funded_at === null && (state === 'succeeded' || is_told === 1),
    booked: (kit, fresh, now) => [
      updatePart({ ...fresh, funded_at: now }),
      ...post(kit, {
        from: pspAccount(part.provider),
        to: custodyAccount(part.merchant_id),
        amount_fen: fen(part.amount_fen),
        reason: 'refund_funded',
        subject_id: part.id,
        event_at: now,
      }),
      providerOwedTallyStatement({ merchant_id: part.merchant_id, owed_fen: -part.amount_fen }),
    ],
  })

const takeBackPart = (world: World, part: DueRow) =>
  tellOfPart(world, part, {
    operation: 'takeBackRefund',
    order: { id: `${bareId(part.id)}-back`, kind: 'taking_back', subject_id: part.id },
    entry: { by: 'creditCustody', reference: '退款失败，支付机构退还专户' },
    isDue: ({ funded_at, unfunded_at, state }) =>
      state === 'failed' && funded_at !== null && unfunded_at === null,
    booked: (kit, fresh, now) => [
      updatePart({ ...fresh, unfunded_at: now }),
      ...post(kit, {
        from: custodyAccount(part.merchant_id),
        to: pspAccount(part.provider),
        amount_fen: fen(part.amount_fen),
        reason: 'refund_taken_back',
        subject_id: part.id,
        event_at: now,
      }),
      providerOwedTallyStatement({ merchant_id: part.merchant_id, owed_fen: part.amount_fen }),
    ],
  })

type FreshPartRow = PartRow & { is_told: 0 | 1 }
/** What the bank is told of a part, when it is due, and what is booked once the bank has done it. */
type Telling = {
  operation: string
  order: Pick<Order, 'id' | 'kind' | 'subject_id'>
  entry: { by: 'payProvider' | 'creditCustody'; reference: string }
  isDue: (fresh: FreshPartRow) => boolean
  booked: (kit: Kit, fresh: FreshPartRow, now: Instant) => Statement[]
}
function tellOfPart(world: World, part: DueRow, telling: Telling) {
  const { id, version, merchant_id, amount_fen, custody_account_no } = part
  const { operation, order, entry, isDue, booked } = telling
  const request = { operation, key: `${id}:${version}`, said: [id, version] }
  return jobAct(world, request, {
    reads: () => ({
      part: sql<FreshPartRow>`SELECT p.*, ${IS_TOLD} AS is_told FROM refund_parts p WHERE p.id = ${id}`,
    }),
    call: async ({ rows }) => {
      const [fresh] = rows.part
      insist(fresh, 'parts are kept')
      if (!isDue(fresh)) return null
      const whole = { ...order, merchant_id, amount_fen }
      return tellEntry(world, whole, { ...entry, custody_account_no })
    },
    decide: ({ rows, now, kit, called }) => {
      const [fresh] = rows.part
      insist(fresh, 'parts are kept')
      const statements =
        called === null
          ? []
          : [instructionNewsStatement(order, { state: 'done' }, now), ...booked(kit, fresh, now)]
      return { status: 200, subject_id: id, body: { id, moved: called !== null }, statements }
    },
  })
}
