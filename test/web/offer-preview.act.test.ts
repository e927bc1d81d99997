import { expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { all, sql } from '../../src/platform/d1'
import { openCity } from '../support/city'

const HERE = 'http://127.0.0.1:8787'

it(`shows a shop what publishing would refuse, with what it typed, on ${ENGINE}`, async () => {
  const city = await openCity()
  const shop = await city.opens(0)
  const [row] = await all(
    city.db,
    sql<{ id: string }>`SELECT id FROM staff WHERE merchant_id = ${shop.id} AND role = 'owner'`,
  )
  const token = await city.as(row?.id ?? '')
  const sends = (path: string, typed: Record<string, string>) =>
    city.app.fetch(
      new Request(HERE + path, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
          cookie: `yfb_staff=${token}`,
        },
        body: new URLSearchParams(typed).toString(),
        redirect: 'manual',
      }),
      {} as Env,
    )
  const typed = { kind: 'stored_value', name: '充 500', price_fen: '500', no_show_percent: '50' }
  const good = await sends('/m/offers/preview', typed)
  const shown = await good.text()
  expect([good.status, shown]).toEqual([200, expect.stringContaining('照这样可以上架')])
  expect(shown).toContain('50%')
  expect(shown).toContain('name="no_show_percent" value="50"')
  const bad = await (await sends('/m/offers/preview', { ...typed, clauses: '余额过期作废' })).text()
  expect(bad).toContain('这样不能上架')
  expect(bad).toContain('到期后余额仍然有效')
  expect(bad).not.toContain('>上架</button>')
})
