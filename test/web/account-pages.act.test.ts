import { expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOLDERS } from '../../src/demo/cast'
import { newestCode } from '../../src/demo/people'
import { DAY_MS, MINUTE_MS } from '../../src/kernel/time'
import { openCity } from '../support/city'

const HERE = 'http://127.0.0.1:8787'
const PIN = '739205'
const LI = HOLDERS.li.phone

/** A browser with its cookies and no script: what a page sets is sent with the next request. */
async function openBrowser() {
  const city = await openCity()
  const jar = new Map<string, string>()
  const visit = async (path: string, form?: Record<string, string>) => {
    const headers: Record<string, string> = {
      cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
      'sec-fetch-site': 'same-origin',
    }
    if (form) headers['content-type'] = 'application/x-www-form-urlencoded'
    const body = form ? { method: 'POST', body: new URLSearchParams(form) } : {}
    const asked = new Request(HERE + path, { headers, redirect: 'manual', ...body })
    const reply = await city.app.fetch(asked, {} as Env)
    for (const cookie of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      jar.set(name, value)
    }
    return { status: reply.status, to: reply.headers.get('location'), text: await reply.text() }
  }
  const field = (html: string, name: string) =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
  return { city, jar, visit, field }
}

it(`signing in, proving and the slow way are pages that work without a script, on ${ENGINE}`, async () => {
  const { city, jar, visit, field } = await openBrowser()
  const signIn = async (more: Record<string, string> = {}) => {
    const sent = await visit('/sign-in/code', { as: 'consumer', phone: LI })
    const challenge = field(sent.text, 'challenge')
    const said = { as: 'consumer', phone: LI, challenge, code: await newestCode(city.client, LI) }
    city.advance(MINUTE_MS)
    return { said, reply: await visit('/sign-in/session', { ...said, ...more }) }
  }
  expect((await signIn()).reply).toMatchObject({ status: 303, to: '/c' })
  expect(jar.get('yfb_device')).toMatch(/^[\w-]{43}$/)
  const devices = await visit('/c/devices')
  expect(devices.text).toContain('就是这台')

  await visit('/c/pin/code', {})
  const pin = { code: await newestCode(city.client, LI), pin: PIN }
  expect((await visit('/c/pin', pin)).to).toBe('/c/me')
  city.advance(MINUTE_MS)
  // What needs a proof asks for it beside what was being done, and then does it.
  const number = HOLDERS.stranger.phone
  const there = await visit('/c/phone/code', { phone: number })
  expect(there.status).toBe(200)
  const change = { phone: number, code: await newestCode(city.client, number), key: 'change-1' }
  const asks = await visit('/c/phone/change', change)
  expect([asks.status, field(asks.text, 'prove_to'), field(asks.text, 'phone')]).toEqual([
    403,
    '/c/phone/change',
    number,
  ])
  const proof = { ...change, prove_to: '/c/phone/change', prove_key: 'prove-1', prove_pin: PIN }
  expect(await visit('/c/prove', { ...proof, prove_key: 'p', prove_pin: '000001' })).toMatchObject({
    status: 422,
  })
  expect(await visit('/c/prove', proof)).toMatchObject({ status: 307, to: '/c/phone/change' })
  expect((await visit('/c/phone/change', proof)).to).toBe('/c/me')
  expect((await visit('/c/prove', { ...proof, prove_key: 'q', prove_to: '//evil.test' })).to).toBe(
    '/c/me',
  )

  city.advance(MINUTE_MS)
  await visit('/c/recover/code', {})
  const slow = { code: await newestCode(city.client, number) }
  expect((await visit('/c/recover', slow)).to).toBe('/c/me')
  const me = await visit('/c/me')
  expect(me.text).toContain('满 24 小时才能办')
  const id = /\/c\/recoveries\/(acr_\w+)\/cancel/.exec(me.text)?.[1]
  city.advance(DAY_MS)
  expect((await visit('/c/me')).text).toContain(`/c/recoveries/${id}/finish`)
  expect((await visit(`/c/recoveries/${id}/finish`, { pin: '805172' })).to).toBe('/c/me')
})

it(`a silent number shows the three ways, and nothing of its person, on ${ENGINE}`, async () => {
  const { city, jar, visit, field } = await openBrowser()
  await city.joins(LI)
  city.advance(91 * DAY_MS)
  const sent = await visit('/sign-in/code', { as: 'consumer', phone: LI })
  const challenge = field(sent.text, 'challenge')
  const said = { as: 'consumer', phone: LI, challenge, code: await newestCode(city.client, LI) }
  const refused = await visit('/sign-in/session', said)
  expect(refused.status).toBe(403)
  for (const way of ['原来的支付密码', '/sign-in/recover', '/sign-in/new-account'])
    expect(refused.text).toContain(way)
  expect(refused.text).not.toContain('顾客')
  expect((await visit('/sign-in/new-account', { ...said, next: '/c' })).to).toBe('/c')
  expect(jar.get('yfb_consumer')).toMatch(/^yfb_consumer_/)
})
