import * as z from 'zod'
import { base64url, isAmong } from '../environment/crypto'
import { refuse } from '../kernel/refusals'
import type { Actor } from './actor'
import type { World } from './world'

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

/**
 * A cursor goes out as `<place>.<tag>`: the tag is an HMAC over the operation, who asked, and the place, so that nobody
 * goes on where they have not been, with another list's place or with somebody else's. Rooms know places alone.
 */
type Bound = Pick<World, 'secrets'>
const TAG_BYTES = 16

async function tagsFor({ secrets }: Bound, operation: string, actor: Actor, place: string) {
  const tags = await secrets.macs('cursor', `${operation}|${actor.kind}|${actor.id}|${place}`)
  return tags.map((tag) => base64url(tag.slice(0, TAG_BYTES)))
}

type Asked = {
  /** The question as a room reads it: the place alone. */
  query: unknown
  /** Refuses cursor_invalid for a cursor that was not given to this reader by this operation. */
  hold: (world: Bound, operation: string, actor: Actor) => Promise<void>
}
const NOTHING_TO_HOLD = async () => {}
/** Takes the place out of a cursor; whether it is ours can be told once it is known who asks. */
export function openCursor(op: { query?: z.ZodType }, query: unknown): Asked {
  const has_pages = op.query instanceof z.ZodObject && 'cursor' in op.query.shape
  const given =
    typeof query === 'object' && query !== null && 'cursor' in query ? query.cursor : undefined
  if (!has_pages || typeof given !== 'string') return { query, hold: NOTHING_TO_HOLD }
  const { cursor: _sealed, ...rest } = query as Record<string, unknown>
  const [place = '', tag = '', more] = given.split('.')
  const is_formed = place !== '' && tag !== '' && more === undefined
  return {
    query: is_formed ? { ...rest, cursor: place } : rest,
    async hold(world, operation, actor) {
      const is_ours = is_formed && isAmong(tag, await tagsFor(world, operation, actor, place))
      if (!is_ours) refuse('cursor_invalid')
    },
  }
}

/** Seals the place of a list, be it the whole answer or one part of it. */
export async function sealCursors<T extends object>(
  world: Bound,
  operation: string,
  actor: Actor,
  body: T,
): Promise<T> {
  const sealed = await sealedList(world, operation, actor, body)
  for (const [name, part] of Object.entries(sealed))
    if (isList(part)) {
      const list = await sealedList(world, operation, actor, part)
      if (list !== part) return { ...sealed, [name]: list }
    }
  return sealed
}
const isList = (part: unknown): part is object =>
  typeof part === 'object' && part !== null && 'object' in part && part.object === 'list'

async function sealedList<T extends object>(
  world: Bound,
  operation: string,
  actor: Actor,
  list: T,
): Promise<T> {
  const place = 'next_cursor' in list ? list.next_cursor : null
  if (typeof place !== 'string') return list
  const [tag] = await tagsFor(world, operation, actor, place)
  return { ...list, next_cursor: `${place}.${tag}` }
}
