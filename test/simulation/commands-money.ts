import { HOLDERS } from '../../src/demo/cast'
import { sql } from '../../src/platform/d1'
import { type Command, on, post } from './scene'

const METHODS = [
  'pm_card_visa',
  'pm_card_visa',
  'pm_card_createDispute',
  'pm_card_refundFail',
  'pm_mock_timeout',
  'pm_mock_dup_webhook',
  'pm_card_chargeDeclined',
] as const

/** Money that comes in, and what officials do about payments that are taken back. */
export const MONEY: readonly Command[] = [
  {
    name: 'order a card',
    weight: 3,
    make: on(
      sql`SELECT o.id FROM offers o JOIN merchants m ON m.id = o.merchant_id ORDER BY o.id`,
      async (offer_id, scene) => {
        const who = scene.dice.percent(50) ? ('li' as const) : ('wang' as const)
        const contract_hash = await scene.contract_of(offer_id)
        return post(who, '/v1/purchases', { offer_id, contract_hash, contract_accepted: true })
      },
    ),
  },
  {
    name: 'pay an order',
    weight: 4,
    make: on(
      sql`SELECT id FROM purchases ORDER BY (status = 'paid'), id DESC`,
      async (id, scene) => {
        const li =
          await scene.id(sql`SELECT c.id FROM consumers c JOIN purchases p ON p.consumer_id = c.id
                                       WHERE p.id = ${id} AND c.nickname = ${HOLDERS.li.name}`)
        return post(li ? 'li' : 'wang', `/v1/purchases/${id}/payment`, {
          payment_method: scene.dice.pick(METHODS) ?? 'pm_card_visa',
        })
      },
    ),
  },
  {
    name: 'prepare evidence',
    weight: 2,
    make: on(sql`SELECT id FROM disputes ORDER BY (outcome IS NULL) DESC, id DESC`, (id) =>
      post('boss', `/v1/disputes/${id}/evidence`, { statement: '持卡人当面用了六次' }),
    ),
  },
  {
    name: 'hand evidence in',
    weight: 2,
    make: on(
      sql`SELECT id FROM disputes ORDER BY (outcome IS NULL AND evidence IS NOT NULL) DESC, id DESC`,
      (id, scene) =>
        post(scene.dice.percent(85) ? 'checker' : 'boss', `/v1/disputes/${id}/submission`),
    ),
  },
]
