import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { cookieCredential } from '../identity/tokens'
import { REFUSALS, Refusal, refuse } from '../kernel/refusals'
import { type Actor, type Credential, type Kind, PUBLIC } from '../platform/actor'
import { type App, enter, newRouter } from '../platform/http'
import { boundedText } from '../platform/request'
import { Frame } from './frame'

export const webRoutes = newRouter()
/** Every page with whom it is for; the policy test reads this list. */
export const PAGES: { method: 'GET' | 'POST'; path: string; policy: Kind | 'public' }[] = []

export type Body = Record<string, unknown>
export type Visit = {
  c: Context<App>
  params: Record<string, string>
  form: URLSearchParams
  /** Enters an act or a read as the page's visitor: the same one the API serves. */
  ask: (
    operationId: string,
    parts?: { params?: object; query?: object; body?: object },
    key?: string,
  ) => Promise<Body>
}

/** Mounts a page. A visitor without the right cookie is led to the front door; a refusal is told in its own words. */
export function page(
  method: 'GET' | 'POST',
  path: string,
  policy: Kind | 'public',
  show: (visit: Visit) => Promise<Response | Child>,
) {
  PAGES.push({ method, path, policy })
  webRoutes.on(method, path, async (c) => {
    try {
      const who =
        policy === 'public'
          ? PUBLIC
          : await cookieCredential(c.req.raw, policy, c.var.world.config.stage)
      if (!who) return c.redirect('/', 303)
      const form = method === 'POST' ? await ownForm(c) : new URLSearchParams()
      const shown = await show({ c, params: c.req.param(), form, ask: asking(c, who) })
      return shown instanceof Response ? shown : html(c, shown, 200)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return told(c, error)
    }
  })
}

function asking(c: Context<App>, who: Credential | Actor): Visit['ask'] {
  return async (operationId, parts = {}, key = crypto.randomUUID()) => {
    const { status, body } = await enter(c, operationId, { who, parts, key })
    const said = JSON.parse(body) as Body
    if (status >= 400)
      throw new Refusal(said.code as Refusal['code'], { detail: String(said.detail) })
    return said
  }
}

/** A form is taken from our own pages only: a browser says where it comes from, and nobody else may claim it. */
async function ownForm(c: Context<App>): Promise<URLSearchParams> {
  const site = c.req.header('sec-fetch-site')
  const origin = c.req.header('origin')
  const own = site === 'same-origin' || origin === new URL(c.req.url).origin
  if (!own) refuse('cross_site_request')
  const media = (c.req.header('content-type') ?? '').split(';')[0]?.trim()
  if (media !== 'application/x-www-form-urlencoded') refuse('media_type_unsupported')
  return new URLSearchParams(await boundedText(c.req.raw))
}

const CSP =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** A finished page, with the headers that keep strangers out of it. */
export function html(c: Context<App>, shown: Child, status: 200 | 404) {
  c.header('Content-Security-Policy', CSP)
  c.header('Referrer-Policy', 'same-origin')
  c.header('X-Frame-Options', 'DENY')
  return c.html(`<!doctype html>${String(shown)}`, status)
}

function told(c: Context<App>, { code, details }: Refusal) {
  const { status, message } = REFUSALS[code]
  if (status === 401) return c.redirect('/', 303)
  const shown = (
    <Frame title={message}>
      <p class="warn">{details.detail ?? message}</p>
      {details.errors?.map(({ detail }) => (
        <p class="note">{detail}</p>
      ))}
      <p class="note">
        编号 <code>{code}</code>
      </p>
      <p>
        <a class="button" href="/">
          回首页
        </a>
      </p>
    </Frame>
  )
  return html(c, shown, status as 404)
}

export const key = () => <input type="hidden" name="key" value={crypto.randomUUID()} />
export const text = (body: Body, field: string): string => String(body[field] ?? '')
export const number = (body: Body, field: string): number => Number(body[field] ?? 0)
export const list = (value: unknown): Body[] => (Array.isArray(value) ? (value as Body[]) : [])
