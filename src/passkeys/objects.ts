import * as z from 'zod'
import { Kind } from '../identity/objects'
import { idPattern } from '../kernel/ids'
import { NAME_CHARS_MAX } from './rules'

const instant = z.iso.datetime({ precision: 3 })
const encoded = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[A-Za-z0-9_-]+$/)
    .meta({ examples: ['c2lnbmVkLWJ5LXlvdXItcGFzc2tleQ'] })
/** Kinds of people who act for others: the ones who sign in with a passkey. */
export const WorkKind = z.enum(['staff', 'bank', 'regulator', 'operator'])
export type WorkKind = z.output<typeof WorkKind>
export const PasskeyId = z.string().regex(idPattern('pky'))
export const RecoveryId = z.string().regex(idPattern('rcy'))
export const PasskeyName = z
  .string()
  .trim()
  .min(1)
  .max(NAME_CHARS_MAX)
  .refine((name) => !/[\p{Cc}\p{Cf}<>]/u.test(name), '不能有控制字符或尖括号')

export const Ticket = z
  .string()
  .max(60)
  .meta({ description: '这次验证的票据：留在发起的浏览器或程序里，5 分钟内用一次' })
const CredentialRef = z.strictObject({
  id: z.string(),
  type: z.literal('public-key'),
  transports: z.array(z.string()).optional(),
})
/** What a browser is given, in the words of WebAuthn (PublicKeyCredentialCreationOptionsJSON, …RequestOptionsJSON). */
export const PasskeyChallenge = z
  .strictObject({
    object: z.literal('passkey_challenge'),
    ticket: Ticket,
    expires_at: instant,
    public_key: z
      .strictObject({
        challenge: z.string(),
        timeout: z.int(),
        rpId: z.string().optional(),
        rp: z.strictObject({ id: z.string(), name: z.string() }).optional(),
        user: z
          .strictObject({ id: z.string(), name: z.string(), displayName: z.string() })
          .optional(),
        pubKeyCredParams: z
          .array(z.strictObject({ type: z.literal('public-key'), alg: z.int() }))
          .optional(),
        excludeCredentials: z.array(CredentialRef).optional(),
        allowCredentials: z.array(CredentialRef).optional(),
        authenticatorSelection: z
          .strictObject({
            residentKey: z.literal('required'),
            requireResidentKey: z.literal(true),
            userVerification: z.literal('required'),
          })
          .optional(),
        attestation: z.literal('none').optional(),
        userVerification: z.literal('required').optional(),
      })
      .meta({ description: '原样交给浏览器的 WebAuthn 参数，名称按 WebAuthn 标准' }),
  })
  .meta({ id: 'PasskeyChallenge', description: '一次通行密钥验证；不留存，只能用一次' })

const extensions = z.record(z.string(), z.unknown()).optional()
const attachment = z.string().max(40).nullish()
/** What a browser answers, as WebAuthn's `toJSON()` spells it. */
export const Registration = z
  .strictObject({
    id: encoded(1_400),
    rawId: encoded(1_400),
    type: z.literal('public-key'),
    authenticatorAttachment: attachment,
    clientExtensionResults: extensions,
    response: z.strictObject({
      clientDataJSON: encoded(4_000),
      attestationObject: encoded(16_000),
      authenticatorData: encoded(8_000).optional(),
      publicKey: encoded(4_000).optional(),
      publicKeyAlgorithm: z.int().optional(),
      transports: z.array(z.string().max(20)).max(10).optional(),
    }),
  })
  .meta({ id: 'PasskeyRegistration', description: '浏览器新建通行密钥的答复（WebAuthn）' })
export type Registration = z.output<typeof Registration>
export const Assertion = z
  .strictObject({
    id: encoded(1_400),
    rawId: encoded(1_400),
    type: z.literal('public-key'),
    authenticatorAttachment: attachment,
    clientExtensionResults: extensions,
    response: z.strictObject({
      clientDataJSON: encoded(4_000),
      authenticatorData: encoded(8_000),
      signature: encoded(2_000),
      userHandle: encoded(200).nullish(),
    }),
  })
  .meta({ id: 'PasskeyAssertion', description: '浏览器用通行密钥签的答复（WebAuthn）' })
export type Assertion = z.output<typeof Assertion>

export const Passkey = z
  .strictObject({
    id: PasskeyId,
    object: z.literal('passkey'),
    name: z.string(),
    device: z.enum(['single', 'synced']).meta({
      description: 'single 只在一台设备上；synced 由手机或浏览器的账号同步到别的设备',
    }),
    created_at: instant,
    last_used_at: instant.nullable().meta({ description: '上次用它是什么时候；没用过为 null' }),
    suspended_at: instant
      .nullable()
      .meta({ description: '可能被复制过，从这时起不能用；没有为 null' }),
    removed_at: instant.nullable().meta({ description: '什么时候删掉的；没有为 null' }),
  })
  .meta({ id: 'Passkey', description: '一把通行密钥；属于一个人，不属于某个编号' })

export const PasskeyRecovery = z
  .strictObject({
    id: RecoveryId,
    object: z.literal('passkey_recovery'),
    subject_id: z.string(),
    kind: Kind,
    name: z.string(),
    phone_mask: z.string(),
    asked_at: instant,
    usable_from: instant.meta({ description: '同意了也要等到这时，才能设置新的通行密钥' }),
    state: z.enum(['waiting', 'agreed', 'refused', 'used']),
    decided_at: instant.nullable(),
    is_own: z.boolean().meta({ description: '是不是您自己申请的；自己不能同意' }),
  })
  .meta({
    id: 'PasskeyRecovery',
    description: '通行密钥都丢了的人申请找回；另一个人同意，等满一天才能用',
  })

export const WorkSession = z
  .strictObject({
    id: z.string().regex(idPattern('ses')),
    object: z.literal('work_session'),
    kind: Kind,
    method: z
      .enum(['sms', 'dev', 'passkey'])
      .meta({ description: '怎么登录的：短信、开发环境一键、通行密钥' }),
    authenticated_at: instant.meta({ description: '什么时候登录的' }),
    expires_at: instant.meta({ description: '不使用时的到期时刻' }),
    passkey_needed: z.boolean().meta({ description: '只有短信，还没有出示通行密钥：别的都办不了' }),
    is_fresh: z.boolean().meta({ description: '5 分钟内验证过，可以添加和删除通行密钥' }),
    is_current: z.boolean().meta({ description: '是不是现在这一次' }),
  })
  .meta({ id: 'WorkSession', description: '还有效的一次登录' })
