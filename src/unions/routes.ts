import * as z from 'zod'
import { SixDigits, SmsCode } from '../identity/objects'
import { Phone } from '../identity/phone'
import { refuse } from '../kernel/refusals'
import { Assertion, Ticket } from '../passkeys/objects'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { readSessionDevice } from '../recoveries/store'
import { askerFrom } from '../sessions/asker'
import { cancelUnion, cancelUnionByLink, finishUnion } from './finish'
import { unionFromToken } from './link'
import { sendUnionCode } from './send-code'
import { startUnion } from './start'
import { isUnionParty, readUnions } from './store'
import { presentStoppable, presentUnion, StoppableUnion, Union, UnionId, UnionList } from './views'

export const unionRoutes = newRouter()
const tags = ['identity']
const HOLDER = { consumer: 'own' } as const
const params = z.strictObject({ id: UnionId })
const QUIET = [
  'union_while_frozen',
  'union_while_recovering',
  'union_while_transferring',
  'union_of_too_many',
  'union_changed_meanwhile',
  'card_changed_meanwhile',
] as const

export const sendUnionCodeOperation = operation({
  method: 'post',
  path: '/v1/account-unions/sms-codes',
  operationId: 'sendUnionCode',
  tags,
  summary: '发送合并账户用的验证码：自己的号码一条，另一个账户的号码一条',
  summary_en: 'Sends a code for joining two accounts: one to each number',
  policy: HOLDER,
  body: z
    .strictObject({
      phone: Phone.optional().meta({ description: '另一个账户的号码；不写：发到自己的号码' }),
    })
    .meta({ id: 'NewUnionCode' }),
  answers: { 202: { description: '已受理', schema: SmsCode } },
  refuses: ['number_left', 'code_sent_too_often', 'sms_not_sent'],
})
serveAct(unionRoutes, sendUnionCodeOperation, async (world, ask, { body }, c) =>
  sendUnionCode(world, ask, { phone: body.phone, asker: await askerFrom(world, c, undefined) }),
)

export const startUnionOperation = operation({
  method: 'post',
  path: '/v1/account-unions',
  operationId: 'startUnion',
  tags,
  summary: '把自己的另一个账户并到现在这个账户',
  summary_en: 'Joins another account of the same person to this one',
  description:
    '马上办（waits: false）要两个账户都证明：两个号码各一条验证码，这个账户证明过（POST /v1/me/proofs 或 /v1/me/passkey-proofs），' +
    '那个账户的支付密码（other_pin）或通行密钥（other_passkey，参数向 /v1/me/passkey-challenges 要，purpose: union）。' +
    '做不到的等 24 小时（waits: true）：另一个账户至少要验证码或通行密钥，两边和陪护的家人都收到短信，谁都能取消。' +
    '卡、付款、退款、争议、陪护原样归到这个账户，钱一分不动；另一个账户结束，各处退出登录，它的消费码作废。三十天至多 3 次。',
  policy: HOLDER,
  body: z
    .strictObject({
      phone: Phone.meta({ description: '另一个账户的号码' }),
      waits: z.boolean().meta({ description: 'true：等 24 小时；false：马上办' }),
      own_code: SixDigits.meta({ description: '发到自己号码的验证码' }),
      other_code: SixDigits.optional().meta({ description: '发到另一个号码的验证码' }),
      other_pin: SixDigits.optional().meta({ description: '另一个账户的支付密码' }),
      other_passkey: z
        .strictObject({ ticket: Ticket, passkey: Assertion })
        .optional()
        .meta({ description: '另一个账户的通行密钥' }),
    })
    .meta({ id: 'NewAccountUnion' }),
  answers: { 201: { description: '已合并，或在等', schema: Union } },
  refuses: [
    'code_wrong',
    'step_up_needed',
    'union_nobody_there',
    'union_with_oneself',
    'union_not_proved',
    'union_already_open',
    'unions_too_often',
    ...QUIET,
    'pin_wrong',
    'pin_locked',
    'pin_not_set',
    'passkey_wrong',
    'passkey_suspended',
    'passkey_challenge_over',
    'purchase_changed_meanwhile',
    'refund_changed_meanwhile',
    'companion_changed_meanwhile',
  ],
})
serveAct(unionRoutes, startUnionOperation, (world, ask, { body }) => startUnion(world, ask, body))

