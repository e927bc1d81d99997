import * as z from 'zod'
import { insist, refuse } from '../kernel/refusals'
import { daysBetween, type LocalDate, localDate } from '../kernel/time'
import { readShops } from '../merchants/shop-store'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { closuresFrom, type Hours, hoursOn } from './hours-rules'
import { hoursFrom, insertShopHours, readShopHours, type ShopHoursRow } from './hours-store'

const CLOSURES_MAX = 12
const CLOSURE_DAYS_MAX = 62
const Time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
const Span = z
  .strictObject({
    opens: Time.meta({ description: '几点开门' }),
    closes: Time.meta({ description: '几点关门' }),
  })
  .refine(({ opens, closes }) => opens !== closes, '开门和关门不能是同一时刻')
  .meta({ description: '当天几点到几点；关门早于开门的，是第二天的钟点' })
const Weekly = z
  .array(Span.nullable())
  .length(7)
  .refine((days) => days.some((day) => day !== null), '一周至少有一天营业')
  .meta({ description: '周一到周日；null：那天休息' })
const Closure = z
  .strictObject({ from_on: z.iso.date(), to_on: z.iso.date() })
  .refine(
    ({ from_on, to_on }) => from_on <= to_on && daysBetween(from_on, to_on) < CLOSURE_DAYS_MAX,
    '先写第一天，再写最后一天，最长 62 天',
  )
export const NewShopHours = z
  .strictObject({
    weekly: Weekly,
    closures: z.array(Closure).max(CLOSURES_MAX).meta({ description: '歇业的日子' }),
  })
  .meta({ id: 'NewShopHours', description: '一家门店的营业时间，整份写；closures 是歇业的日子' })
export const ShopHours = z
  .strictObject({
    object: z.literal('shop_hours'),
    weekly: Weekly,
    closures: z.array(Closure).meta({ description: '还没过去的歇业日' }),
    today: Span.nullable().meta({ description: '今天几点到几点；null：今天休息' }),
    stated_at: z.string().meta({ description: '店家写下的时刻，UTC' }),
  })
  .meta({ id: 'ShopHours', description: '店家自己写的营业时间，最近一次写的算' })

export const presentHours = (row: ShopHoursRow, on: LocalDate): z.input<typeof ShopHours> => {
  const hours = hoursFrom(row)
  return {
    object: 'shop_hours',
    weekly: [...hours.weekly],
    closures: closuresFrom(hours, on),
    today: hoursOn(hours, on),
    stated_at: row.stated_at,
  }
}

/**
 * A shop states when it is open, whole; what it stated before is kept. Refuses `shop_not_found` (another merchant's,
 * too), `shop_closed`.
 */
export function stateShopHours(world: World, ask: Ask, { shop_id, ...hours }: Stated) {
  return answerOnce(world, ask, {
    reads: (who) => ({
      shops: readShops(sql`s.id = ${shop_id} AND s.merchant_id = ${who.merchant_id}`),
      stated: readShopHours(shop_id),
    }),
    decide: ({ actor, rows, now }) => {
      insist(actor.merchant_id, 'staff have a merchant')
      const shop = rows.shops[0] ?? refuse('shop_not_found')
      if (shop.closed_at !== null) refuse('shop_closed')

      const row: ShopHoursRow = {
        shop_id,
        version: (rows.stated[0]?.version ?? 0) + 1,
        weekly: JSON.stringify(hours.weekly),
        closures: JSON.stringify(closuresFrom(hours, localDate(now))),
        stated_by: actor.id,
        stated_at: now,
      }
      return {
        status: 200,
        subject_id: shop_id,
        body: presentHours(row, localDate(now)),
        statements: [insertShopHours(row)],
      }
    },
  })
}
type Stated = { shop_id: string } & Hours
