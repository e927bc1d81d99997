import * as z from 'zod'
import { refuse } from '../kernel/refusals'

const LIMIT_MAX = 100

/** Query fields of every list: `limit` 1–100 (20) and an opaque `cursor`. Unknown fields are refused. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(20),
  cursor: z.string().min(1).max(200).optional(),
}

export const listSchema = <T extends z.ZodType>(item: T, id: string) =>
  z
    .strictObject({
      object: z.literal('list'),
      data: z.array(item),
      has_more: z.boolean(),
      next_cursor: z.string().nullable(),
    })
    .meta({ id })

/** The sort key a cursor stands for, or null for the first page. A cursor we did not make is refused. */
export function cursorKey(cursor: string | undefined): string | null {
  if (cursor === undefined) return null
  try {
    const key = atob(cursor.replace(/-/g, '+').replace(/_/g, '/'))
    if (/^[\x20-\x7e]{1,120}$/.test(key)) return key
  } catch {}
  return refuse('cursor_invalid')
}

const cursorOf = (key: string): string =>
  btoa(key).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

/** A page from `limit + 1` rows: the extra row only says that there is more. */
export function pageFrom<R, T>(
  rows: readonly R[],
  limit: number,
  keyOf: (row: R) => string,
  present: (row: R) => T,
) {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const has_more = rows.length > limit
  return {
    object: 'list' as const,
    data: shown.map(present),
    has_more,
    next_cursor: has_more && last !== undefined ? cursorOf(keyOf(last)) : null,
  }
}
