import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOLDERS } from '../../src/demo/cast'
import { newestCode } from '../../src/demo/people'
import { openDesk } from '../refunds/support'
import { type House, looksRight, openHouse } from './support'

describe('the doors of the house, in a real browser', () => {
  let house: House
  let desk: Awaited<ReturnType<typeof openDesk>>
  beforeAll(async () => {
    desk = await openDesk()
    // The desk's holder signed in a moment ago, and a number gets one code a minute.
    desk.advance(61_000)
    house = await openHouse(desk)
  })
  afterAll(async () => house?.close())

  it('leads a visitor without a session to the sign-in page and back', async () => {
    const page = await house.opens()
    await page.goto(`${house.url}/c`)
    expect(new URL(page.url()).pathname).toBe('/sign-in')
    await looksRight(page, 'sign in')
    await page.fill('input[name=phone]', HOLDERS.li.phone)
    await page.click('button:has-text("发验证码")')
    await looksRight(page, 'enter the code')
    await page.fill('input[name=code]', '000000')
    await page.click('main button[type=submit]')
    expect(await page.textContent('.errors')).toContain('验证码')
    await looksRight(page, 'wrong code')
    await page.fill('input[name=code]', await newestCode(desk.client, HOLDERS.li.phone))
    await page.click('main button[type=submit]')
    expect(new URL(page.url()).pathname).toBe('/c')
    await page.goto(`${house.url}/c/me`)
    await page.click('button:text-is("退出")')
    await page.goto(`${house.url}/c`)
    expect(new URL(page.url()).pathname).toBe('/sign-in')
  })
  it('remembers large text and English', async () => {
    const page = await house.opens({ as: [desk.li.id] })
    await page.goto(`${house.url}/c`)
    await page.click('a:has-text("长辈版")')
    expect(await page.getAttribute('html', 'data-care')).toBe('')
    await looksRight(page, 'cards in large text')
    await page.click('a:has-text("English")')
    expect(await page.getAttribute('html', 'lang')).toBe('en')
    expect(page.url()).toBe(`${house.url}/c`)
  })
  it('goes to no address but its own after signing in', async () => {
    const page = await house.opens()
    for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example']) {
      await page.goto(`${house.url}/sign-in?next=${encodeURIComponent(next)}`)
      expect(await page.inputValue('input[name=next]')).toBe('/c')
    }
  })
})
