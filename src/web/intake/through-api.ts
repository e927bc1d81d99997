import { Hono } from 'hono'
import { bankImportRoutes, type importBankStatementsOperation } from '../../intake/routes'
import type { Credential } from '../../platform/actor'
import type { App, Router } from '../../platform/http'
import { type AnswerFor, refusalFrom, type Visit } from '../door'

type BankFileAnswer = AnswerFor<typeof importBankStatementsOperation, 'bank'>
/** A file as the API takes it: what it is is decided by its content, so the browser's own guess at a type is not asked. */
type GivenFile = { bytes: Uint8Array<ArrayBuffer>; restates: boolean; key: string }

/**
 * Takes a file in through the API's own route (`POST /v1/bank/statements`), in this process: its body is the file
 * itself, which no `ask` can carry. The same checks, the same act, the same refusals.
 */
export async function importThrough(
  visit: Pick<Visit, 'c'>,
  who: Credential,
  { bytes, restates, key }: GivenFile,
): Promise<BankFileAnswer> {
  const url = new URL('/v1/bank/statements', visit.c.req.url)
  url.searchParams.set('restates', String(restates))
  const file = { type: typeOf(bytes), bytes, key }
  return broughtThrough(visit, { routes: bankImportRoutes, who, url, file })
}
type Brought = {
  routes: Router
  who: Credential
  url: URL
  file: { bytes: Uint8Array<ArrayBuffer>; type: string; key: string }
}
/** Brings a file to a route whose body is the file; what it answers, or its refusal. */
export async function broughtThrough<A>(
  visit: Pick<Visit, 'c'>,
  { routes, who, url, file: { bytes, type, key } }: Brought,
): Promise<A> {
  const headers = { 'Idempotency-Key': key, 'Content-Type': type }
  const request = new Request(url, { method: 'POST', headers, body: bytes })
  const reply = await throughApi(visit, { routes, who, request })
  const said = JSON.parse(await reply.text())
  if (reply.status >= 400) throw refusalFrom(said)
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
    own.set('signed', null)
    own.set('keeper', c.get('keeper'))
    own.set('tracer', c.get('tracer'))
    own.set('trips', c.get('trips'))
    await next()
  })
  inner.route('/', routes)
  inner.onError((error) => {
    throw error
  })
  return inner.fetch(request, c.env)
}

const LESS_THAN = 0x3c
/** XML begins with `<`, after a byte-order mark perhaps; everything else is read as CSV. */
function typeOf(bytes: Uint8Array): string {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0
  return bytes[start] === LESS_THAN ? 'application/xml' : 'text/csv'
}
