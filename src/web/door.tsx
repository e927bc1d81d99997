import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type * as z from 'zod'
import type { AnswerFor, AnyOperation, Reader } from '../identity/answer-for'
import { cookieCredential } from '../identity/tokens'
import type { City } from '../kernel/city'
import { Refusal, type RefusalCode, refuse } from '../kernel/refusals'
import type { LocalDate } from '../kernel/time'
import { listPasskeysOperation } from '../passkeys/routes'
import { type Actor, type Credential, PUBLIC } from '../platform/actor'
import { type App, enter } from '../platform/http'
import { boundedText, isOwnSite, isUtf8 } from '../schemas/request'
import { type Around, type Lang, type RefusalShown, type Say, sayIn, shownRefusal } from './around'
import { whoWorks } from './bars/who'
import { type FileLimit, fileForm } from './file-form'
import { HOME } from './nav'
import { keepForLater, type PathParams, resumed } from './own-path'
import { aroundFrom, rememberSwitches } from './preferences'
import { reply } from './reply'
import { webRoutes } from './router'
import { Sorry } from './sorry'
import { Key } from './ui/form'
import { Prove } from './ui/prove'
import { Why } from './ui/why'

export type { AnswerFor, AnyOperation, Reader }
/** Every page with whom it is for; the policy test reads this list. */
export const PAGES: {
  method: 'GET' | 'POST'
  path: string
  policy: Reader
  again: string | null // where a form lives, by its own page's path
}[] = []

/** The fields of an answer that are numbers, for a row that is told which. */
export type NumberField<A> = { [N in keyof A]-?: A[N] extends number ? N : never }[keyof A]

/** What a form says: the contract's own fields, whatever was typed into them; the door refuses what is wrong there. */
type Typed<T> = unknown extends T
  ? unknown
  : T extends string | null | undefined
    ? string | null | undefined
    : T extends number
      ? number | string | null | undefined
      : T extends boolean
        ? boolean | string | null | undefined
        : T extends readonly (infer I)[]
          ? readonly Typed<I>[]
          : T extends object
            ? { [N in keyof T]: Typed<T[N]> }
            : T
type Part<O, N extends 'params' | 'query' | 'body'> =
  NonNullable<O[N & keyof O]> extends infer S
    ? S extends z.ZodType
      ? Typed<z.input<S>>
      : never
    : never
type Has<T, N extends string> = [T] extends [never]
  ? { [K in N]?: never }
  : unknown extends T
    ? { [K in N]?: never }
    : Record<never, never> extends T
      ? { [K in N]?: T }
      : { [K in N]: T }
export type RequestParts<O extends AnyOperation> = Has<Part<O, 'params'>, 'params'> &
  Has<Part<O, 'query'>, 'query'> &
  Has<Part<O, 'body'>, 'body'>
/** Parts may be left out where everything in them may. */
export type Asked<O extends AnyOperation> =
  Record<never, never> extends RequestParts<O>
    ? [parts?: RequestParts<O>, key?: string]
    : [parts: RequestParts<O>, key?: string]

export type Visit<K extends Reader = Reader, Path extends string = string> = {
  c: Context<App>
  params: PathParams<Path>
  form: URLSearchParams
  /** The file that came with the form, on a page that takes one. */
  file: File | null
  /** Of two texts the one in the page's language. */
  t: Say
  lang: Lang
  care: boolean
  city: City
  /** The day in Asia/Shanghai. */
  today: LocalDate
  /** What was refused just now, where a page is shown again with its form. */
  refusal: RefusalShown | null
  /** Enters an act or a read as the page's visitor: the same one the API serves. */
  ask: AskAs<K>
}
export type AskAs<K extends Reader = Reader> = <O extends AnyOperation>(
  operation: O,
  ...asked: Asked<O>
) => Promise<AnswerFor<O, K>>
type Show<K extends Reader, Path extends string> = (
  visit: Visit<K, Path>,
) => Promise<Response | Child>
type Options = {
  /** The page that is shown again, refusal on top and fields kept, when this form is refused: `/c/cards/:id`. */
  again?: string
  /** This page may ask for the camera and run the barcode reader (WebAssembly); or where the phone is. */
  camera?: true
  place?: true
  /** The form brings one file, of at most so many bytes; the page shown again lists its faults itself. */
  file?: FileLimit
  /** How long its form may be, in bytes, where it is more than elsewhere. */
  form_bytes_max?: number
  /** Never kept by a browser: a code that can be spent, or somebody else's details. */
  secret?: true
}
type Mounted = {
  policy: Reader
  show: (visit: Visit) => Promise<Response | Child>
  options: Options
}
const SHOWN = new Map<string, Mounted>()

