import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOLDERS } from '../../src/demo/cast'
import { newestCode } from '../../src/demo/people'
import { type Desk, good, openDesk } from '../refunds/support'
import { type House, looksRight, openHouse } from './support'

const PIN = '739205'
let house: House
let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
  desk.advance(61_000)
  good(await desk.says(desk.li.id, 'POST', '/v1/me/sms-codes', { purpose: 'pin' }))
  const code = await newestCode(desk.client, HOLDERS.li.phone)
  good(await desk.says(desk.li.id, 'PUT', '/v1/me/pin', { pin: PIN, code }))
  house = await openHouse(desk)
})
afterAll(async () => house?.close())
const visit = async () => house.opens({ as: [desk.li.id] })

describe('bookings, pauses and settings, without JavaScript', () => {
  it('books, is told the price of cancelling first, cancels, and has everything back', async () => {
    const card = await desk.buysCard(1)
    const page = await visit()
    await page.goto(`${house.url}/c/cards/${card}`)
    await page.click('a:has-text("预约")')
    expect(await page.textContent('main')).toContain('预约了不去，不收钱')
    await looksRight(page, 'consumer booking form')
    await page.fill('input[name=amount_fen]', '60')
    const tomorrow = new Date(Date.parse(desk.world.now()) + 32 * 3_600_000)
    await page.fill('input[name=starts_at]', tomorrow.toISOString().slice(0, 16))
    await page.fill('textarea[name=note]', '生日蛋糕')
    await page.click('main button:has-text("预约")')
    expect(await page.textContent('h1')).toBe('预约')
    expect(await desk.balance(`held:${card}`)).toBe(5_000)
    expect(await page.textContent('section:has-text("来不了")')).toMatch(/取消不扣钱|最多留下/)
    await looksRight(page, 'consumer booking')
    await page.click('button:has-text("取消预约")')
    expect(await page.textContent('[role=status]')).toContain('卡里')
    expect(await desk.balance(`held:${card}`)).toBe(0)
    expect(await desk.balance(`escrow:${card}`)).toBe(100_000)
  })
  it('pauses a period card and resumes it', async () => {
    const gym = await desk.opens(1)
    const year = gym.offers.findIndex(({ kind }) => kind === 'period')
    const li = { ...desk.li, token: await desk.as(desk.li.id) }
    const card = (await desk.buys(li, gym, year)).id
    await desk.days(2)
    const page = await visit()
    await page.goto(`${house.url}/c/cards/${card}/care`)
    await looksRight(page, 'consumer pause')
    await page.fill('input[name=from_on]', desk.world.now().slice(0, 10))
    await page.fill('input[name=days]', '10')
    await page.fill('input[name=reason]', '出差')
    await page.click('main button:has-text("停卡")')
    expect(await page.textContent('main')).toContain('停卡中')
    await looksRight(page, 'consumer card paused')
    await page.click('a:has-text("挂失、停卡")')
    await page.click('button:has-text("从今天起恢复")')
    expect(await page.textContent('main')).not.toContain('停卡中')
  })
  it('allows paying at the counter without a phone, by PIN', async () => {
    const card = await desk.buysCard(1)
    const page = await visit()
    await page.goto(`${house.url}/c/cards/${card}/care`)
    await page.selectOption('select[name=enabled]', 'yes')
    await page.fill('#counter_pin', '604713')
    await page.fill('#counter-pin', '111119')
    await page.click('button:has-text("就这样")')
    expect(await page.textContent('.errors')).toContain('密码')
    await page.fill('#counter_pin', '604713')
    await page.fill('#counter-pin', PIN)
    await page.click('button:has-text("就这样")')
    expect(page.url()).toContain(`/c/cards/${card}`)
  })
  it('changes name and notices, and signs out everywhere', async () => {
    const page = await visit()
    const other = await visit()
    await page.goto(`${house.url}/c/me`)
    await page.fill('input[name=nickname]', '李阿姨')
    await page.click('button:has-text("改好了")')
    expect(await page.textContent('dl')).toContain('李阿姨')
    const before = await page.textContent('form:has-text("短信提醒") button')
    await page.click('form:has-text("短信提醒") button')
    expect(await page.textContent('form:has-text("短信提醒") button')).not.toBe(before)
    await page.click('button:has-text("在所有手机上退出")')
    await other.goto(`${house.url}/c`)
    expect(other.url()).toContain('/sign-in')
  })
})
