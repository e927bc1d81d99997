import { tellEntry } from '../instructions/entry'
import { instructionNewsStatement } from '../instructions/store'
import { fen } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import { openAccountStatement, post } from '../ledger/book'
import { custodyAccount, feesAccount, pspAccount } from '../ledger/chart'
import { settlementTallyStatement } from '../merchants/tally'
import { all, one, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { planSettlements } from './plan'
import {
  readCursor,
  readHopefulLines,
  readSettlement,
  type SettlementRow,
  settleStatement,
} from './store'

/**
 * Brings consumers' money from the provider into custody: reads the provider's bill from where it was left, writes
 * one settlement per merchant for what agrees with our own orders, and tells the bank. Looks at `limit` lines and
 * `limit` settlements; says `limit` while there is more to read. Safe to run twice, at once, or to die anywhere:
 * a purchase is in one settlement (constraint), an instruction is carried out once (bank).
 */
export async function settleIntoCustody(world: World, limit: number): Promise<number> {
  const provider = world.payments.name
  const hopeful = await all(world.db, readHopefulLines(provider, limit))
  if (hopeful.length > 0) await planSettlements(world, hopeful, null)
  const from = await one(world.db, readCursor(provider))
  const page = await world.payments.settled({ after: from?.cursor ?? null, limit })
  await planSettlements(world, page.items, { from, next: page.next })
  const told = await finishSettlements(world, limit)
  return page.more ? limit : told
}

/** Tells the bank what it has not confirmed yet, and books what it confirms. At most `limit` a run. */
export async function finishSettlements(world: World, limit: number): Promise<number> {
  const due = await all(
    world.db,
    sql<{ id: string }>`SELECT s.id FROM settlements s
         WHERE s.status = 'created' AND ${notSetAsideCondition('finishSettlements', sql`s.id`, world.now())}
         ORDER BY s.id LIMIT ${limit}`,
  )
  return eachDue(world, 'finishSettlements', due, {
    id: ({ id }) => id,
    act: ({ id }) => confirmSettlement(world, id),
  })
}

function confirmSettlement(world: World, id: string) {
  const request = { operation: 'confirmSettlement', key: id, said: [id] }
  return jobAct(world, request, {
    reads: () => ({ settlement: readSettlement(id) }),
    call: async ({ rows }) => {
      const settlement = rows.settlement[0] ?? refuse('not_found')
      return settlement.status === 'created' ? told(world, settlement) : null
    },
    decide: ({ rows, now, kit, called }) => {
      const settlement = rows.settlement[0] ?? refuse('not_found')
      const { bank_ref } = called ?? settlement
      const statements = called ? settled(kit, settlement, { ...called, now }) : []
      return { status: 200, subject_id: id, body: { id, bank_ref }, statements }
    },
  })
}

const orderOf = ({ id, merchant_id, gross_fen }: SettlementRow) =>
  ({ id, kind: 'settlement', subject_id: id, merchant_id, amount_fen: gross_fen }) as const
const told = (world: World, s: SettlementRow) =>
  tellEntry(world, orderOf(s), {
    by: 'creditCustody',
    custody_account_no: s.custody_account_no,
    reference: `${s.provider} ${s.day}`,
  })

/**
 * The provider's net and the platform's own money for the fee meet in custody: consumers' gross arrives, and the
 * provider's account closes to zero for it (docs/decisions/0009). Mirrors stand negative for money out there.
 */
function settled(
  kit: Kit,
  s: SettlementRow,
  { bank_ref, now }: { bank_ref: string; now: Instant },
): Statement[] {
  const { merchant_id, provider, gross_fen, fee_fen } = s
  const [psp, custody, fees] = [
    pspAccount(provider),
    custodyAccount(merchant_id),
    feesAccount(provider),
  ]
  const of = { subject_id: s.id, event_at: now }
  const move = (from: string, to: string, amount_fen: number, reason: string) =>
    post(kit, { from, to, amount_fen: fen(amount_fen), reason, ...of })
  return [
    settleStatement(s, bank_ref, now),
    instructionNewsStatement(orderOf(s), { state: 'done' }, now),
    openAccountStatement(fees),
    ...move(custody, psp, gross_fen - fee_fen, 'provider_settled'),
    ...move(custody, fees, fee_fen, 'fee_advanced'),
    ...move(fees, psp, fee_fen, 'provider_fee_kept'),
    settlementTallyStatement({ merchant_id, gross_fen }),
  ]
}
