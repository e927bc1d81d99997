import type { Context } from 'hono'
import * as z from 'zod'
import { REFUSALS, type Refusal, type RefusalCode } from '../kernel/refusals'
import type { Answer } from './act'
import { STEP_UP } from './actor'
import type { App } from './http'

/** RFC 9457 problem details, extended by a stable code, the request's id and the faults of single fields. */
export const Problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(Object.keys(REFUSALS) as [RefusalCode, ...RefusalCode[]]),
    request_id: z.string(),
    errors: z
      .array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() }))
      .optional(),
    step_up: z
      .strictObject({
        ways: z.array(z.enum(STEP_UP.ways)).meta({ description: '可以怎样证明是本人' }),
        prove_at: z
          .string()
          .meta({ description: '用支付密码向哪里证明（POST），然后用原来的请求再办一次' }),
        passkey_at: z.string().meta({
          description: '有通行密钥的，向哪里证明（POST）；先向 /v1/me/passkey-challenges 要参数',
        }),
        max_age_s: z.int().meta({ description: '证明之后几秒内有效' }),
      })
      .optional()
      .meta({ description: '只在 step_up_needed 时有：怎样证明是本人' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details；code 见 docs/REFUSALS.md' })
export type Problem = z.output<typeof Problem>

export function problemFor({ code, details }: Refusal, request_id: string): Problem {
  const { status, message } = REFUSALS[code]
  return {
    type: `/docs/refusals#${code}`,
    title: message,
    status,
    detail: details.detail ?? message,
    code,
    request_id,
    ...(details.errors ? { errors: details.errors } : {}),
    ...(code === 'step_up_needed' ? { step_up: { ...STEP_UP, ways: [...STEP_UP.ways] } } : {}),
  }
}

const JSON_HEADERS = { 'Content-Type': 'application/json; charset=utf-8' }
const PROBLEM_HEADERS = {
  'Content-Type': 'application/problem+json; charset=utf-8',
  'Content-Language': 'zh-CN',
}
/** An act's answer as it goes over the wire: said again, it says so; a refusal is a problem in Chinese. */
export function replyWith(c: Context<App>, { status, body, replayed }: Answer): Response {
  if (replayed) c.header('Idempotency-Replayed', 'true')
  return c.body(body, status as 200, status < 400 ? JSON_HEADERS : PROBLEM_HEADERS)
}
