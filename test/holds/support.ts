import { sendNotices } from '../../src/notify/notices'
import { sql } from '../../src/platform/d1'
import { BREAD, type Counter, good, openCounter } from '../redemptions/support'
import type { AnswerAt, Answered, Body, BodyAt, Path, Reply } from '../support/addresses'

export type Desk = Counter & {
  card: string
  /** The code of the holder's phone for the card, at this moment. */
  shows: (card_id?: string) => Promise<string>
  claims: (
    body: Omit<BodyAt<'POST /v1/claims'>, 'card_id'> & { card_id?: string },
    at?: 'shop' | 'other',
  ) => Promise<Reply<AnswerAt<'POST /v1/claims'>>>
  books: (
    body: Omit<BodyAt<'POST /v1/bookings'>, 'card_id'> & { card_id?: string },
  ) => Promise<Reply<AnswerAt<'POST /v1/bookings'>>>
  act: <P extends string>(
    who: 'holder' | 'shop' | 'stranger',
    path: Path<'POST', P>,
    body?: Body<'POST', P>,
    key?: string,
  ) => Answered<'POST', P>
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
  /** Messages go out with every step, as every five minutes in life: silence counts from when one was told. */
  const told = async <B>(reply: Reply<B>): Promise<Reply<B>> => {
    await sendNotices(counter.world, 100)
    return reply
  }
  const act: Desk['act'] = async (who, path, body, key) =>
    told(
      await counter.call('POST', path, {
        token: await token[who](),
        ...(body ? { body } : {}),
        ...(key ? { key } : {}),
      }),
    )
  return {
    ...counter,
    card,
    act,
    shows: async (card_id = card) => (await counter.code(card_id)).digits,
    claims: async (body, at = 'shop') =>
      told(
        await counter.call('POST', '/v1/claims', {
          token: await counter.till(at === 'shop' ? counter.shop : counter.other),
          body: { card_id: card, ...body },
        }),
      ),
    books: async (body) => act('holder', '/v1/bookings', { card_id: card, ...body }),
    money: async () => ({
      escrow: await counter.balance(`escrow:${card}`),
      held: await counter.balance(`held:${card}`),
      payable: await counter.balance(`payable:${counter.shop.id}`),
    }),
  }
}
/** An offer of the desk's shop that keeps a share of those who do not come. */
export async function keeping(
  desk: Desk,
  no_show_bp: number,
  free_cancel_hours: number,
): Promise<{ offer_id: string }> {
  const [offer] = desk.shop.offers
  const columns = (await desk.rows(sql`SELECT name FROM pragma_table_info('offers')`)).map((row) =>
    String(row.name),
  )
  const offer_id = desk.world.newId('off')
  const changed: Record<string, number | string> = { id: offer_id, no_show_bp, free_cancel_hours }
  const chosen = columns.map((name) => (name in changed ? '?' : name)).join(', ')
  const values = columns.flatMap((name) => changed[name] ?? [])
  await desk.db.batch([
    {
      text: `INSERT INTO offers (${columns.join(', ')}) SELECT ${chosen} FROM offers WHERE id = ?`,
      values: [...values, offer?.id ?? ''],
    },
  ])
  return { offer_id }
}
export { good }
