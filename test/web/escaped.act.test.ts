import { expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOLDERS, OFFICIALS } from '../../src/demo/cast'
import { openCity } from '../support/city'

it(`what somebody wrote is text on a page, whatever it looks like, on ${ENGINE}`, async () => {
  const city = await openCity()
  const { district } = (await city.opens()).plan
  const li = await city.joins(HOLDERS.li.phone)
  const note = `<img src=x onerror=alert(1)>"'&lt;</textarea><script>alert(1)</script>`
  const body = { kind: 'invite' as const, shop_name: '老街"><b>浴池', district, note }
  expect((await city.call('POST', '/v1/shop-tips', { token: li.token, body })).status).toBe(201)
  const id = await city.appoints({ ...OFFICIALS.supervisor, districts: [district] })
  const headers = { cookie: `yfb_regulator=${await city.as(id)}`, accept: 'text/html' }
  const page = await city.app.fetch(
    new Request('http://127.0.0.1:8787/r/tips', { headers }),
    {} as Env,
  )
  const html = await page.text()
  expect(page.status).toBe(200)
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
  expect(html).not.toMatch(/<img src=x|<script>alert|"><b>浴池/)
})
