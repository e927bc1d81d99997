import { recordBehaviour } from '../../src/behaviour/record'
import { markCredit, scoreCredit } from '../../src/credit/night'
import { sql } from '../../src/platform/d1'
import { recordReports } from '../../src/reports/record'
import { hearWarnings } from '../../src/supervision/warn'
import { type Desk, good } from '../refunds/support'

/** The nights that end in a shop’s score; its owner objects to a complaint, and a holder has rated the shop. */
export async function scoresCredit(
  desk: Desk,
  put: (key: string, value: unknown) => void,
  /** Another official of the shop’s district. */
  second: string,
): Promise<void> {
  const { world, owner, li, shop } = desk
  const [use] = await desk.rows(
    sql`SELECT id FROM redemptions WHERE merchant_id = ${shop.id} AND consent = 'code' AND status = 'succeeded' LIMIT 1`,
  )
  good(await desk.says(li.id, 'POST', `/v1/redemptions/${String(use?.id)}/rating`, { stars: 4 }))
  await recordBehaviour(world, 100)
  await hearWarnings(world, 100)
  await recordReports(world, 100)
  await markCredit(world, 100)
  await scoreCredit(world, 100)
  const [mark] = await desk.rows(
    sql`SELECT id FROM credit_marks WHERE merchant_id = ${shop.id} AND indicator = 'complaint' LIMIT 1`,
  )
  const objection = good(
    await desk.says(owner, 'POST', `/v1/credit-marks/${String(mark?.id)}/objection`, {
      words: '顾客已经说清楚了',
    }),
  )
  put('/v1/credit-marks/:id', mark?.id)
  put('/v1/credit/:mark', mark?.id)
  const listing = good(
    await desk.says(desk.supervisor, 'POST', `/v1/merchants/${shop.id}/listings`, {
      ...{ colour: 'black', class: 'minor' },
      ...{ ground: '两次逾期不退款', words: '三月两次逾期没有退款' },
    }),
  )
  const praise = good(
    await desk.says(desk.supervisor, 'POST', `/v1/merchants/${shop.id}/listings`, {
      ...{ colour: 'red', class: 'honour' },
      ...{ ground: '全年退款都在三天内', words: '全年退款都在三天内到账' },
    }),
  )
  good(await desk.says(second, 'POST', `/v1/listings/${praise.id}/publication`, { days: 365 }))
  put('/v1/listings/:id', listing.id)
  put('/v1/credit-objections/:id', objection.id)
}
