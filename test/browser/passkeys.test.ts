import { createServer } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOLDERS, OFFICIALS } from '../../src/demo/cast'
import { newestCode } from '../../src/demo/people'
import { MINUTE_MS } from '../../src/kernel/time'
import { type City, openCity } from '../support/city'
import { goes } from './regulator-support'
import { type House, looksRight, openHouse } from './support'

const freePort = () =>
  new Promise<number>((done) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** A phone’s own authenticator, as Chromium plays one: it makes sure of its holder, and says so. */
async function givesAuthenticator(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

describe('a passkey, in a real browser', () => {
  let house: House
  let city: City
  let url: string
  let shop: Awaited<ReturnType<City['opens']>>
  beforeAll(async () => {
    const port = await freePort()
    url = `http://localhost:${port}`
    city = await openCity({ config: { public_url: url } })
    shop = await city.opens()
    house = await openHouse(city, { port })
  })
  afterAll(async () => house?.close())

  const { phone } = OFFICIALS.duty
  async function byMessage(
    page: Page,
    as: 'operator' | 'consumer' = 'operator',
    number = phone,
  ): Promise<void> {
    city.advance(2 * MINUTE_MS)
    await page.goto(`${url}/sign-in?as=${as}`)
    await page.fill('[name=phone]', number)
    await goes(page, 'button:has-text("发验证码")')
    await page.fill('[name=code]', await newestCode(city.client, number))
    await goes(page, 'main form button:has-text("登录")')
  }

  it('is set after a message, signs in from then on, and the message opens nothing beside it', async () => {
    const page = await house.opens({ js: true })
    await givesAuthenticator(page)
    await byMessage(page)
    await page.goto(`${url}/o/security`)
    await page.fill('[name=name]', '值班手机')
    await goes(page, 'button:has-text("添加一把通行密钥")')
    expect(new URL(page.url()).pathname).toBe('/sign-in')
    await looksRight(page, 'sign in by passkey')
    await goes(page, 'button:has-text("用通行密钥登录")')
    await page.goto(`${url}/o/security`)
    expect(await page.textContent('main')).toContain('值班手机')
    await looksRight(page, 'own security')

    const thief = await house.opens()
    await byMessage(thief)
    expect(new URL(thief.url()).pathname).toBe('/o/security')
    expect(await thief.textContent('main')).toContain('您已经有通行密钥')
    await looksRight(thief, 'own security, shut')
    await thief.goto(`${url}/o/officials`)
    expect(new URL(thief.url()).pathname).toBe('/o/security')
    await goes(thief, 'button:has-text("申请找回")')
    expect(await thief.textContent('main')).toContain('等另一个人同意')

    await page.goto(`${url}/o/security`)
    expect(await page.textContent('main')).toContain('的通行密钥都丢了')
    await goes(page, 'button:has-text("拒绝")')
    await goes(page, 'button:has-text("退出那里")')
    await thief.goto(`${url}/o/security`)
    expect(new URL(thief.url()).pathname).toBe('/sign-in')
  })
  it('stands in for a holder’s PIN: added with it, then unfreezing a card without it', async () => {
    const buyer = await city.joins(HOLDERS.li.phone)
    const card = await city.buys(buyer, shop)
    const page = await house.opens({ js: true })
    await givesAuthenticator(page)
    await byMessage(page, 'consumer', HOLDERS.li.phone)
    city.advance(2 * MINUTE_MS)
    await page.goto(`${url}/c/pin`)
    await goes(page, 'button:has-text("发验证码")')
    await page.fill('[name=code]', await newestCode(city.client, HOLDERS.li.phone))
    await page.fill('[name=pin]', '739205')
    await goes(page, 'button:has-text("设好了")')

    await page.goto(`${url}/c/me`)
    await goes(page, 'a:has-text("登录与安全")')
    await looksRight(page, 'own security of a holder, none yet')
    await goes(page, 'a:has-text("添加一把通行密钥")')
    await looksRight(page, 'a holder adds a passkey')
    await page.fill('[name=name]', '我的手机')
    await goes(page, 'button:has-text("添加这台设备")')
    expect(await page.textContent('h1')).toBe('请证明是您本人')
    await page.fill('[name=prove_pin]', '739205')
    await goes(page, 'button:has-text("是我，接着办")')
    expect(await page.textContent('main')).toContain('我的手机')
    await looksRight(page, 'own security of a holder')

    city.advance(6 * MINUTE_MS)
    await page.goto(`${url}/c/cards/${card.id}/care`)
    await goes(page, 'button:has-text("挂失")')
    await page.goto(`${url}/c/cards/${card.id}/care`)
    await goes(page, 'button:has-text("解除挂失")')
    expect(await page.textContent('h1')).toBe('请证明是您本人')
    await goes(page, 'button:has-text("用通行密钥")')
    await looksRight(page, 'a holder proves it by passkey')
    await goes(page, 'button:has-text("用通行密钥证明")')
    expect(new URL(page.url()).pathname).toBe(`/c/cards/${card.id}`)
    await page.goto(`${url}/c/cards/${card.id}/care`)
    expect(await page.textContent('main')).not.toContain('解除挂失')

    await page.goto(`${url}/c/security`)
    await goes(page, 'button:has-text("删掉")')
    expect(await page.textContent('main')).not.toContain('删掉')
  })
  it('works at the platform’s own address, and says where that is', async () => {
    const page = await house.opens()
    await page.goto(`${house.url}/sign-in?as=bank`)
    expect(await page.textContent('main')).toContain(url)
  })
})
