import type { Context } from 'hono'
import { Refusal } from '../kernel/refusals'
import { KINDS, type Kind } from '../platform/actor'
import type { App } from '../platform/http'
import { isAt, replyNotFound } from '../platform/serve'
import { shownRefusal } from './around'
import { filled, PAGES } from './door'
import { HOME } from './nav'
import { aroundFrom } from './preferences'
import { reply } from './reply'
import { Sorry } from './sorry'

/** Machines are told in JSON: whoever asks below these, or does not ask for a page. */
const MACHINES = /^\/(?:v1|mock|healthz|readyz|openapi\.json|i)(?:\/|$)/
/** A browser that opens an address, or sends a form. */
export const asksForPage = (c: Context<App>): boolean =>
  !MACHINES.test(c.req.path) && (c.req.header('accept') ?? '').includes('text/html')

/** A refusal that no page of its own told. */
export async function sorryPage(c: Context<App>, refusal: Refusal): Promise<Response> {
  const told = shownRefusal(refusal)
  return reply(c, <Sorry told={told} />, await aroundFrom(c, kindAt(c.req.path)), told.status)
}

/**
 * An address where no page is. Somebody who pressed Enter on a refused form's address is led to the page the form lives
 * on; anybody else is told, with the way home.
 */
export async function astray(c: Context<App>): Promise<Response> {
  const form = PAGES.find(
    ({ method, path, again }) => method === 'POST' && again !== null && isAt(path, c.req.path),
  )
  if (form?.again && c.req.method === 'GET')
    return c.redirect(filled(form.again, namesIn(form.path, c.req.path)), 303)
  return sorryPage(c, new Refusal('not_found')).catch(() => replyNotFound(c))
}

const namesIn = (pattern: string, path: string): Record<string, string> => {
  const given = path.split('/')
  return Object.fromEntries(
    pattern
      .split('/')
      .flatMap((part, i) => (part.startsWith(':') ? [[part.slice(1), given[i] ?? '']] : [])),
  )
}
/** Whose part of the product an address belongs to, for the bar of the page. */
const kindAt = (path: string): Kind | null =>
  KINDS.find((kind) => path === HOME[kind] || path.startsWith(`${HOME[kind]}/`)) ?? null
