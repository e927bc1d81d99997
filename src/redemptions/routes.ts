import * as z from 'zod'
import { InstantIn } from '../environment/instant'
import { idPattern } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { exactlyOne, oneAtMost, onlyWith } from '../schemas/choices'
import { cancelRedemption, confirmRedemption } from './confirm'
import { issuePayCodeKey, presentPayCode, renewPayCodeKey, revokePayCodeKeys } from './issue-code'
import { PLACE_REFUSALS } from './place'
import { redeemByCode } from './redeem'
import { readAlias, readRedemptionsFor } from './store'
import { presentRedemption, RedemptionId, RedemptionView, statedUse } from './views'

export const redemptionRoutes = newRouter()
const TILL = { owner: 'tenant', manager: 'tenant', cashier: 'tenant' } as const
const TILL_OR_TERMINAL = { ...TILL, terminal: 'tenant' } as const
const BOTH_SIDES = { ...TILL_OR_TERMINAL, consumer: 'own' } as const
const CardParams = z.strictObject({ id: z.string().regex(idPattern('crd')) })
const RedemptionParams = z.strictObject({ id: RedemptionId })

const UseByCode = z.strictObject({ code: z.string().min(1).max(60), ...statedUse })
const NewRedemption = onlyWith(
  oneAtMost(UseByCode, ['amount_fen', 'item_id', 'visits'], '都不给就是期限卡到店'),
  'quantity',
  'item_id',
).meta({ id: 'NewRedemption' })

export const redeemByCodeOperation = operation({
  method: 'post',
  path: '/v1/redemptions',
  operationId: 'redeemByCode',
  tags: ['redemptions'],
  summary: '凭消费码核销：金额、项目或次数',
  summary_en: 'Uses a card by pay code: an amount, an item or visits',
  policy: TILL_OR_TERMINAL,
  body: NewRedemption,
  description:
    '限额内立即扣款（201）；超出免密限额时等顾客输入支付密码（202，还没有扣钱）。结果不明时用同一个 Idempotency-Key 重试，或按 out_no 查询。',
  answers: {
    201: { description: '已扣款，附小票', schema: RedemptionView },
    202: { description: '等顾客确认，还没有扣钱', schema: RedemptionView },
  },
  refuses: [
    'terminal_suspended',
    'code_locked',
    'code_invalid',
    'code_used',
    'out_no_taken',
    'card_frozen',
    'card_closed',
    ...PLACE_REFUSALS,
    'redemption_unit_mismatch',
    'item_not_found',
    'redemption_exceeds_balance',
    'lot_in_dispute',
    'same_amount_just_redeemed',
    'period_not_running',
    'same_visit_just_recorded',
    'visits_used_up',
    'terminal_cap_reached',
    'card_changed_meanwhile',
  ],
})
serveAct(redemptionRoutes, redeemByCodeOperation, (world, ask, { body }) =>
  redeemByCode(world, ask, body),
)

export const confirmRedemptionOperation = operation({
  method: 'post',
  path: '/v1/redemptions/:id/confirmation',
  operationId: 'confirmRedemption',
  tags: ['redemptions'],
  summary: '顾客用支付密码确认',
  summary_en: 'Confirms a use with the PIN',
  policy: { consumer: 'own' },
  params: RedemptionParams,
  body: z.strictObject({ pin: z.string().regex(/^\d{6}$/) }).meta({ id: 'RedemptionConfirmation' }),
  answers: { 200: { description: '已扣款', schema: RedemptionView } },
  refuses: [
    'redemption_not_found',
    'redemption_not_confirmable',
    'redemption_confirmation_expired',
    'pin_not_set',
    'pin_locked',
    'pin_wrong',
    'card_frozen',
    'card_closed',
    'card_not_accepted_here',
    'redemption_exceeds_balance',
    'lot_in_dispute',
    'card_changed_meanwhile',
  ],
})
serveAct(redemptionRoutes, confirmRedemptionOperation, (world, ask, { params, body }) =>
  confirmRedemption(world, ask, { redemption_id: params.id, pin: body.pin }),
)

export const cancelRedemptionOperation = operation({
  method: 'post',
  path: '/v1/redemptions/:id/cancellation',
  operationId: 'cancelRedemption',
  tags: ['redemptions'],
  summary: '取消等待确认的核销',
  summary_en: 'Cancels a use that waits to be confirmed',
  policy: BOTH_SIDES,
  params: RedemptionParams,
  answers: { 200: { description: '已取消，没有扣钱', schema: RedemptionView } },
  refuses: ['redemption_not_found', 'redemption_not_cancelable', 'redemption_changed_meanwhile'],
})
serveAct(redemptionRoutes, cancelRedemptionOperation, (world, ask, { params }) =>
  cancelRedemption(world, ask, params.id),
)

export const readRedemptionOperation = operation({
  method: 'get',
  path: '/v1/redemptions/:id',
  operationId: 'readRedemption',
  tags: ['redemptions'],
  summary: '一次核销',
  summary_en: 'Reads one use',
  policy: { ...BOTH_SIDES, app: 'tenant' },
  params: RedemptionParams,
  answers: { 200: { description: '这次核销', schema: RedemptionView } },
  refuses: ['redemption_not_found'],
})
serveRead(redemptionRoutes, readRedemptionOperation, {
  reads: (who, { params }) => ({ redemptions: readRedemptionsFor(who, sql`r.id = ${params.id}`) }),
  present: ({ rows }) => presentRedemption(rows.redemptions[0] ?? refuse('redemption_not_found')),
})

