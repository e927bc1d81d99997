import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { createApp } from '../../src/app'
import { type City, openCity } from '../support/city'

const HERE = 'http://127.0.0.1:8787'
const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

describe(`an address where nothing is, on ${ENGINE}`, () => {
  let city: City
  const asks = (path: string, headers: Record<string, string> = BROWSER, method = 'GET') =>
    city.app.fetch(new Request(HERE + path, { method, headers, redirect: 'manual' }), {} as Env)
  beforeAll(async () => {
    city = await openCity()
  })

  it.each(['/nothing', '/c/nothing', '/b/closes/x/y/z', '/dev/nothing'])(
    '%s is a page for a browser, with the way home and no script',
    async (path) => {
      const answer = await asks(path)
      expect(answer.status).toBe(404)
      expect(answer.headers.get('content-type')).toContain('text/html')
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
      const html = await answer.text()
      expect(html).toContain('<h1')
      expect(html).toContain('not_found')
      expect(html).toMatch(/class="button" href="\/[cb]?"/)
    },
  )
  it.each([
    ['/v1/nothing', BROWSER],
    ['/i/nothing.css', BROWSER],
    ['/nothing', { accept: '*/*' }],
    ['/nothing', { accept: 'application/json' }],
    ['/nothing', {}],
  ])('%s stays a problem for a machine that asks with %o', async (path, headers) => {
    const answer = await asks(path, headers as Record<string, string>)
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
  })
  it.each([
    ['/c/pin', 303],
    ['/c/cards/crd_x/code', 303],
    ['/c/me/name', 303],
  ])('Enter on a form’s address %s does not end on a bare problem', async (path, status) => {
    const answer = await asks(path)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('location')).toMatch(/^\/(?:sign-in|c)/)
  })
  it('leads Enter on a refused form to the page it lives on, with its names', async () => {
    const answer = await asks('/c/redemptions/rdm_1')
    expect([303, 404]).toContain(answer.status)
    const name = await asks('/c/me/name')
    expect(name.headers.get('location')).toBe('/c/me')
  })
  it('says nothing of a fault inside, also where not even a page can be made', async () => {
    const broken = createApp({ open: () => Promise.reject(new Error('a secret of the house')) })
    const answer = await broken.fetch(new Request(`${HERE}/c`, { headers: BROWSER }), {} as Env)
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('secret of the house')
  })
})

describe(`what a home screen and a shared link are told, on ${ENGINE}`, () => {
  let city: City
  const reads = (path: string) =>
    city.app.fetch(new Request(HERE + path, { headers: BROWSER }), {} as Env)
  beforeAll(async () => {
    city = await openCity()
  })
  it('a manifest with icons that exist, of this city', async () => {
    const answer = await reads('/manifest.webmanifest')
    expect(answer.headers.get('content-type')).toContain('application/manifest+json')
    const said = (await answer.json()) as { name: string; start_url: string; icons: unknown[] }
    expect(said.name).toContain('威海市')
    expect(said.start_url).toBe('/c')
    expect(said.icons).toHaveLength(3)
    expect(await (await reads('/icon.svg')).text()).toMatch(/^<svg xmlns/)
  })
  it('every page names its colour and the manifest; no page a file of another origin', async () => {
    const html = await (await reads('/')).text()
    expect(html).toContain('<meta name="theme-color"')
    expect(html).toContain('rel="manifest"')
    expect(html).not.toMatch(/(?:src|href)="https?:/)
  })
})
