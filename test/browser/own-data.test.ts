import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOLDERS } from '../../src/demo/cast'
import { newestCode } from '../../src/demo/people'
import { type Desk, good, openDesk } from '../refunds/support'
import { goes } from './regulator-support'
import { type House, looksRight, openHouse } from './support'

const PIN = '739205'

describe('one’s own data, in a real browser', () => {
  let desk: Desk
  let house: House
  let wang: { id: string; token: string }
  beforeAll(async () => {
    desk = await openDesk()
    wang = await desk.joins(HOLDERS.wang.phone)
    const { token } = wang
    good(await desk.call('POST', '/v1/me/sms-codes', { token, body: { purpose: 'pin' } }))
    const code = await newestCode(desk.client, HOLDERS.wang.phone)
    good(await desk.call('PUT', '/v1/me/pin', { token, body: { pin: PIN, code } }))
    house = await openHouse(desk)
  })
  afterAll(async () => house?.close())

  it('is copied after the PIN, and erased and taken back by a tap each, without scripts', async () => {
    const page = await house.opens({ as: [wang.id], care: true })
    await page.goto(`${house.url}/c/data`)
    await goes(page, 'button:has-text("现在看")')
    await page.fill('input[name=prove_pin]', PIN)
    await goes(page, 'button:has-text("是我，接着办")')
    await page.waitForSelector('text=我的全部资料')
    expect(await page.textContent('h1')).toBe('我的全部资料')
    expect(await page.textContent('main')).toContain(HOLDERS.wang.phone)
    await looksRight(page, 'own data')

    await page.goto(`${house.url}/c/data`)
    await goes(page, 'button:has-text("申请注销")')
    expect(await page.textContent('main')).toContain('等着注销')
    await looksRight(page, 'erasure waits')
    await goes(page, 'button:has-text("取消，不注销了")')
    expect(await page.textContent('main')).toContain('申请注销')
  })
})
