import { Hono } from 'hono'
import { bankImportRoutes } from '../../intake/routes'
import { Refusal } from '../../kernel/refusals'
import type { Credential } from '../../platform/actor'
import type { App, Router } from '../../platform/http'
import type { Body, Visit } from '../door'

/** A file as the API takes it: what it is is decided by its content, so the browser's own guess at a type is not asked. */
export type GivenFile = { bytes: Uint8Array<ArrayBuffer>; restates: boolean; key: string }

/**
 * Takes a file in through the API's own route (`POST /v1/bank/statements`), in this process: its body is the file
 * itself, which no `ask` can carry. The same checks, the same act, the same refusals.
 */
export async function importThrough(
  visit: Pick<Visit, 'c'>,
  who: Credential,
  { bytes, restates, key }: GivenFile,
): Promise<Body> {
  const url = new URL('/v1/bank/statements', visit.c.req.url)
  url.searchParams.set('restates', String(restates))
  const headers = { 'Idempotency-Key': key, 'Content-Type': typeOf(bytes) }
  const request = new Request(url, { method: 'POST', headers, body: bytes })
  const reply = await throughApi(visit, { routes: bankImportRoutes, who, request })
  const said: Body = JSON.parse(await reply.text())
  if (reply.status >= 400) throw refusalOf(said)
  return said
}

type Inner = { routes: Router; who: Credential; request: Request }
/** Enters a route of the API that takes or gives a file, as the page's visitor and without leaving the process. */
export async function throughApi({ c }: Pick<Visit, 'c'>, { routes, who, request }: Inner) {
  const inner = new Hono<App>()
  inner.use(async (own, next) => {
    own.set('world', c.get('world'))
    own.set('dev', null)
    own.set('request_id', c.get('request_id'))
    own.set('credential', async () => who)
    await next()
  })
  inner.route('/', routes)
  inner.onError((error) => {
    throw error
  })
  return inner.fetch(request, c.env)
}

/** A refusal that was decided before comes back as the answer of its key. */
function refusalOf(said: Body): Refusal {
  const errors = (said.errors ?? []) as NonNullable<Refusal['details']['errors']>
  return new Refusal(said.code as Refusal['code'], { detail: String(said.detail), errors })
}

const LESS_THAN = 0x3c
/** XML begins with `<`, after a byte-order mark perhaps; everything else is read as CSV. */
function typeOf(bytes: Uint8Array): string {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0
  return bytes[start] === LESS_THAN ? 'application/xml' : 'text/csv'
}
