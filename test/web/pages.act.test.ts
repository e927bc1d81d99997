import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { PAGES } from '../../src/web/routes'
import { type City, openCity } from '../support/city'

const HERE = 'http://127.0.0.1:8787'
const concrete = (path: string) => path.replace(/:(\w+)/g, 'x0000')

describe(`every page, on ${ENGINE}`, () => {
  let city: City
  const asks = (
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: string,
  ) =>
    city.app.fetch(
      new Request(HERE + path, { method, headers, redirect: 'manual', body: body ?? null }),
      {} as Env,
    )
  const ours = {
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/x-www-form-urlencoded',
  }
  beforeAll(async () => {
    city = await openCity()
  })
  const guarded = PAGES.filter(({ policy }) => policy !== 'public')

  it.each(guarded.map((page) => [`${page.method} ${page.path}`, page] as const))(
    '%s leads a stranger, and the cookie of another role, to the sign-in page',
    async (_name, { method, path, policy }) => {
      const wrong = policy === 'bank' ? 'operator' : 'bank'
      for (const cookie of ['', `yfb_${wrong}=yfb_${wrong}_${'A'.repeat(43)}`]) {
        const headers = { ...(method === 'POST' ? ours : {}), ...(cookie ? { cookie } : {}) }
        const answer = await asks(
          method,
          concrete(path),
          headers,
          method === 'POST' ? '' : undefined,
        )
        // A form that may carry a file says what it takes before it says to whom.
        if (answer.status === 415) continue
        expect(answer.status, path).toBe(303)
        expect(answer.headers.get('location')).toContain(`/sign-in?as=${policy}`)
      }
    },
  )
  it.each(PAGES.filter(({ method }) => method === 'POST').map(({ path }) => path))(
    '%s takes no form of another site',
    async (path) => {
      const elsewhere = [
        { 'sec-fetch-site': 'cross-site' },
        { origin: 'https://evil.example' },
        { 'sec-fetch-site': 'same-site' },
        {},
      ]
      for (const from of elsewhere) {
        const headers = { 'content-type': 'application/x-www-form-urlencoded', ...from }
        const answer = await asks('POST', concrete(path), headers as Record<string, string>, 'a=b')
        expect(answer.status, `${path} ${JSON.stringify(from)}`).toBe(403)
      }
    },
  )
  it('costs nothing when it did not change, and never comes back with a used key', async () => {
    const first = await asks('GET', '/docs/refusals')
    const tag = first.headers.get('etag') ?? ''
    expect(tag).toMatch(/^W\/"/)
    expect((await asks('GET', '/docs/refusals', { 'if-none-match': tag })).status).toBe(304)
    const in_english = await asks('GET', '/docs/refusals', {
      'if-none-match': tag,
      cookie: 'yfb_lang=en',
    })
    expect(in_english.status).toBe(200)
    const form = await asks('GET', '/sign-in')
    expect(await form.text()).toContain('name="key"')
    expect(form.headers.get('cache-control')).toBe('no-store')
    expect(form.headers.get('etag')).toBeNull()
  })
  it('runs no script but our own, and is framed by nobody', async () => {
    const { headers } = await asks('GET', '/')
    const csp = headers.get('content-security-policy') ?? ''
    expect(csp).toContain("default-src 'none'")
    expect(csp).toContain("script-src 'self';")
    expect(csp).toContain("frame-ancestors 'none'")
    expect(csp).not.toContain('unsafe-inline')
    expect(headers.get('x-frame-options')).toBe('DENY')
    const html = await (await asks('GET', '/')).text()
    expect(html).not.toMatch(/ style="| on\w+="|https?:\/\/(?!127\.0\.0\.1|www\.w3\.org)/)
  })
  it('keeps a style sheet for a year under a name of its content', async () => {
    const html = await (await asks('GET', '/dev/design/desk')).text()
    const href = /href="(\/i\/[\w.]+\.css)"/.exec(html)?.[1] ?? ''
    const sheet = await asks('GET', href)
    expect(sheet.headers.get('cache-control')).toContain('immutable')
    expect((await asks('GET', '/i/nothing.css')).status).toBe(404)
  })
  it('remembers a switch only if it is one', async () => {
    const care = await asks('GET', '/calculator?care&kind=count')
    expect(care.headers.get('location')).toBe('/calculator?kind=count')
    expect(care.headers.get('set-cookie')).toContain('yfb_care=1')
    expect((await asks('GET', '/?lang=xx')).headers.get('set-cookie')).toBeNull()
  })
})
