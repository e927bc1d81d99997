import { openCourtAccount } from '../courts/account'
import { courtFailedStatements } from '../courts/store'
import type { PayoutNews } from '../environment/ports'
import { emit } from '../events/emit'
import { instructionNewsStatement } from '../instructions/store'
import { tellOnce } from '../instructions/tell'
import { bareId } from '../kernel/ids'
import { fen } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import { post } from '../ledger/book'
import { custodyAccount, payableAccount, payingAccount } from '../ledger/chart'
import { openSettlementAccount } from '../merchants/settlement-account'
import { all, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { type Change, changeBy, type Move, type News } from './rules'
import { recordStillPaid } from './still-paid'
import { listDuePayouts, type PayoutRow, updatePayout } from './store'
import { presentPayout } from './views'

/**
 * Tells the bank of payouts it has not heard of, and asks about those it has: open ones until they are paid or
 * rejected, paid ones until they can hardly come back any more. At most `limit`; says how many it looked at. Safe
 * to run twice, at once, or to die anywhere: one payout is one instruction, and the bank carries it out once.
 */
export async function settlePayouts(world: World, limit: number): Promise<number> {
  const now = world.now()
  const and = notSetAsideCondition('settlePayouts', sql`o.id`, now)
  const due = await all(world.db, listDuePayouts({ now, limit, and }))
  const still_paid: PayoutRow[] = []
  const looked_at = await eachDue(world, 'settlePayouts', due, {
    id: ({ id }) => id,
    act: async (payout) => {
      if (payout.state === 'created' || payout.state === 'unclear') return submit(world, payout)
      const news = await query(world, payout)
      if (payout.state !== 'paid' || news.state !== 'paid') return recordPayout(world, payout, news)
      return still_paid.push(payout)
    },
  })
  await recordStillPaid(world, still_paid)
  return looked_at
}
const query = (world: World, { id }: PayoutRow): Promise<PayoutNews> =>
  world.bank.queryPayout({ instruction_id: bareId(id) })

const orderOf = ({ id, merchant_id, amount_fen }: PayoutRow) =>
  ({ id: bareId(id), kind: 'payout', subject_id: id, merchant_id, amount_fen }) as const

/** The number that the payout goes to: the court's, or the shop's as it stood. */
const accountOf = (world: World, p: PayoutRow): Promise<string> => {
  const { merchant_id, court_deduction_id: id, to_account_no: sealed } = p
  return id === null
    ? openSettlementAccount(world, { merchant_id, sealed })
    : openCourtAccount(world, { id, sealed })
}

/** Tells the bank, once. No answer is written down as such and then raised, so that the next try waits longer. */
async function submit(world: World, p: PayoutRow) {
  const to_account_no = await accountOf(world, p)
  const order = {
    instruction_id: bareId(p.id),
    custody_account_no: p.custody_account_no,
    to_account_no,
    to_holder: p.to_holder,
    amount_fen: p.amount_fen,
    purpose: p.court_deduction_id === null ? '预付保出款' : '法院划拨',
  }
  const ask = async (): Promise<PayoutNews | null> => {
    const news = await query(world, p)
    return news.state === 'unknown' ? null : news
  }
  const tell = async () => ({ ...(await world.bank.submitPayout(order)), at: null })
  const said = await tellOnce(world, orderOf(p), { ask, tell }).catch(async (error: unknown) => {
    await recordPayout(world, p, { state: 'no_answer', at: null, bank_ref: null, reason: null })
    throw error
  })
  return recordPayout(world, p, said)
}

type BankSaid = News & { bank_ref: string | null; reason: string | null }
/**
 * Books what the bank said about a payout as it was when the bank was asked. When somebody else has recorded
 * newer news meanwhile, nothing changes.
 */
function recordPayout(world: World, seen: PayoutRow, said: BankSaid) {
  const { id, version } = seen
  const request = {
    operation: 'recordPayout',
    key: `${id}:${version}:${said.state}`,
    said: [id, version, said.state],
  }
  return jobAct(world, request, {
    reads: () => ({ payout: sql<PayoutRow>`SELECT * FROM payouts WHERE id = ${id}` }),
    decide: ({ rows, now, kit }) => {
      const payout = rows.payout[0] ?? refuse('payout_not_found')
      const change = payout.version === version ? changeBy(payout, said, now) : null
      const after: PayoutRow =
        change === null
          ? payout
          : {
              ...payout,
              ...change,
              bank_ref: said.bank_ref ?? payout.bank_ref,
              reason: said.reason ?? payout.reason,
            }
      const statements = change === null ? [] : changed(kit, payout, { after, change, now })
      return { status: 200, subject_id: id, body: presentPayout(after), statements }
    },
  })
}

type Done = { after: PayoutRow; change: Change; now: Instant }
function changed(kit: Kit, payout: PayoutRow, { after, change, now }: Done): Statement[] {
  const { id, merchant_id, amount_fen } = payout
  const at = change.ended_at ?? change.paid_at ?? now
  const type = EVENT_OF[after.state]
  return [
    updatePayout(payout, after),
    ...heardOf(payout, after, now),
    ...moves(kit, change.move, { merchant_id, amount_fen, state: after.state, id, at }),
    ...cameBack(payout, after, at),
    ...(type === undefined || change.move === null
      ? []
      : [
          emit(kit, {
            type,
            subject_id: id,
            merchant_id,
            consumer_id: null,
            data: { payout_id: id, amount_fen, reason: after.reason },
            at,
          }),
        ]),
  ]
}
/** What came back from a court's account is frozen again, and the account is not tried a second time. */
const cameBack = (payout: PayoutRow, after: PayoutRow, at: Instant): Statement[] =>
  payout.court_deduction_id !== null && after.ended_at !== null && payout.ended_at === null
    ? courtFailedStatements({
        deduction_id: payout.court_deduction_id,
        amount_fen: payout.amount_fen,
        at,
      })
    : []
type PayoutEvent = 'payout.paid' | 'payout.rejected' | 'payout.returned'
const EVENT_OF: Partial<Record<PayoutRow['state'], PayoutEvent>> = {
  paid: 'payout.paid',
  rejected: 'payout.rejected',
  returned: 'payout.returned',
}

const HEARD = { sent: 'accepted', paid: 'done', rejected: 'refused', returned: 'refused' } as const
function heardOf(payout: PayoutRow, { state, reason }: PayoutRow, now: Instant): Statement[] {
  return state === 'created' || state === 'unclear'
    ? []
    : [instructionNewsStatement(orderOf(payout), { state: HEARD[state], reason }, now)]
}

type Moved = Pick<PayoutRow, 'id' | 'merchant_id' | 'amount_fen' | 'state'> & { at: Instant }
function moves(kit: Kit, move: Move, of: Moved): Statement[] {
  if (move === null) return []
  const { merchant_id: m } = of
  const [from, to] = {
    paying_to_custody: [payingAccount(m), custodyAccount(m)] as const,
    paying_to_payable: [payingAccount(m), payableAccount(m)] as const,
    custody_to_payable: [custodyAccount(m), payableAccount(m)] as const,
  }[move]
  return post(kit, {
    from,
    to,
    amount_fen: fen(of.amount_fen),
    reason: `payout_${of.state}`,
    subject_id: of.id,
    event_at: of.at,
  })
}
