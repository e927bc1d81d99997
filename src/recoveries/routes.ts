import * as z from 'zod'
import { Consumer, SixDigits, SmsCode } from '../identity/objects'
import { Phone } from '../identity/phone'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { askerFrom } from '../sessions/asker'
import { cancelRecovery } from './cancel'
import { finishRecovery } from './finish'
import { changeNumber } from './number'
import { sendNumberCode } from './send-code'
import { startRecovery } from './start'
import { readRecoveries, readSessionDevice } from './store'
import { presentRecovery, Recovery, RecoveryId, RecoveryList } from './views'

export const accountRecoveryRoutes = newRouter()
const tags = ['identity']
const HOLDER = { consumer: 'own' } as const
const params = z.strictObject({ id: RecoveryId })

export const sendNumberCodeOperation = operation({
  method: 'post',
  path: '/v1/me/phone/sms-codes',
  operationId: 'sendNumberCode',
  tags,
  summary: '换手机号：向新号码发验证码',
  summary_en: 'Sends a code to the number that somebody wants to have',
  policy: HOLDER,
  body: z.strictObject({ phone: Phone }).meta({ id: 'NewNumberCode' }),
  answers: { 202: { description: '已受理', schema: SmsCode } },
  refuses: ['code_sent_too_often', 'sms_not_sent'],
})
serveAct(accountRecoveryRoutes, sendNumberCodeOperation, async (world, ask, { body }, c) =>
  sendNumberCode(world, ask, {
    phone: body.phone,
    asker: await askerFrom(world, c, undefined),
  }),
)

export const changeNumberOperation = operation({
  method: 'put',
  path: '/v1/me/phone',
  operationId: 'changeNumber',
  tags,
  summary: '换手机号：证明是本人的，马上换；原来的号码会收到短信',
  summary_en: 'Changes the telephone number at once, for who proves that it is them',
  description: '不能证明是本人的走 POST /v1/recoveries，等 24 小时。号码已有账户的答 phone_taken。',
  policy: HOLDER,
  step_up: { or: 'pin' },
  body: z
    .strictObject({ phone: Phone, code: SixDigits, pin: SixDigits.optional() })
    .meta({ id: 'NewNumber' }),
  answers: { 200: { description: '换好的资料', schema: Consumer } },
  refuses: ['phone_taken', 'code_wrong', 'pin_wrong', 'pin_locked', 'pin_not_set'],
})
serveAct(accountRecoveryRoutes, changeNumberOperation, (world, ask, { body }) =>
  changeNumber(world, ask, body),
)

export const listAccountRecoveriesOperation = operation({
  method: 'get',
  path: '/v1/recoveries',
  operationId: 'listAccountRecoveries',
  tags,
  summary: '账户的找回申请，新的在前（至多 20 次）',
  summary_en: 'Lists the recoveries of the account, newest first',
  policy: HOLDER,
  answers: { 200: { description: '找回', schema: RecoveryList } },
})
serveRead(accountRecoveryRoutes, listAccountRecoveriesOperation, {
  reads: (who) => ({
    device: readSessionDevice(who.session),
    recoveries: readRecoveries(sql`r.consumer_id = ${who.subject_id} ORDER BY r.id DESC LIMIT 20`),
  }),
  present: ({ rows, now }) => ({
    object: 'list',
    data: rows.recoveries.map((row) =>
      presentRecovery(row, now, rows.device[0]?.device_id ?? null),
    ),
  }),
})

export const startAccountRecoveryOperation = operation({
  method: 'post',
  path: '/v1/recoveries',
  operationId: 'startAccountRecovery',
  tags,
  summary: '忘了支付密码，或没有密码要换号：申请找回，24 小时后在这台设备上办',
  summary_en: 'Starts the slow way to another PIN or number, which takes a day',
  description:
    '申请时立即用短信、陪护的家人、其他设备告诉本人；任何一处都能取消。等满 24 小时、七天之内办完有效。三十天至多 3 次。',
  policy: HOLDER,
  body: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('pin'), code: SixDigits }),
      z.strictObject({
        kind: z.literal('phone'),
        code: SixDigits.meta({ description: '发到新号码的验证码' }),
        phone: Phone,
      }),
    ])
    .meta({ id: 'NewRecovery' }),
  answers: { 201: { description: '已申请', schema: Recovery } },
  refuses: [
    'code_wrong',
    'pin_not_set',
    'phone_taken',
    'recovery_already_open',
    'recoveries_too_often',
  ],
})
serveAct(accountRecoveryRoutes, startAccountRecoveryOperation, (world, ask, { body }) =>
  startRecovery(world, ask, body),
)

export const finishAccountRecoveryOperation = operation({
  method: 'post',
  path: '/v1/recoveries/:id/completion',
  operationId: 'finishAccountRecovery',
  tags,
  summary: '等满 24 小时后办完：设新的支付密码，或换成新号码',
  summary_en: 'Finishes a recovery once its day is over',
  policy: HOLDER,
  params,
  body: z
    .strictObject({ pin: SixDigits.optional().meta({ description: '找回密码：新的支付密码' }) })
    .meta({ id: 'FinishRecovery' }),
  answers: { 200: { description: '已办完', schema: Recovery } },
  refuses: [
    'account_recovery_not_found',
    'recovery_still_cooling',
    'account_recovery_not_open',
    'recovery_on_other_device',
    'phone_taken',
    'pin_too_simple',
  ],
})
serveAct(
  accountRecoveryRoutes,
  finishAccountRecoveryOperation,
  (world, ask, { params: { id }, body }) => finishRecovery(world, ask, { id, ...body }),
)

export const cancelAccountRecoveryOperation = operation({
  method: 'post',
  path: '/v1/recoveries/:id/cancellation',
  operationId: 'cancelAccountRecovery',
  tags,
  summary: '取消找回；从别的设备取消，申请的那台设备同时退出登录',
  summary_en: 'Cancels a recovery; the device that asked for it is signed out',
  policy: HOLDER,
  params,
  answers: { 200: { description: '已取消', schema: Recovery } },
  refuses: ['account_recovery_not_found', 'account_recovery_not_open', 'device_changed_meanwhile'],
})
serveAct(accountRecoveryRoutes, cancelAccountRecoveryOperation, (world, ask, { params: { id } }) =>
  cancelRecovery(world, ask, id),
)
