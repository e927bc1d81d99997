import { emit } from '../events/emit'
import { refuse } from '../kernel/refusals'
import { type Instant, type LocalDate, localDate } from '../kernel/time'
import { mayReadMerchant } from '../merchants/may-read'
import type { Ask } from '../platform/act'
import { all, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { answerOnce, jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import {
  type CourtOrder,
  decideConfirmation,
  decideLifting,
  decideLiftingAsked,
  decideRenewal,
  decideTerm,
} from './rules'
import { type CourtOrderRow, insertCourtOrder, readCourtOrders, updateCourtOrder } from './store'
import { presentCourtOrder } from './views'

type Filing = Pick<
  CourtOrder,
  'merchant_id' | 'court' | 'case_no' | 'document_no' | 'basis' | 'amount_fen' | 'until_on'
>
type ShopRow = { id: string; name: string; filed: number }
/**
 * A clerk of the bank files what a court ordered (民事诉讼法 §106, §253): from that moment so much of what is payable to the
 * shop, now or later, stays. The safe side takes one person; a colleague checks the document. What customers have in custody
 * is not the shop's, and no order holds it. Refuses merchant_not_found, court_order_filed_already, court_order_term_unfit.
 */
export const fileCourtOrder = (world: World, ask: Ask, filing: Filing) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      shops: sql<ShopRow>`SELECT m.id, m.name, (SELECT count(*) FROM court_orders o WHERE o.merchant_id = m.id
               AND o.document_no = ${filing.document_no} AND o.ended_for IS NOT 'rejected') AS filed
          FROM merchants m WHERE m.id = ${filing.merchant_id} AND m.admitted_at IS NOT NULL AND ${mayReadMerchant(who)}`,
    }),
    decide: ({ actor, rows, now, kit }) => {
      const shop = rows.shops[0] ?? refuse('merchant_not_found')
      if (shop.filed > 0) refuse('court_order_filed_already')
      decideTerm(filing.until_on, localDate(now))
      const order: CourtOrder = {
        ...NOTHING_YET,
        ...filing,
        id: kit.newId('cto'),
        filed_by: actor.id,
        filed_at: now,
      }
      const row = { merchant_name: shop.name, filed_by_name: null, confirmed_by_name: null }
      const own = { asked_fen: 0, is_own: 1, is_own_lifting: 0 }
      return {
        status: 201,
        subject_id: order.id,
        body: presentCourtOrder({ ...order, ...row, ...own }, localDate(now)),
        statements: [insertCourtOrder(order), told(kit, 'court_order.filed', order, now)],
      }
    },
  })

type Facts = { order: CourtOrderRow; actor_id: string; now: Instant; today: LocalDate }
type Turn = { after: Partial<CourtOrder>; tells: News | null }
/** One turn of an order that the asker may see. Refuses court_order_not_found and what the turn does. */
const changeOrder = (world: World, ask: Ask, id: string, turn: (of: Facts) => Turn) =>
  answerOnce(world, ask, {
    reads: (who) => ({ orders: readCourtOrders(who, sql`o.id = ${id}`) }),
    decide: ({ actor, rows, now, kit }) => {
      const order = rows.orders[0] ?? refuse('court_order_not_found')
      const today = localDate(now)
      const { after, tells } = turn({ order, actor_id: actor.id, now, today })
      const changed = { ...order, ...after, version: order.version + 1 }
      return {
        status: 200,
        subject_id: id,
        body: presentCourtOrder(changed, today),
        statements: [
          updateCourtOrder(changed),
          ...(tells === null ? [] : [told(kit, tells, changed, now)]),
        ],
      }
    },
  })

/**
 * A colleague has read the document: it is right, or the order ends as one that never was. Refuses what `decideConfirmation`
 * does.
 */
export const confirmCourtOrder = (
  world: World,
  ask: Ask,
  { id, agreed }: { id: string; agreed: boolean },
) =>
  changeOrder(world, ask, id, ({ order, actor_id, now, today }) => {
    decideConfirmation(order, { is_own: order.is_own === 1, today })
    return agreed
      ? { after: { confirmed_by: actor_id, confirmed_at: now }, tells: null }
      : { after: { ended_for: 'rejected', ended_by: actor_id, ended_at: now }, tells: ENDED }
  })

