import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOLDERS } from '../../src/demo/cast'
import { good, openDesk } from '../refunds/support'
import { readsCode } from './public-codes'
import { type House, looksRight, openHouse } from './support'

describe('a shop that has not joined, told of in a real browser without scripts', () => {
  let house: House
  let desk: Awaited<ReturnType<typeof openDesk>>
  beforeAll(async () => {
    desk = await openDesk()
    house = await openHouse(desk)
  })
  afterAll(async () => house?.close())

  it('is reported from the red page, and says who reads it', async () => {
    const page = await house.opens({ as: [desk.li.id], care: true })
    await page.goto(`${house.url}/s/FAKE01`)
    await page.click('a:has-text("举报它")')
    expect(await page.isChecked('[name=kind][value=report]')).toBe(true)
    await looksRight(page, 'tip form care')
    await page.fill('[name=shop_name]', '老街浴池')
    await page.selectOption('[name=district]', 'huancui')
    await page.fill('[name=note]', '贴了假的贴纸\n只收现金')
    await page.click('button:has-text("告诉他们")')
    const main = (await page.textContent('main')) ?? ''
    expect(main).toContain('环翠区的监管人员')
    expect(main).toContain('谁都看不到是您说的')
    await looksRight(page, 'tip reported care')
    const read = good(await desk.says(desk.supervisor, 'GET', '/v1/shop-tips'))
    expect(read.data[0]).toMatchObject({ shop_name: '老街浴池', note: '贴了假的贴纸 只收现金' })
  })

  it('is invited with a letter on one sheet, for any name, and asks a stranger to sign in first', async () => {
    const stranger = await house.opens()
    await stranger.goto(`${house.url}/tips/new?name=${encodeURIComponent('小城书吧')}`)
    expect(new URL(stranger.url()).searchParams.get('next')).toContain('/tips/new?name=')
    const page = await house.opens({ as: [desk.li.id] })
    await page.goto(`${house.url}/tips/new?name=${encodeURIComponent('小城书吧')}`)
    expect(await page.inputValue('[name=shop_name]')).toBe('小城书吧')
    await looksRight(page, 'tip form')
    await page.click('button:has-text("告诉他们")')
    await looksRight(page, 'tip invited')
    await page.click('a:has-text("打印邀请信")')
    expect(await page.textContent('.letter')).toContain('小城书吧，您好')
    await looksRight(page, 'letter')
    const address = await readsCode(page, '.letter svg')
    const live = await fetch(house.url + new URL(address).pathname)
    expect([live.status, await live.text()]).toEqual([200, expect.stringContaining('要带什么')])
    await page.emulateMedia({ media: 'print' })
    const sheet = (await page.pdf({ format: 'A4' })).toString('latin1')
    expect(sheet.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
  })

  it('is refused clearly after five in a day, with everything still in the form', async () => {
    const wang = await desk.joins(HOLDERS.wang.phone)
    const page = await house.opens({ as: [wang.id] })
    for (let n = 1; n <= 6; n++) {
      await page.goto(`${house.url}/tips/new`)
      await page.fill('[name=shop_name]', `第 ${n} 家店`)
      await page.click('button:has-text("告诉他们")')
    }
    expect(await page.textContent('.errors')).toContain('您今天已经说了五家店')
    expect(await page.inputValue('[name=shop_name]')).toBe('第 6 家店')
    await looksRight(page, 'tips used up')
    await page.goto(`${house.url}/tips`)
    expect(await page.locator('article').count()).toBe(5)
    await looksRight(page, 'tips told')
  })
})