/**
 * Mounts a page. A visitor without the right cookie is led to the sign-in page and back; a refused form is shown
 * again with what was typed and the reason on top (`again`), any other refusal is told on a page of its own.
 */
export function page<K extends Reader, Path extends string>(
  method: 'GET' | 'POST',
  path: Path,
  policy: K,
  show: Show<K, Path>,
  options: Options = {},
) {
  PAGES.push({ method, path, policy, again: options.again ?? null })
  const mounted = { policy, show: show as Mounted['show'], options }
  if (method === 'GET') SHOWN.set(path, mounted)
  webRoutes.on(method, path, async (c) => {
    const switched = method === 'GET' ? rememberSwitches(c) : null
    if (switched) return switched
    const around = await aroundFrom(c, policy === 'public' ? null : policy)
    let said: Said = { form: new URLSearchParams(), file: null, refusal: null }
    try {
      if (method === 'POST') said = { ...said, ...(await ownForm(c, options)) }
      return await answer(c, mounted, around, said)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return refused(c, mounted, around, said, error)
    }
  })
}
/** What a visitor sent, and what was refused of it just now. */
type Said = { form: URLSearchParams; file: File | null; refusal: RefusalShown | null }

async function answer(
  c: Context<App>,
  mounted: Mounted,
  seen_from: Around,
  said: Said,
): Promise<Response> {
  const { policy, show, options } = mounted
  const who =
    policy === 'public'
      ? PUBLIC
      : await cookieCredential(c.req.raw, policy, c.var.world.config.stage)
  if (!who) return signInFirst(c, mounted, said.form)
  const ask = asking(c, who)
  const reads = c.req.method === 'GET'
  const around = reads ? resumed(c, seen_from) : seen_from
  const told = reads ? whoWorks(ask, policy, around) : null
  told?.catch(() => null)
  const shown = await show({
    c,
    params: c.req.param(),
    ...said,
    t: sayIn(around.lang),
    lang: around.lang,
    care: around.care,
    city: around.city,
    today: around.today,
    ask,
  })
  if (shown instanceof Response) return shown
  const seen = { ...around, who: await (told ?? whoWorks(ask, policy, around)) }
  return reply(c, shown, seen, around.refusal?.status ?? 200, options)
}

async function refused(
  c: Context<App>,
  mounted: Mounted,
  around: Around,
  { form }: Said,
  refusal: Refusal,
): Promise<Response> {
  const { policy, options } = mounted
  const told = shownRefusal(refusal)
  if (told.status === 401) return signInFirst(c, mounted, form, told.code)
  if (told.code === 'passkey_needed' && policy !== 'public')
    return c.redirect(`${HOME[policy]}/security`, 303)
  if (told.code === 'step_up_needed') {
    // Asked for beside what was being done, and then done as it was said.
    const asks = <Prove to={c.req.path} said={form} by_passkey={await hasPasskey(c, policy)} />
    return reply(c, asks, { ...around, refusal: told }, told.status, { secret: true })
  }
  if (told.code === 'access_purpose_needed' && c.req.method === 'GET') {
    const { pathname, search } = new URL(c.req.url)
    const seen = await knowing(c, policy, around)
    return reply(c, <Why to={pathname + search} />, seen, told.status, { secret: true })
  }
  const back = options.again === undefined ? undefined : SHOWN.get(options.again)
  // Nothing of anybody's is shown to a form that came from elsewhere.
  if (back && told.status !== 404 && told.code !== 'cross_site_request') {
    try {
      const path = options.again && filled(options.again, c.req.param())
      const summed = options.file ? { ...told, errors: [] } : told
      const again = { ...around, path: path ?? around.path, refusal: summed, kept: form }
      return await answer(c, back, again, { form, file: null, refusal: told })
    } catch (error) {
      // The page cannot be shown either: then the first refusal is what counts.
      if (!(error instanceof Refusal)) throw error
    }
  }
  const seen = await knowing(c, policy, around)
  return reply(c, <Sorry told={told} />, seen, told.status, options)
}

