import { emit } from '../events/emit'
import { refuse } from '../kernel/refusals'
import { localDate } from '../kernel/time'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { sealCourtAccount } from './account'
import { type CourtDeduction, decideAgreement, decideDeduction } from './rules'
import {
  insertCourtDeduction,
  readCourtDeductions,
  readCourtOrders,
  updateCourtDeduction,
} from './store'
import { presentCourtDeduction } from './views'

type Asked = {
  order_id: string
  document_no: string
  amount_fen: number
  to_holder: string
  to_account_no: string
}
/**
 * A clerk files a court's notice of deduction (划拨): so much of what the order freezes, to the court's account. Nothing
 * moves before a colleague has agreed. Refuses court_order_not_found and what `decideDeduction` does.
 */
export const fileCourtDeduction = (world: World, ask: Ask, asked: Asked) =>
  answerOnce(world, ask, {
    reads: (who) => ({ orders: readCourtOrders(who, sql`o.id = ${asked.order_id}`) }),
    decide: async ({ actor, rows, now, kit }) => {
      const order = rows.orders[0] ?? refuse('court_order_not_found')
      decideDeduction(order, asked.amount_fen, localDate(now))
      const { order_id, document_no, amount_fen, to_holder } = asked
      const id = kit.newId('ctd')
      const deduction: CourtDeduction = {
        id,
        ...{ order_id, document_no, amount_fen, to_holder, merchant_id: order.merchant_id },
        ...(await sealCourtAccount(kit, { id, account_no: asked.to_account_no })),
        ...{ filed_by: actor.id, filed_at: now, agreed_by: null, agreed_at: null, paid_fen: 0 },
        ...{ ended_for: null, ended_by: null, ended_at: null, version: 1 },
      }
      const names = { filed_by_name: null, agreed_by_name: null, is_own: 1 }
      return {
        status: 201,
        subject_id: id,
        body: presentCourtDeduction({ ...deduction, ...names }),
        statements: [insertCourtDeduction(deduction)],
      }
    },
  })

/**
 * A colleague agrees, and what is payable goes to the court as the clock comes by, until it is all; or it ends with nothing
 * moved, which also who filed it may say. Refuses court_deduction_not_found and what `decideAgreement` does.
 */
export const agreeCourtDeduction = (
  world: World,
  ask: Ask,
  { id, agreed }: { id: string; agreed: boolean },
) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      deductions: readCourtDeductions(who, sql`d.id = ${id}`),
      orders: readCourtOrders(
        who,
        sql`o.id = (SELECT order_id FROM court_deductions WHERE id = ${id})`,
      ),
    }),
    decide: ({ actor, rows, now, kit }) => {
      const deduction = rows.deductions[0] ?? refuse('court_deduction_not_found')
      const order = rows.orders[0] ?? refuse('court_order_not_found')
      const is_own = deduction.is_own === 1
      decideAgreement(deduction, { order, agreed, is_own, today: localDate(now) })
      const said = agreed
        ? { agreed_by: actor.id, agreed_at: now }
        : { ended_for: 'rejected' as const, ended_by: actor.id, ended_at: now }
      const after = { ...deduction, ...said, version: deduction.version + 1 }
      const { order_id, merchant_id, amount_fen } = after
      const news = emit(kit, {
        type: 'court_deduction.agreed',
        subject_id: id,
        merchant_id,
        consumer_id: null,
        data: { court_deduction_id: id, court_order_id: order_id, amount_fen },
        at: now,
      })
      return {
        status: 200,
        subject_id: id,
        body: presentCourtDeduction(after),
        statements: [updateCourtDeduction(after), ...(agreed ? [news] : [])],
      }
    },
  })
