import * as z from 'zod'
import { idPattern, type Prefix } from '../kernel/ids'
import { KINDS } from '../platform/actor'

const id = (prefix: Prefix) => z.string().regex(idPattern(prefix))
const instant = z.iso.datetime({ precision: 3 })
export const Kind = z.enum(KINDS).meta({ description: '登录身份的种类；每种各有自己的令牌' })
export const StaffRole = z.enum(['owner', 'manager', 'cashier'])
export type StaffRole = z.output<typeof StaffRole>
export const OfficialKind = z.enum(['bank', 'regulator', 'operator'])
export const OfficialRole = z.enum(['bank', 'supervisor', 'operator'])
/** Six digits as people type them; full-width ones count. */
export const SixDigits = z
  .string()
  .max(20)
  .refine((typed) => /^\d{6}$/.test(sixDigits(typed)), '须为 6 位数字')
export const sixDigits = (typed: string): string => typed.normalize('NFKC').trim()

export const Consumer = z
  .strictObject({
    id: id('csm'),
    object: z.literal('consumer'),
    role: z.literal('consumer'),
    nickname: z.string(),
    phone_mask: z.string(),
    pin_set: z.boolean(),
  })
  .meta({ id: 'Consumer', description: '消费者本人' })
export const StaffMember = z
  .strictObject({
    id: id('stf'),
    object: z.literal('staff_member'),
    role: StaffRole,
    name: z.string(),
    merchant_id: id('mch'),
    phone_mask: z.string(),
    created_at: instant,
    disabled_at: instant.nullable(),
  })
  .meta({ id: 'StaffMember', description: '店员：店主、店长或收银员' })
export const Official = z
  .strictObject({
    id: id('ofc'),
    object: z.literal('official'),
    kind: OfficialKind,
    role: OfficialRole,
    name: z.string(),
    districts: z.array(z.string()),
    phone_mask: z.string(),
    created_at: instant,
    disabled_at: instant.nullable(),
  })
  .meta({ id: 'Official', description: '银行、监管或平台的工作人员' })
export const Person = z
  .discriminatedUnion('object', [Consumer, StaffMember, Official])
  .meta({ id: 'Person', description: '登录的人' })
export type Person = z.output<typeof Person>

export const SmsCode = z
  .strictObject({
    id: id('otp'),
    object: z.literal('sms_code'),
    expires_at: instant,
    resend_after_s: z.int(),
  })
  .meta({ id: 'SmsCode', description: '已受理的验证码；号码是否登记过，答复都一样' })
export const SignInCode = SmsCode.extend({
  challenge: z
    .string()
    .meta({ description: '登录时和验证码一起交回：验证码只认索要它的那个浏览器；平台不留存' }),
}).meta({ id: 'SignInCode', description: '已受理的登录验证码' })
export const Session = z
  .strictObject({
    id: id('ses'),
    object: z.literal('session'),
    kind: Kind,
    device_id: id('dvc').nullable().meta({ description: '在哪台设备上；见 GET /v1/devices' }),
    token: z.string().meta({ description: '放进 Authorization: Bearer；只在这里给出，平台不留存' }),
    expires_at: instant.meta({ description: '不使用时的到期时刻；使用会延长' }),
    absolute_expires_at: instant,
    passkey_needed: z
      .literal(true)
      .optional()
      .meta({ description: '这次登录只能设置通行密钥，或请人帮忙找回；别的都办不了' }),
    person: Person,
  })
  .meta({ id: 'Session', description: '一次登录' })
export type Session = z.output<typeof Session>
export const SessionRevocation = z
  .strictObject({
    object: z.literal('session_revocation'),
    scope: z.enum(['current', 'everywhere']),
    revoked_at: instant,
  })
  .meta({ id: 'SessionRevocation', description: '已退出登录' })
export const Pin = z
  .strictObject({ object: z.literal('pin'), set_at: instant })
  .meta({ id: 'Pin', description: '支付密码已设置' })
export const Proof = z
  .strictObject({
    object: z.literal('proof'),
    by: z.enum(['pin', 'passkey']).meta({ description: '怎样证明的' }),
    proved_at: instant.meta({ description: '何时证明的' }),
    expires_at: instant.meta({ description: '到这一刻为止，这次登录不用再证明' }),
  })
  .meta({ id: 'Proof', description: '已证明是本人' })