type Renewal = { id: string; document_no: string; until_on: LocalDate }
/** 续行冻结: the court's notice makes it longer and keeps its rank. Refuses what `decideRenewal` does. */
export const renewCourtOrder = (world: World, ask: Ask, { id, document_no, until_on }: Renewal) =>
  changeOrder(world, ask, id, ({ order, actor_id, now, today }) => {
    decideRenewal(order, until_on, today)
    const renewed = { renewed_by: actor_id, renewed_at: now, renewal_no: document_no }
    return { after: { ...renewed, until_on }, tells: 'court_order.renewed' }
  })

/** Files the court's release; nothing is let go of yet. Refuses what `decideLiftingAsked` does. */
export const askCourtLifting = (
  world: World,
  ask: Ask,
  { id, document_no }: { id: string; document_no: string },
) =>
  changeOrder(world, ask, id, ({ order, actor_id, now, today }) => {
    decideLiftingAsked(order, { today })
    const asked = { lifting_asked_by: actor_id, lifting_asked_at: now, lifting_no: document_no }
    return { after: asked, tells: null }
  })

/** A colleague lifts the freeze by the release on file, or puts that aside. Refuses what `decideLifting` does. */
export const decideCourtLifting = (
  world: World,
  ask: Ask,
  { id, agreed }: { id: string; agreed: boolean },
) =>
  changeOrder(world, ask, id, ({ order, actor_id, now, today }) => {
    decideLifting(order, { is_own: order.is_own_lifting === 1, today })
    return agreed
      ? { after: { ended_for: 'lifted', ended_by: actor_id, ended_at: now }, tells: ENDED }
      : { after: { lifting_asked_by: null, lifting_asked_at: null, lifting_no: null }, tells: null }
  })

/** Writes down the end of orders over their last day; they have held nothing since. At most `limit`; twice is once. */
export async function endCourtOrders(world: World, limit: number): Promise<number> {
  const now = world.now()
  const due = await all(
    world.db,
    sql<{
      id: string
    }>`SELECT o.id FROM court_orders o WHERE o.until_on < ${localDate(now)} AND o.ended_at IS NULL
         AND ${notSetAsideCondition('endCourtOrders', sql`o.id`, now)} ORDER BY o.until_on, o.id LIMIT ${limit}`,
  )
  return eachDue(world, 'endCourtOrders', due, {
    id: ({ id }) => id,
    act: ({ id }) => endByTerm(world, id),
  })
}
const endByTerm = (world: World, id: string) =>
  jobAct(
    world,
    { operation: 'endCourtOrder', key: id, said: [id] },
    {
      reads: () => ({
        orders: sql<CourtOrder>`SELECT * FROM court_orders WHERE id = ${id} AND ended_at IS NULL`,
      }),
      decide: ({ rows, now, kit }) => {
        const order = rows.orders[0] ?? refuse('court_order_not_found')
        const over = { ended_for: 'term', ended_by: null, ended_at: now } as const
        const changed = { ...order, ...over, version: order.version + 1 }
        return {
          status: 200,
          subject_id: id,
          body: { object: 'court_order_end', id },
          statements: [updateCourtOrder(changed), told(kit, ENDED, changed, now)],
        }
      },
    },
  )

const NOTHING_YET = {
  ...{ confirmed_by: null, confirmed_at: null, renewed_by: null, renewed_at: null },
  ...{ renewal_no: null, lifting_no: null, lifting_asked_by: null, lifting_asked_at: null },
  ...{ paid_fen: 0, ended_for: null, ended_by: null, ended_at: null, version: 1 },
} as const

type News = 'court_order.filed' | 'court_order.renewed' | 'court_order.ended'
const ENDED: News = 'court_order.ended'
const told = (kit: Kit, type: News, o: CourtOrder, at: Instant): Statement =>
  emit(kit, {
    type,
    subject_id: o.id,
    merchant_id: o.merchant_id,
    consumer_id: null,
    data: {
      court_order_id: o.id,
      amount_fen: o.amount_fen,
      until_on: o.until_on,
      ended_for: o.ended_for,
    },
    at,
  })
