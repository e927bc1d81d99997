import { BREAD, type Counter, good, openCounter } from '../redemptions/support'
import type { Reply } from '../support/world'

export type Desk = Counter & {
  card: string
  claims: (body: object, at?: 'shop' | 'other') => Promise<Reply>
  books: (body: object) => Promise<Reply>
  act: (
    who: 'holder' | 'shop' | 'stranger',
    path: string,
    body?: object,
    key?: string,
  ) => Promise<Reply>
  money: () => Promise<{ escrow: number; held: number; payable: number }>
}
/** A bakery, its customer with ¥1,000 paid for ¥1,200 of bread, and both sides of the desk. */
export async function openDesk(lots = [BREAD]): Promise<Desk> {
  const counter = await openCounter()
  const card = await counter.holds({ lots })
  const token = {
    holder: () => counter.as(counter.li.id),
    stranger: () => counter.as(counter.wang.id),
    shop: () => counter.till(counter.shop, 'owner'),
  }
  const act: Desk['act'] = async (who, path, body, key) =>
    counter.call('POST', path, {
      token: await token[who](),
      ...(body ? { body } : {}),
      ...(key ? { key } : {}),
    })
  return {
    ...counter,
    card,
    act,
    claims: async (body, at = 'shop') =>
      counter.call('POST', '/v1/claims', {
        token: await counter.till(at === 'shop' ? counter.shop : counter.other),
        body: { card_id: card, ...body },
      }),
    books: async (body) => act('holder', '/v1/bookings', { card_id: card, ...body }),
    money: async () => ({
      escrow: await counter.balance(`escrow:${card}`),
      held: await counter.balance(`held:${card}`),
      payable: await counter.balance(`payable:${counter.shop.id}`),
    }),
  }
}
export { good }
