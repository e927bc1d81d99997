import * as z from 'zod'
import { cardFrom } from '../cards/store'
import { idPattern } from '../kernel/ids'
import { localDate } from '../kernel/time'
import { remainingUnits } from '../law/lots'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cardUnit } from '../readers/parts'
import { PLACE_REFUSALS } from '../redemptions/place'
import { RedemptionView, statedUse } from '../redemptions/views'
import { exactlyOne, onlyWith } from '../schemas/choices'
import { readCounterCards, redeemAtCounter, setCounterPin } from './counter'

export const counterRoutes = newRouter()
const TILL = { owner: 'tenant', manager: 'tenant', cashier: 'tenant' } as const
const CardId = z.string().regex(idPattern('crd'))
const PhoneTail = z.string().regex(/^\d{4}$/)
const Pin = z.string().regex(/^\d{6}$/)

const UseAtCounter = z.strictObject({
  card_id: CardId,
  phone_tail: PhoneTail,
  pin: Pin,
  ...statedUse,
})
const NewCounterRedemption = onlyWith(
  exactlyOne(UseAtCounter, ['amount_fen', 'item_id', 'visits']),
  'quantity',
  'item_id',
).meta({ id: 'NewCounterRedemption' })

export const redeemAtCounterOperation = operation({
  method: 'post',
  path: '/v1/counter/redemptions',
  operationId: 'redeemAtCounter',
  tags: ['redemptions'],
  summary: '柜台密码付款：手机没带，报尾号、输密码',
  summary_en: 'Uses a card by phone tail and PIN, when the phone is not there',
  description:
    '顾客事先为这张卡开通才行；每次、每天的限额比消费码低。输的是柜台密码，不是支付密码，由顾客自己在店里的屏幕上输入；输错 5 次锁定，锁得一次比一次久。',
  policy: TILL,
  body: NewCounterRedemption,
  answers: { 201: { description: '已扣款，附小票', schema: RedemptionView } },
  refuses: [
    'terminal_suspended',
    'card_not_found',
    'counter_pin_off',
    'phone_tail_wrong',
    'pin_wrong',
    'pin_locked',
    'pin_not_set',
    'out_no_taken',
    'card_frozen',
    'card_closed',
    ...PLACE_REFUSALS,
    'redemption_unit_mismatch',
    'item_not_found',
    'redemption_exceeds_balance',
    'lot_in_dispute',
    'same_amount_just_redeemed',
    'counter_limit_reached',
    'card_changed_meanwhile',
  ],
})
serveAct(counterRoutes, redeemAtCounterOperation, (world, ask, { body }) =>
  redeemAtCounter(world, ask, body),
)

const CounterCards = z
  .strictObject({
    object: z.literal('list'),
    data: z.array(
      z.strictObject({
        card_id: CardId,
        nickname: z.string(),
        phone_mask: z.string(),
        service: z.string(),
        unit: z.enum(['fen', 'visit', 'day']),
        remaining_units: z.int(),
      }),
    ),
  })
  .meta({ id: 'CounterCards' })
export const listCounterCardsOperation = operation({
  method: 'get',
  path: '/v1/counter/cards',
  operationId: 'listCounterCards',
  tags: ['redemptions'],
  summary: '按手机尾号找本店可在柜台付款的卡（至多 20 张）',
  summary_en: 'Finds cards of this shop by phone tail that may be used at the counter',
  policy: TILL,
  query: z.strictObject({ phone_tail: PhoneTail }),
  answers: { 200: { description: '卡', schema: CounterCards } },
})
serveRead(counterRoutes, listCounterCardsOperation, {
  reads: (who, { query }) => ({ counter_cards: readCounterCards(who, query.phone_tail) }),
  present: ({ rows, now }) => ({
    object: 'list',
    data: rows.counter_cards.map((row) => {
      const card = cardFrom(row)
      return {
        card_id: card.id,
        nickname: row.nickname,
        phone_mask: row.phone_mask,
        service: card.service,
        unit: cardUnit(card.kind),
        remaining_units: remainingUnits(card.lots, localDate(now)),
      }
    }),
  }),
})

const CounterPin = z
  .strictObject({
    object: z.literal('counter_pin'),
    card_id: CardId,
    enabled: z.boolean(),
    limits: z.strictObject({ a_use_fen: z.int(), a_day_fen: z.int(), a_day_count: z.int() }),
  })
  .meta({ id: 'CounterPin' })
export const setCounterPinOperation = operation({
  method: 'put',
  path: '/v1/cards/:id/counter-pin',
  operationId: 'setCounterPin',
  tags: ['redemptions'],
  summary: '开通或关闭一张卡的柜台密码付款',
  summary_en: 'Allows or forbids one card to be used at the counter',
  policy: { consumer: 'own' },
  params: z.strictObject({ id: CardId }),
  step_up: { or: 'pin' },
  body: z
    .strictObject({
      enabled: z.boolean(),
      pin: Pin.optional().meta({ description: '支付密码；刚证明过是本人的可以不填' }),
      counter_pin: Pin.optional().meta({
        description: '柜台密码：第一次开通要设，不能与支付密码相同；再填就是更换，对所有的卡有效',
      }),
    })
    .meta({ id: 'SetCounterPin' }),
  answers: { 200: { description: '已改', schema: CounterPin } },
  refuses: [
    'card_not_found',
    'counter_pin_missing',
    'counter_pin_same_as_pin',
    'pin_too_simple',
    'pin_wrong',
    'pin_locked',
    'pin_not_set',
    'card_changed_meanwhile',
  ],
})
serveAct(counterRoutes, setCounterPinOperation, (world, ask, { params, body }) =>
  setCounterPin(world, ask, { card_id: params.id, ...body }),
)
