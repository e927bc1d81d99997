import * as z from 'zod'
import { instantFrom } from '../kernel/time'

/** A moment as others write it (RFC 3339, with any offset); inside it is one of ours, in UTC to the millisecond. */
export const InstantIn = z
  .string()
  .max(40)
  .meta({
    format: 'date-time',
    description: 'RFC 3339 时刻，须带时区：Z 或 +08:00；存为 UTC，精确到毫秒',
  })
  .transform((said, context) => {
    const at = instantFrom(said)
    if (at !== null) return at
    context.addIssue({
      code: 'custom',
      message: '须是 RFC 3339 时刻并带时区，如 2026-03-02T09:00:00+08:00',
    })
    return z.NEVER
  })
