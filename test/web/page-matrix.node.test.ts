import { beforeAll, expect, it } from 'vitest'
import { PAGES } from '../../src/web/routes'
import { type LookedAt, openLookedAt } from '../browser/addresses'
import { wireRequest } from '../support/wire'

const KINDS = ['consumer', 'staff', 'bank', 'regulator', 'operator'] as const
const READER = new Map(
  PAGES.filter(({ method }) => method === 'GET').map((one) => [one.path, one.policy]),
)
let looked: LookedAt
let cookies: Map<(typeof KINDS)[number], string>

beforeAll(async () => {
  looked = await openLookedAt()
  const whose = new Map<string, string>()
  for (const { name, as } of looked.pages) {
    const policy = READER.get(name) ?? 'public'
    if (policy !== 'public' && as[0] !== undefined && !whose.has(policy)) whose.set(policy, as[0])
  }
  cookies = new Map()
  for (const kind of KINDS)
    cookies.set(kind, `yfb_${kind}=${await looked.city.as(whose.get(kind) ?? '')}`)
})

/** Shown once it was said what for: until then a form that asks for it. */
const ASKS_WHAT_FOR = new Set(['/r/archives', '/r/archives/:day'])
const opens = async (path: string, cookie: string | null): Promise<number> => {
  const { url } = wireRequest('GET', path, {}, () => 'page')
  const headers: Record<string, string> = {
    Accept: 'text/html',
    ...(cookie ? { Cookie: cookie } : {}),
  }
  return (await looked.city.fetch(new Request(url, { headers, redirect: 'manual' }))).status
}

it('every page answers its own readers, and nobody else with anything', async () => {
  const wrong: string[] = []
  for (const { name, path, as } of looked.pages) {
    const policy = READER.get(name) ?? 'public'
    if (policy === 'public') continue
    const own = await opens(path, `yfb_${policy}=${await looked.city.as(as[0] ?? '')}`)
    if (own >= 400 && !(own === 403 && ASKS_WHAT_FOR.has(name)))
      wrong.push(`${name} answers its ${policy} ${own}`)
    for (const kind of [null, ...KINDS].filter((one) => one !== policy)) {
      const status = await opens(path, kind === null ? null : (cookies.get(kind) ?? ''))
      if (status < 300) wrong.push(`${name} answers ${kind ?? 'nobody'} ${status}`)
    }
  }
  expect(wrong).toEqual([])
})