/** Whether whoever looks has a passkey to prove it by; a form that brings a new one has its own ticket. */
async function hasPasskey(c: Context<App>, kind: Reader): Promise<boolean> {
  if (kind === 'public') return false
  const who = await cookieCredential(c.req.raw, kind, c.var.world.config.stage)
  if (!who || c.req.path === '/c/security/passkeys') return false
  return (await asking(c, who)(listPasskeysOperation, { query: { limit: '1' } })).data.length > 0
}

/** Around with who works here: a page that refuses has the same bar as one that answers. */
async function knowing(c: Context<App>, policy: Reader, around: Around): Promise<Around> {
  if (policy === 'public') return around
  const who = await cookieCredential(c.req.raw, policy, c.var.world.config.stage)
  return who ? { ...around, who: await whoWorks(asking(c, who), policy, around) } : around
}

/** A page's address with its names filled in. */
export const filled = (path: string, names: Readonly<Record<string, string>>): string =>
  path.replace(/:(\w+)/g, (_all, name: string) => names[name] ?? '')

/**
 * Leads to the sign-in and back; a till that was idle too long to its lock. A form did nothing: what it rang up waits on
 * its own page.
 */
function signInFirst(
  c: Context<App>,
  { policy, options: { again } }: Mounted,
  form: URLSearchParams,
  code?: RefusalCode,
) {
  const { pathname, search } = new URL(c.req.url)
  const page = again === undefined ? null : filled(again, c.req.param())
  const reads = c.req.method === 'GET'
  if (!reads && page) keepForLater(c, page, form)
  const back = reads ? pathname + search : page
  const next = back ? `&next=${encodeURIComponent(back)}` : ''
  const as = policy === 'public' ? 'consumer' : policy
  const locked = policy === 'staff' && code === 'session_expired'
  return c.redirect(locked ? `/m/unlock?as=staff${next}` : `/sign-in?as=${as}${next}`, 303)
}

function asking(c: Context<App>, who: Credential | Actor): AskAs {
  return async ({ operationId }, parts = {}, key = crypto.randomUUID()) => {
    const { status, body } = await enter(c, operationId, { who, parts, key })
    const answer = JSON.parse(body)
    if (status >= 400) throw refusalFrom(answer)
    return answer
  }
}
type Problem = { code: Refusal['code']; detail: string; errors?: Refusal['details']['errors'] }
/** A refusal that was decided before comes back as the answer of its key. */
export const refusalFrom = ({ code, detail, errors = [] }: Problem): Refusal =>
  new Refusal(code, { detail, errors })

/** A form is taken from our own pages only: a browser says where it comes from, and nobody else may claim it. */
async function ownForm(
  c: Context<App>,
  { file: limit, form_bytes_max }: Options,
): Promise<Pick<Said, 'form' | 'file'>> {
  if (!isOwnSite(c.req.raw.headers, c.var.world.config)) refuse('cross_site_request')
  if (limit) return fileForm(c.req.raw, limit)
  if (!isUtf8(c.req.header('content-type') ?? '', 'application/x-www-form-urlencoded'))
    refuse('media_type_unsupported')
  return { form: new URLSearchParams(await boundedText(c.req.raw, form_bytes_max)), file: null }
}

/** The hidden idempotency key of a form: sent twice, it acts once. */
export const key = () => <Key />