export const listUnionsOperation = operation({
  method: 'get',
  path: '/v1/account-unions',
  operationId: 'listUnions',
  tags,
  summary: '这个账户的合并申请，新的在前（至多 20 次）',
  summary_en: 'Lists the unions of this account, newest first',
  policy: HOLDER,
  answers: { 200: { description: '合并', schema: UnionList } },
})
serveRead(unionRoutes, listUnionsOperation, {
  reads: (who) => ({
    device: readSessionDevice(who.session),
    unions: readUnions(sql`${isUnionParty(who.subject_id)} ORDER BY u.id DESC LIMIT 20`),
  }),
  present: ({ actor, rows, now }) => {
    const device_id = rows.device[0]?.device_id ?? null
    const seen = { now, subject_id: actor.id, device_id }
    return { object: 'list', data: rows.unions.map((row) => presentUnion(row, seen)) }
  },
})

export const finishUnionOperation = operation({
  method: 'post',
  path: '/v1/account-unions/:id/completion',
  operationId: 'finishUnion',
  tags,
  summary: '等满 24 小时后办完合并',
  summary_en: 'Finishes a union once its day is over',
  policy: HOLDER,
  params,
  answers: { 200: { description: '已合并', schema: Union } },
  refuses: [
    'union_not_found',
    'union_still_cooling',
    'union_not_open',
    'union_on_other_device',
    ...QUIET,
    'purchase_changed_meanwhile',
    'refund_changed_meanwhile',
    'companion_changed_meanwhile',
  ],
})
serveAct(unionRoutes, finishUnionOperation, (world, ask, { params: { id } }) =>
  finishUnion(world, ask, id),
)

export const cancelUnionOperation = operation({
  method: 'post',
  path: '/v1/account-unions/:id/cancellation',
  operationId: 'cancelUnion',
  tags,
  summary: '取消合并，两个账户都可以；从要结束的那个取消，申请的设备同时退出登录',
  summary_en: 'Cancels a union, from either account',
  policy: HOLDER,
  params,
  answers: { 200: { description: '已取消', schema: Union } },
  refuses: [
    'union_not_found',
    'union_not_open',
    'union_changed_meanwhile',
    'device_changed_meanwhile',
  ],
})
serveAct(unionRoutes, cancelUnionOperation, (world, ask, { params: { id } }) =>
  cancelUnion(world, ask, id),
)

const by_link = z.strictObject({ token: z.string().regex(/^[A-Za-z0-9_-]{42}$/) })
const answer = { description: '这次合并现在的样子', schema: StoppableUnion }
export const readStoppableUnionOperation = operation({
  method: 'get',
  path: '/v1/union-cancellations/:token',
  operationId: 'readStoppableUnion',
  tags,
  summary: '短信链接里的合并：能不能取消',
  summary_en: 'Says which union the link of a message would cancel',
  policy: 'public',
  params: by_link,
  answers: { 200: answer },
  refuses: ['union_link_invalid'],
})
serveRead(unionRoutes, readStoppableUnionOperation, {
  reads: (_who, { params: { token } }) => ({
    union: readUnions(sql`u.id = ${`aun_${token.slice(0, 26)}`}`),
  }),
  present: async ({ rows, now, kit }, { params: { token } }) => {
    await unionFromToken(kit, token)
    return presentStoppable(rows.union[0] ?? refuse('union_link_invalid'), now)
  },
})

export const cancelUnionByLinkOperation = operation({
  method: 'post',
  path: '/v1/union-cancellations/:token',
  operationId: 'cancelUnionByLink',
  tags,
  summary: '点短信里的链接取消合并：不用登录，一按即停',
  summary_en: 'Cancels a union by the link of a message, without signing in',
  policy: 'public',
  params: by_link,
  answers: { 201: answer },
  refuses: [
    'union_link_invalid',
    'union_not_open',
    'union_changed_meanwhile',
    'device_changed_meanwhile',
  ],
})
serveAct(unionRoutes, cancelUnionByLinkOperation, (world, ask, { params: { token } }) =>
  cancelUnionByLink(world, ask, { token }),
)
