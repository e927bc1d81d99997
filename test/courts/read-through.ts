import { localDate, plusDays } from '../../src/kernel/time'
import { type Desk, good } from '../refunds/support'

/** A court has frozen a little of what is payable to the shop, and asks for a part of it: nobody has agreed yet. */
export async function courtFreezes(
  desk: Desk,
  put: (key: string, value: unknown) => void,
  teller: string,
) {
  const order = good(
    await desk.says(teller, 'POST', `/v1/merchants/${desk.shop.id}/court-orders`, {
      court: '海州区人民法院',
      case_no: '（2026）辽0204财保7号',
      document_no: '（2026）辽0204财保7号之一',
      basis: 'preservation',
      amount_fen: 100,
      until_on: plusDays(localDate(desk.world.now()), 30),
    }),
  )
  put('/v1/court-orders/:id', order.id)
}
