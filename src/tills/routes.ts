import * as z from 'zod'
import { SixDigits } from '../identity/objects'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { lockTill, unlockTill } from './lock'
import { setTillPin } from './pin'
import { isEnded } from './pin-rules'
import { readTillPin } from './store'

export const tillRoutes = newRouter()
const OWN = { owner: 'self', manager: 'self', cashier: 'self' } as const
const PIN_REFUSALS = ['till_pin_not_set', 'till_pin_locked', 'till_pin_wrong'] as const

const TillPinView = z
  .strictObject({
    object: z.literal('till_pin'),
    is_set: z.boolean().meta({ description: '有没有能用的收银密码' }),
    set_at: z.string().nullable().meta({ description: '什么时候设的；null：没有设' }),
  })
  .meta({ id: 'TillPin', description: '自己的收银密码：锁屏后开屏、撤销和退回时用' })

export const setTillPinOperation = operation({
  method: 'put',
  path: '/v1/me/till-pin',
  operationId: 'setTillPin',
  tags: ['redemptions'],
  summary: '设自己的收银密码（6 位）',
  summary_en: 'Sets one’s own PIN for the till',
  description:
    '刚用短信登录（10 分钟内），或输入原来的收银密码。输错 5 次、10 次各锁一段，15 次停用。',
  policy: OWN,
  body: z
    .strictObject({
      pin: SixDigits,
      old_pin: SixDigits.optional().meta({ description: '原来的；刚登录的可以不填' }),
    })
    .meta({ id: 'SetTillPin' }),
  answers: { 200: { description: '已设好', schema: TillPinView } },
  refuses: ['pin_too_simple', 'till_pin_needs_proof', ...PIN_REFUSALS],
})
serveAct(tillRoutes, setTillPinOperation, (world, ask, { body }) => setTillPin(world, ask, body))

export const readTillPinOperation = operation({
  method: 'get',
  path: '/v1/me/till-pin',
  operationId: 'readTillPin',
  tags: ['redemptions'],
  summary: '自己有没有收银密码',
  summary_en: 'Reads whether one has a PIN for the till',
  policy: OWN,
  answers: { 200: { description: '收银密码', schema: TillPinView } },
})
serveRead(tillRoutes, readTillPinOperation, {
  reads: (who) => ({ till_pin: readTillPin(who.subject_id) }),
  present: ({ rows: { till_pin } }) => {
    const [pin] = till_pin
    const is_set = pin !== undefined && !isEnded(pin)
    return { object: 'till_pin' as const, is_set, set_at: is_set ? pin.set_at : null }
  },
})

export const lockTillOperation = operation({
  method: 'post',
  path: '/v1/sessions/current/lock',
  operationId: 'lockTill',
  tags: ['redemptions'],
  summary: '锁屏：输自己的收银密码才能再用',
  summary_en: 'Locks the till until one’s own PIN is typed',
  policy: OWN,
  answers: {
    201: {
      description: '已锁',
      schema: z
        .strictObject({
          object: z.literal('till_lock'),
          locked_at: z.string().meta({ description: '从什么时候起' }),
        })
        .meta({ id: 'TillLock' }),
    },
  },
  refuses: ['till_pin_not_set'],
})
serveAct(tillRoutes, lockTillOperation, (world, ask) => lockTill(world, ask))

export const unlockTillOperation = operation({
  method: 'post',
  path: '/v1/sessions/unlocking',
  operationId: 'unlockTill',
  tags: ['redemptions'],
  summary: '开屏：闲置或锁屏的收银台，用自己的收银密码接着用',
  summary_en: 'Opens an idle or locked till again by the PIN of whoever signed in there',
  description: '登录那天之内有效（16 小时）；令牌不变，只有当时登录的人能开。',
  policy: 'public',
  body: z
    .strictObject({
      token: z.string().min(1).max(100).meta({ description: '锁住的那次登录的令牌' }),
      pin: SixDigits,
    })
    .meta({ id: 'TillUnlocking' }),
  answers: {
    201: {
      description: '已开',
      schema: z
        .strictObject({
          object: z.literal('till_opening'),
          expires_at: z.string(),
          absolute_expires_at: z.string(),
        })
        .meta({ id: 'TillOpening' }),
    },
  },
  refuses: ['not_signed_in', 'session_expired', ...PIN_REFUSALS],
})
serveAct(tillRoutes, unlockTillOperation, (world, ask, { body }) => unlockTill(world, ask, body))
