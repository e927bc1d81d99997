import * as z from 'zod'
import { base64url, isAmong } from '../environment/crypto'
import { outsideAnswer } from '../environment/unanswered'
import { insist, refuse } from '../kernel/refusals'
import { type Instant, plusMs, SECOND_MS } from '../kernel/time'
import { type Answer, RefusalWith } from '../platform/act'
import { type Statement, sql } from '../platform/d1'
import { jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { passUrl } from './challenge'
import {
  CODE_TTL_MS,
  type CodesSent,
  isCodeLive,
  isLastForStrangers,
  RESEND_AFTER_MS,
  type Wait,
  waitForCode,
} from './rules'
import {
  type CodeRow,
  codeSentStatement,
  insertCode,
  tryStatement,
  useCodeStatement,
} from './store'

/** What a code is for. A code for one purpose is worth nothing for another. */
export type Purpose = `sign_in:${string}` | 'pin' | 'phone' | 'union'
const WORDS = {
  pin: '用于设置支付密码',
  phone: '用于换成这个手机号',
  union: '用于把两个账户合成一个，谁要都别给',
}
/** A stranger of whom not even an address is known. */
export const UNNAMED = 'unnamed'

type CodeOrder = {
  phone: string
  phone_index: string
  purpose: Purpose
  deliver: boolean
  /** By whom it is counted: a device, a session, an address, or nobody in particular. */
  asker: string
  address_index: string | null
  /** Somebody whom the phone's owner let in before: strangers cannot use up what is theirs. */
  is_known: boolean
}

/**
 * Makes the next code for an asker, unless `waitForCode` says that it is too early (`code_sent_too_often`). The code
 * commits first, with its message sealed beside it; `deliverCode` then sends it. So two requests at one moment never
 * send two messages, and a lost answer never sends two codes: whoever repeats the request gets the same one.
 */
export async function issueCode(
  kit: Kit,
  order: CodeOrder,
  { sent, now }: { sent: CodesSent; now: Instant },
) {
  const wait = waitForCode(sent, now, order.asker === UNNAMED)
  if (wait !== null) refuse('code_sent_too_often', waiting(wait))

  const id = kit.newId('otp')
  const code = randomDigits(kit.random)
  const expires_at = plusMs(now, CODE_TTL_MS)
  const [code_hash = ''] = await hashesOf(kit, { ...order, id, code })
  const text = await textOf(kit, { ...order, id, code, is_last: isLast(order, sent, now) })
  const message = JSON.stringify({ phone: order.phone, text })
  const unsent = order.deliver ? await kit.secrets.seal(CODE_SEALED, codePlace(id), message) : null
  const { phone_index, purpose, asker, address_index } = order
  const is_known = order.is_known ? 1 : 0
  const whose = { phone_index, purpose, asker, address_index, is_known }
  return {
    status: 202,
    subject_id: id,
    body: {
      id,
      object: 'sms_code' as const,
      expires_at,
      resend_after_s: RESEND_AFTER_MS / SECOND_MS,
    },
    statements: [insertCode({ id, code_hash, unsent, sent_at: now, expires_at, ...whose })],
  }
}

const waiting = ({ because, wait_s }: Wait) => ({ retry_after_s: wait_s, ...DETAILS[because] })
const DETAILS: Record<Wait['because'], { detail?: string }> = {
  own: {},
  near: { detail: '从这个网络索要的验证码太多了，请稍后再试，或换一个网络' },
  strangers: {
    detail:
      '今天向陌生手机要这个号码验证码的次数满了。请用登录过的手机，或点最后一条短信里的链接；24 小时内会恢复',
  },
}
const isLast = (order: CodeOrder, sent: CodesSent, now: Instant): boolean =>
  !order.is_known && isLastForStrangers(sent, now)

const Message = z.strictObject({ phone: z.string(), text: z.string() })

/**
 * Sends a committed code, once: an act of its own with a key made from the code, so a twin waits, a repeat
 * does nothing, and a failed sending is tried again by whoever repeats the request. The gateway gets the
 * code's id as the message's id and drops a second one. A phone nobody knows has nothing to send. Refuses sms_not_sent.
 */
async function deliverCode(world: World, id: string): Promise<void> {
  const request = { operation: 'deliverCode', key: id, said: [id] }
  await jobAct(world, request, {
    reads: () => ({ sms_codes: sql<CodeRow>`SELECT * FROM sms_codes WHERE id = ${id}` }),
    call: async ({ rows, now, kit }) => {
      const [code] = rows.sms_codes
      if (!code?.unsent || !isCodeLive(code, now)) return
      const plain = await kit.secrets.open(CODE_SEALED, codePlace(id), code.unsent)
      const message = { id, ...Message.parse(JSON.parse(plain)), at: now }
      await outsideAnswer(world.sms.send(message), { silence: 'sms_not_sent' })
    },
    decide: () => ({
      status: 200,
      subject_id: id,
      body: { object: 'sms_code_delivery', id },
      statements: [codeSentStatement(id)],
    }),
  })
}

const Issued = z.object({ id: z.string() })
/** Sends the code that an act issued, and answers as the act did. Refuses sms_not_sent. */
export async function deliverIssued<A extends Answer>(world: World, answer: A): Promise<A> {
  insist(answer.status === 202, 'a code that is not sent is refused, and no such refusal is kept')
  await deliverCode(world, Issued.parse(JSON.parse(answer.body)).id)
  return answer
}

type SaidCode = { phone_index: string; purpose: Purpose; code: string }

/**
 * The statement that uses up a code, or `code_wrong`: none sent, used, expired, five tries gone (told
 * apart by nobody), or wrong, and then the try is counted with the refusal.
 */
export async function decideCode(
  kit: Kit,
  row: CodeRow | undefined,
  said: SaidCode,
  now: Instant,
): Promise<Statement> {
  if (!row || !isCodeLive(row, now)) refuse('code_wrong')
  if (!isAmong(row.code_hash, await hashesOf(kit, { ...said, id: row.id })))
    throw new RefusalWith('code_wrong', [tryStatement(row.id)])

  return useCodeStatement(row.id, now)
}

/** What is kept of a code: under the current key first, and under those before it. */
async function hashesOf(
  kit: Kit,
  { id, phone_index, purpose, code }: SaidCode & { id: string },
): Promise<string[]> {
  const said = `${id}|${phone_index}|${purpose}|${code}`
  return (await kit.secrets.macs('sms_code', said)).map(base64url)
}

/** Six digits, each equally likely: numbers above the last whole million of 32 bits are drawn again. */
export function randomDigits(random: World['random']): string {
  for (;;) {
    const [a = 0, b = 0, c = 0, d = 0] = random(4)
    const drawn = ((a * 256 + b) * 256 + c) * 256 + d
    if (drawn < 4_294_000_000) return String(drawn % 1_000_000).padStart(6, '0')
  }
}

export const CODE_SEALED = 'sms_code'
export const codePlace = (id: string) => `sms_codes.unsent|${id}`
async function textOf(
  kit: Kit,
  { id, purpose, code, is_last }: { id: string; purpose: Purpose; code: string; is_last: boolean },
): Promise<string> {
  const words = purpose in WORDS ? WORDS[purpose as keyof typeof WORDS] : '用于登录'
  const said = `【预付保】验证码 ${code}，${words}，5 分钟内有效。平台和店家都不会向您要它。`
  if (!is_last) return said
  const [, kind] = purpose.split(':')
  return `${said}今天要您验证码的人太多，不再发给陌生手机；是您本人请点 ${await passUrl(kit, { id, kind: kind ?? 'consumer' })}`
}