export const listRedemptionsOperation = operation({
  method: 'get',
  path: '/v1/redemptions',
  operationId: 'listRedemptions',
  tags: ['redemptions'],
  summary: '一张卡的核销，或按店内单号查一次',
  summary_en: 'Lists the uses of one card, or finds one by the shop’s own number',
  policy: { ...BOTH_SIDES, app: 'tenant' },
  query: exactlyOne(
    z.strictObject({
      ...pageQuery,
      card_id: z.string().regex(idPattern('crd')).optional(),
      out_no: z.string().min(1).max(64).optional(),
      started_after: InstantIn.optional().meta({ description: '只要这个时刻以后开始的' }),
      is_waiting: z.enum(['true']).optional().describe('只要等持卡人确认、还没有扣钱的'),
    }),
    ['card_id', 'out_no'],
  ),
  answers: {
    200: { description: '核销，新的在前', schema: listSchema(RedemptionView, 'RedemptionList') },
  },
  refuses: ['cursor_invalid'],
})
serveRead(redemptionRoutes, listRedemptionsOperation, {
  reads: (who, { query }) => {
    const of = query.card_id
      ? sql`r.card_id = ${query.card_id}`
      : sql`r.out_no = ${query.out_no ?? ''}`
    const before = cursorKey(query.cursor)
    const since = query.started_after ?? ''
    const state = query.is_waiting ? sql`r.status = 'user_confirming'` : sql`1`
    return {
      redemptions: readRedemptionsFor(
        who,
        sql`${of} AND ${state} AND r.started_at > ${since} AND (${before} IS NULL OR r.id < ${before})
            ORDER BY r.id DESC LIMIT ${query.limit + 1}`,
      ),
    }
  },
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.redemptions ?? [],
      query.limit,
      (row) => String(row.id),
      (row) => presentRedemption(row),
    ),
})

const PayCodeKey = z
  .strictObject({
    object: z.literal('pay_code_key'),
    card_id: z.string(),
    alias: z.int(),
    key: z.string(),
    issued_at: z.string(),
    expires_at: z.string(),
    grace_ends_at: z.string(),
    step_seconds: z.int(),
  })
  .meta({ id: 'PayCodeKey', description: '手机离线也能出码的密钥，只发给持卡人' })
const KEY_REFUSALS = [
  'card_not_found',
  'card_frozen',
  'card_closed',
  'pay_codes_asked_too_often',
  'card_changed_meanwhile',
] as const
export const issuePayCodeKeyOperation = operation({
  method: 'post',
  path: '/v1/cards/:id/pay-code-key',
  operationId: 'issuePayCodeKey',
  tags: ['redemptions'],
  summary: '领取消费码密钥（24 小时换一次）',
  summary_en: 'Issues the key of pay codes for a card, for a day',
  policy: { consumer: 'own' },
  params: CardParams,
  answers: { 201: { description: '密钥', schema: PayCodeKey } },
  refuses: KEY_REFUSALS,
})
serveAct(redemptionRoutes, issuePayCodeKeyOperation, (world, ask, { params }) =>
  issuePayCodeKey(world, ask, params.id),
)

export const renewPayCodeKeyOperation = operation({
  method: 'post',
  path: '/v1/cards/:id/pay-code-key/renewal',
  operationId: 'renewPayCodeKey',
  tags: ['redemptions'],
  summary: '换一个码：这台设备原来的码马上作废',
  summary_en: 'Another key for this device at once; its codes of before are void',
  policy: { consumer: 'own' },
  params: CardParams,
  answers: { 201: { description: '新的密钥', schema: PayCodeKey } },
  refuses: KEY_REFUSALS,
})
serveAct(redemptionRoutes, renewPayCodeKeyOperation, (world, ask, { params }) =>
  renewPayCodeKey(world, ask, params.id),
)

const PayCode = z
  .strictObject({
    object: z.literal('pay_code'),
    card_id: z.string(),
    merchant_name: z.string(),
    digits: z.string(),
    digits_spoken: z.string(),
    qr: z.string(),
    valid_from: z.string(),
    valid_until: z.string(),
    refresh_after_s: z.int(),
  })
  .meta({ id: 'PayCode', description: '此刻的消费码，只在这家店能用' })
export const readPayCodeOperation = operation({
  method: 'get',
  path: '/v1/cards/:id/pay-code',
  operationId: 'readPayCode',
  tags: ['redemptions'],
  summary: '此刻的消费码',
  summary_en: 'Reads the pay code of this moment',
  policy: { consumer: 'own' },
  params: CardParams,
  answers: { 200: { description: '消费码', schema: PayCode } },
  refuses: ['card_not_found', 'code_key_missing'],
})
serveRead(redemptionRoutes, readPayCodeOperation, {
  reads: (who, { params }, now) => ({ alias: readAlias(who, params.id, now) }),
  present: ({ rows, kit, now }) => presentPayCode(rows.alias[0], kit, now),
})

const Revocation = z
  .strictObject({
    object: z.literal('pay_code_key_revocation'),
    card_id: z.string(),
    revoked_at: z.string(),
  })
  .meta({ id: 'PayCodeKeyRevocation' })
export const revokePayCodeKeysOperation = operation({
  method: 'post',
  path: '/v1/cards/:id/pay-code-key/revocation',
  operationId: 'revokePayCodeKeys',
  tags: ['redemptions'],
  summary: '手机丢了：让您所有卡的消费码全部失效',
  summary_en: 'Voids every pay code of all the holder’s cards',
  policy: { consumer: 'own' },
  params: CardParams,
  answers: { 200: { description: '已失效', schema: Revocation } },
  refuses: ['card_not_found'],
})
serveAct(redemptionRoutes, revokePayCodeKeysOperation, (world, ask, { params }) =>
  revokePayCodeKeys(world, ask, params.id),
)
