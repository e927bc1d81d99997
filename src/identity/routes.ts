import * as z from 'zod'
import { CodeToken } from '../codes/challenge'
import type { Policy } from '../platform/actor'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { PersonName } from '../schemas/person-name'
import { askerFrom, DeviceToken, laterIn } from '../sessions/asker'
import { presentMe, readMe, renameMe } from './me'
import {
  Consumer,
  Kind,
  Person,
  Pin,
  Proof,
  Session,
  SessionRevocation,
  SignInCode,
  SixDigits,
  SmsCode,
} from './objects'
import { Phone } from './phone'
import { proveMyself, putPin } from './pin'
import { sendPinCode, sendSignInCode } from './send-code'
import { signOut, signOutEverywhere } from './sessions'
import { signIn } from './sign-in'

export const identityRoutes = newRouter()
const tags = ['identity']
const EVERYBODY = {
  consumer: 'own',
  owner: 'self',
  manager: 'self',
  cashier: 'self',
  bank: 'self',
  supervisor: 'self',
  operator: 'self',
} as const satisfies Policy

export const sendSignInCodeOperation = operation({
  method: 'post',
  path: '/v1/sms-codes',
  operationId: 'sendSignInCode',
  tags,
  summary: '发送登录验证码',
  summary_en: 'Sends a sign-in code by short message',
  description:
    '验证码 5 分钟内有效，可试 5 次，只认索要它的浏览器（challenge）。同一个人、同一用途每分钟一条、24 小时内 10 条；' +
    '登录过的设备（device）单独计数，陌生人要不完它的；陌生人合计 24 小时 20 条，最后一条短信附本人登录的链接（pass）；' +
    '一个网络地址 10 分钟 20 条、24 小时 100 条。没送到的不算。号码是否登记过，答复都一样。' +
    '同一个 Idempotency-Key 重发请求不会再发一条。',
  policy: 'public',
  body: z
    .strictObject({
      phone: Phone,
      purpose: z.literal('sign_in'),
      kind: Kind,
      device: DeviceToken.optional(),
      pass: CodeToken.optional().meta({ description: '短信里本人登录链接所带的凭据' }),
    })
    .meta({ id: 'NewSmsCode' }),
  answers: { 202: { description: '已受理', schema: SignInCode } },
  refuses: ['code_sent_too_often', 'sms_not_sent'],
})
serveAct(identityRoutes, sendSignInCodeOperation, async (world, ask, { body }, c) => {
  const { phone, kind, pass, device } = body
  const asker = await askerFrom(world, c, device)
  return sendSignInCode(world, ask, { phone, kind, pass, asker, later: laterIn(c) })
})

export const signInOperation = operation({
  method: 'post',
  path: '/v1/sessions',
  operationId: 'signIn',
  tags,
  summary: '用验证码登录',
  summary_en: 'Signs in with a code',
  description:
    '没有登记过的消费者在此登记；店员和工作人员须先由店主或平台登记。消费者 30 天不用即退出，最长 180 天；' +
    '其他身份 30 分钟不用即退出，最长 12 小时。' +
    '90 天没用过的号码在新设备上登录答 number_silent：带上支付密码再登录，或走 /v1/silent-numbers。',
  policy: 'public',
  body: z
    .strictObject({
      phone: Phone,
      kind: Kind,
      challenge: CodeToken.meta({ description: '索要验证码时的答复所给' }),
      code: SixDigits,
      device: DeviceToken.optional(),
      pin: SixDigits.optional().meta({
        description: '只在答 number_silent 时要：久未使用的号码在新设备上登录，还要支付密码',
      }),
    })
    .meta({ id: 'NewSession' }),
  answers: { 201: { description: '已登录', schema: Session } },
  refuses: [
    'code_wrong',
    'number_silent',
    'pin_wrong',
    'pin_locked',
    'pin_not_set',
    'device_changed_meanwhile',
  ],
})
serveAct(identityRoutes, signInOperation, async (world, ask, { body }, c) => {
  const { device, ...said } = body
  return signIn(world, ask, { ...said, asker: await askerFrom(world, c, device) })
})

export const signOutOperation = operation({
  method: 'post',
  path: '/v1/sessions/current/revocation',
  operationId: 'signOut',
  tags,
  summary: '退出登录',
  summary_en: 'Signs out here',
  policy: EVERYBODY,
  answers: { 201: { description: '已退出', schema: SessionRevocation } },
})
serveAct(identityRoutes, signOutOperation, (world, ask) => signOut(world, ask))

