import * as z from 'zod'
import { REFUSALS, type Refusal, type RefusalCode } from '../kernel/refusals'

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
  }
}
