import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Kind } from '../platform/actor'
import type { App } from '../platform/http'
import type { Around } from './around'
import { HOME } from './nav'

/** Where somebody goes on to: an address of our own, or the first page of their kind. */
export const ownPath = (next: string | null | undefined, kind: Kind): string =>
  next && /^\/(?![/\\])[^\s\\]*$/.test(next) ? next : HOME[kind]

const NAME = 'yfb_resume'
const KEPT_S = 1_200
/** What of a sale is typed again for nobody: never a code, a PIN or a name. */
const FIELDS = ['amount_fen', 'item_id', 'visits', 'quantity'] as const
const FIELD_CHARS_MAX = 40

/** A form whose sign-in had ended did nothing: where it stood and what was rung up wait for whoever signs in again. */
export function keepForLater(c: Context<App>, path: string, form: URLSearchParams): void {
  const said = FIELDS.flatMap((name) => {
    const value = form.get(name) ?? ''
    return value && value.length <= FIELD_CHARS_MAX ? [[name, value] as const] : []
  })
  setCookie(c, NAME, JSON.stringify({ path, said }), {
    path: '/',
    maxAge: KEPT_S,
    httpOnly: true,
    sameSite: 'Strict',
    secure: c.var.world.config.stage !== 'dev',
  })
}

/** Around with what waited for this very page, told once; unchanged where nothing did. */
export function resumed(c: Context<App>, around: Around): Around {
  const kept = keptIn(getCookie(c, NAME))
  if (kept?.path !== around.path) return around
  deleteCookie(c, NAME, { path: '/', secure: c.var.world.config.stage !== 'dev' })
  return { ...around, resumed: true, kept: new URLSearchParams(kept.said) }
}

function keptIn(text: string | undefined): { path: string; said: string[][] } | null {
  try {
    const { path, said } = JSON.parse(text ?? 'null') as { path: unknown; said: unknown }
    const pairs = Array.isArray(said) ? said : []
    return typeof path === 'string'
      ? {
          path,
          said: pairs.map((pair) => (Array.isArray(pair) ? pair.slice(0, 2).map(String) : [])),
        }
      : null
  } catch {
    return null
  }
}

/** The names in an address: `/c/cards/:id` has `id`. */
export type PathParams<Path extends string> = string extends Path
  ? Record<string, string>
  : Path extends `${infer Before}/${infer After}`
    ? PathParams<Before> & PathParams<After>
    : Path extends `:${infer Name}`
      ? { [N in Name]: string }
      : Record<never, never>