export const signOutEverywhereOperation = operation({
  method: 'post',
  path: '/v1/sessions/revocation',
  operationId: 'signOutEverywhere',
  tags,
  summary: '在所有设备上退出登录',
  summary_en: 'Signs out on all devices',
  policy: EVERYBODY,
  answers: { 201: { description: '已全部退出', schema: SessionRevocation } },
})
serveAct(identityRoutes, signOutEverywhereOperation, (world, ask) => signOutEverywhere(world, ask))

export const readMeOperation = operation({
  method: 'get',
  path: '/v1/me',
  operationId: 'readMe',
  tags,
  summary: '我是谁',
  summary_en: 'Says who is signed in',
  policy: EVERYBODY,
  answers: { 200: { description: '登录的人', schema: Person } },
})
serveRead(identityRoutes, readMeOperation, {
  reads: (who) => readMe(who),
  present: ({ rows }) => presentMe(rows),
})

export const renameMeOperation = operation({
  method: 'put',
  path: '/v1/me',
  operationId: 'renameMe',
  tags,
  summary: '改我的称呼',
  summary_en: 'Changes the consumer’s own nickname',
  policy: { consumer: 'own' },
  body: z.strictObject({ nickname: PersonName }).meta({ id: 'MyNickname' }),
  answers: { 200: { description: '改好的资料', schema: Consumer } },
})
serveAct(identityRoutes, renameMeOperation, (world, ask, { body }) => renameMe(world, ask, body))

export const sendPinCodeOperation = operation({
  method: 'post',
  path: '/v1/me/sms-codes',
  operationId: 'sendPinCode',
  tags,
  summary: '发送设置支付密码用的验证码',
  summary_en: 'Sends the code that setting a PIN takes',
  policy: { consumer: 'own' },
  body: z.strictObject({ purpose: z.literal('pin') }).meta({ id: 'NewPinCode' }),
  answers: { 202: { description: '已受理', schema: SmsCode } },
  refuses: ['number_left', 'code_sent_too_often', 'sms_not_sent'],
})
serveAct(identityRoutes, sendPinCodeOperation, (world, ask) => sendPinCode(world, ask))

export const putPinOperation = operation({
  method: 'put',
  path: '/v1/me/pin',
  operationId: 'putPin',
  tags,
  summary: '设置或更换支付密码',
  summary_en: 'Sets or changes the PIN',
  step_up: { or: 'old_pin', from_first_pin: true },
  description:
    '第一次设置只要验证码；更换还要证明是本人：带上旧密码（old_pin），或刚刚证明过（POST /v1/me/proofs）。' +
    '忘了旧密码走 POST /v1/recoveries，等 24 小时。支付密码用于大额核销。连续输错 5 次锁定 15 分钟，再输错 5 次锁定 1 小时，以后每次 24 小时；输对即从头计；重新设置即解锁。更换密码后，以前领的消费码全部作废。',
  policy: { consumer: 'own' },
  body: z
    .strictObject({
      pin: SixDigits,
      code: SixDigits,
      old_pin: SixDigits.optional().meta({ description: '更换时：现在的支付密码' }),
    })
    .meta({ id: 'NewPin' }),
  answers: { 200: { description: '已设置', schema: Pin } },
  refuses: ['pin_too_simple', 'code_wrong', 'pin_wrong', 'pin_locked', 'pin_not_set'],
})
serveAct(identityRoutes, putPinOperation, (world, ask, { body }) => putPin(world, ask, body))

export const proveMyselfOperation = operation({
  method: 'post',
  path: '/v1/me/proofs',
  operationId: 'proveMyself',
  tags,
  summary: '证明是本人：输入支付密码，5 分钟内有效',
  summary_en: 'Proves by PIN that it is the person themselves, for five minutes',
  description:
    '答 step_up_needed 的接口要先做这一步：换收款账户、转让、解冻、换支付密码、换手机号。证明只在这次登录里有效。',
  policy: { consumer: 'own' },
  body: z.strictObject({ pin: SixDigits }).meta({ id: 'NewProof' }),
  answers: { 201: { description: '已证明', schema: Proof } },
  refuses: ['pin_wrong', 'pin_locked', 'pin_not_set'],
})
serveAct(identityRoutes, proveMyselfOperation, (world, ask, { body }) =>
  proveMyself(world, ask, body),
)
