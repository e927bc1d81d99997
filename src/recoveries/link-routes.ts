import * as z from 'zod'
import { CodeToken } from '../codes/challenge'
import { Session, SixDigits } from '../identity/objects'
import { Phone } from '../identity/phone'
import { refuse } from '../kernel/refusals'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { askerFrom, DeviceToken } from '../sessions/asker'
import { cancelByLink } from './cancel'
import { recoveryFromToken } from './link'
import { joinWithOldNumber, recoverSilentNumber } from './silent'
import { readRecoveries } from './store'
import { presentStoppable, Recovery, StoppableRecovery } from './views'

/** What somebody asks who is not signed in: the link of a message, and the ways past a number that was silent. */
export const linkRoutes = newRouter()
const tags = ['identity']
const params = z.strictObject({ token: z.string().regex(/^[A-Za-z0-9_-]{42}$/) })
const answer = { description: '这次找回现在的样子', schema: StoppableRecovery }

export const readStoppableOperation = operation({
  method: 'get',
  path: '/v1/recovery-cancellations/:token',
  operationId: 'readStoppableRecovery',
  tags,
  summary: '短信链接里的找回：能不能取消',
  summary_en: 'Says what the link of a message would cancel',
  policy: 'public',
  params,
  answers: { 200: answer },
  refuses: ['recovery_link_invalid'],
})
serveRead(linkRoutes, readStoppableOperation, {
  reads: (_who, { params: { token } }) => ({
    recovery: readRecoveries(sql`r.id = ${`acr_${token.slice(0, 26)}`}`),
  }),
  present: async ({ rows, now, kit }, { params: { token } }) => {
    await recoveryFromToken(kit, token)
    return presentStoppable(rows.recovery[0] ?? refuse('recovery_link_invalid'), now)
  },
})

export const cancelByLinkOperation = operation({
  method: 'post',
  path: '/v1/recovery-cancellations/:token',
  operationId: 'cancelAccountRecoveryByLink',
  tags,
  summary: '点短信里的链接取消找回：不用登录，一按即停',
  summary_en: 'Cancels a recovery by the link of a message, without signing in',
  policy: 'public',
  params,
  answers: { 201: answer },
  refuses: ['recovery_link_invalid', 'account_recovery_not_open', 'device_changed_meanwhile'],
})
serveAct(linkRoutes, cancelByLinkOperation, (world, ask, { params: { token } }) =>
  cancelByLink(world, ask, { token }),
)

const asking = {
  phone: Phone,
  challenge: CodeToken.meta({ description: '索要验证码时的答复所给' }),
  code: SixDigits,
  device: DeviceToken,
}
export const recoverSilentNumberOperation = operation({
  method: 'post',
  path: '/v1/silent-numbers/recovery',
  operationId: 'recoverSilentNumber',
  tags,
  summary: '久未使用的号码，忘了支付密码：等 24 小时后用这台设备登录',
  summary_en: 'Starts the slow way to sign in with a number that was silent for long',
  description:
    '登录答 number_silent 时用。等的时候看不到原来的任何东西；满 24 小时后，在同一台设备（device）上照常登录。',
  policy: 'public',
  body: z.strictObject(asking).meta({ id: 'SilentNumberRecovery' }),
  answers: { 201: { description: '已申请', schema: Recovery } },
  refuses: ['code_wrong', 'number_not_silent', 'recovery_already_open', 'recoveries_too_often'],
})
serveAct(linkRoutes, recoverSilentNumberOperation, async (world, ask, { body }, c) => {
  const { device, ...said } = body
  return recoverSilentNumber(world, ask, { ...said, asker: await askerFrom(world, c, device) })
})

export const joinWithOldNumberOperation = operation({
  method: 'post',
  path: '/v1/silent-numbers/new-account',
  operationId: 'joinWithOldNumber',
  tags,
  summary: '这个号码是新办的，我不是原来的人：开一个全新的账户',
  summary_en: 'Joins as somebody new with a number that was another person’s',
  description: '原来的人的卡和记录都留着，新账户一样也看不到；原来的人凭支付密码或到服务点换号。',
  policy: 'public',
  body: z.strictObject(asking).meta({ id: 'NewHolderOfNumber' }),
  answers: { 201: { description: '已登录', schema: Session } },
  refuses: ['code_wrong', 'number_not_silent', 'phone_taken', 'device_changed_meanwhile'],
})
serveAct(linkRoutes, joinWithOldNumberOperation, async (world, ask, { body }, c) => {
  const { device, ...said } = body
  return joinWithOldNumber(world, ask, { ...said, asker: await askerFrom(world, c, device) })
})
