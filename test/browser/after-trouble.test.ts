import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOLDERS, OFFICIALS } from '../../src/demo/cast'
import { DAY_MS, HOUR_MS, plusMs } from '../../src/kernel/time'
import { sendNotices } from '../../src/notify/notices'
import { objectionToken } from '../../src/objections/link'
import { sql } from '../../src/platform/d1'
import { type Court, good, openCourt } from '../disputes/support'
import { bankYesterday } from '../intake/read-through'
import type { Official } from '../support/city'
import { type House, looksRight, openHouse } from './support'

describe('what people read after something went wrong', () => {
  let house: House
  let desk: Court
  let boss: string
  beforeAll(async () => {
    // The gym: lessons of which it keeps half when nobody comes.
    desk = await openCourt(1)
    house = await openHouse(desk)
    const [first] = await desk.rows(
      sql`SELECT min(id) AS id FROM officials WHERE kind = 'operator'`,
    )
    boss = String(first?.id)
  })
  afterAll(async () => house?.close())
  const opens = async (as: string | null, path: string): Promise<Page> => {
    const page = await house.opens({ as: as === null ? [] : [as] })
    await page.goto(house.url + path)
    return page
  }
  const main = async (page: Page) => (await page.textContent('main')) ?? ''
  const hires = async (kind: Official['kind'], role: Official['role'], phone: string) => {
    const districts = kind === 'regulator' ? [desk.shop.plan.district] : []
    const body = { kind, role, name: '张同志', phone, districts } as const
    return good(await desk.says(boss, 'POST', '/v1/officials', body)).id as string
  }

  it('a no-show that the shop recorded stands on top for its holder, and one tap stops it', async () => {
    const card_id = await desk.buysCard(1)
    const starts_at = plusMs(desk.world.now(), DAY_MS)
    const said = { card_id, visits: 2, starts_at, note: '晚上来' }
    const { id } = good(await desk.says(desk.li.id, 'POST', '/v1/bookings', said))
    expect(await main(await opens(desk.li.id, '/c'))).not.toContain('等您看一眼')
    desk.advance(DAY_MS + HOUR_MS)
    good(await desk.says(desk.owner, 'POST', `/v1/bookings/${id}/no-show`, {}))
    await sendNotices(desk.world, 100)
    const cards = await opens(desk.li.id, '/c')
    expect(await cards.textContent('main .row >> nth=0')).toContain('顾客没有到店')
    await looksRight(cards, 'consumer record waits in the list')
    await cards.click('main .row >> nth=0')
    expect(cards.url()).toContain(`/c/holds/${id}`)
    const card = await opens(desk.li.id, `/c/cards/${card_id}`)
    expect(await card.textContent('main article >> nth=0')).toContain('店家登记：顾客没有到店')
    await looksRight(card, 'consumer record waits on the card')
    const hold = await opens(desk.li.id, `/c/holds/${id}`)
    expect(await hold.textContent('main dl')).toContain('备注晚上来')
    await looksRight(hold, 'consumer record')

    const link = await opens(null, `/no/${await objectionToken(desk.world, id)}`)
    expect(await link.textContent('main dl')).toContain('要付给店家1 次')
    expect(await link.textContent('select')).toContain('那天我去了')
    expect(await link.textContent('select')).not.toContain('没有去')
    await looksRight(link, 'objection open')
    await link.click('button:has-text("先别付给店家")')
    expect(await main(link)).toContain('已记下您的异议')
    expect(await link.locator('main form').count()).toBe(0)
    await looksRight(link, 'objection made')
    const after = await opens(desk.li.id, `/c/cards/${card_id}`)
    expect(await main(after)).not.toContain('等您看')
    const judge = await opens(desk.supervisor, `/r/mediation/holds/${id}`)
    const [customer, shop] = await judge.locator('main section').allTextContents()
    expect([customer?.includes('晚上来'), shop?.includes('晚上来')]).toEqual([true, false])
    await looksRight(judge, 'regulator contested record')
  })

  it('money missing at the bank is said on the card, the shop’s sheet and the bank’s page', async () => {
    const wu = await desk.joins(HOLDERS.wu.phone)
    const { id } = await desk.buys(wu, desk.shop, 0)
    await desk.banks()
    desk.advance(DAY_MS)
    await bankYesterday(desk, () => undefined)
    const card = await opens(wu.id, `/c/cards/${id}`)
    expect(await card.textContent('.notice.bad')).toMatch(/^还欠您 ¥/)
    await looksRight(card, 'consumer card short')
    const sheet = await opens(null, `/s/${desk.shop.code}`)
    expect(await sheet.locator('.card .bad').count()).toBe(1)
    expect(await sheet.textContent('main > .two')).toContain('今天先别在这里充值')
    await looksRight(sheet, 'shop short')
    const bank = await opens(
      await hires('bank', 'bank', OFFICIALS.teller.phone),
      `/b/merchants/${desk.shop.id}`,
    )
    expect(await bank.textContent('main .bad')).toContain('缺 ¥8.88')
    expect(await main(bank)).not.toContain('银行的账与我们的账一致')
    await looksRight(bank, 'bank merchant short')
  })

  it('a payment under dispute is said on its card, and its evidence is read before it is sent', async () => {
    const zhao = await desk.joins(HOLDERS.zhao.phone)
    const { id } = await desk.buys(zhao, desk.shop, 0)
    await desk.contests(id)
    const card = await opens(zhao.id, `/c/cards/${id}`)
    expect(await card.textContent('.warn')).toContain('付款人正向支付机构要回')
    await looksRight(card, 'consumer card disputed')
    await card.click('a:has-text("看付款争议")')
    expect(new URL(card.url()).pathname).toBe('/c/disputes')
    expect(await main(card)).not.toContain('最晚交材料')
    const desk_page = await opens(boss, '/o/disputes')
    await desk_page.fill('textarea', '持卡人按合同办的季卡，附合同和每次使用')
    await desk_page.click('button:has-text("整理材料")')
    await desk_page.click('summary:has-text("看要交的材料")')
    expect(await main(desk_page)).toContain('附合同和每次使用')
    await looksRight(desk_page, 'operator dispute with evidence')
  })

  it('a raise waits on top for a colleague, and is not asked of who proposed it', async () => {
    const path = `/v1/merchants/${desk.shop.id}/level` as const
    good(await desk.says(boss, 'POST', path, { level: 'C', reason: '投诉两起未答复' }))
    good(await desk.says(boss, 'POST', path, { level: 'B', reason: '已整改，没有新的投诉' }))
    expect(await main(await opens(boss, '/o'))).not.toContain('等您复核')
    const own = await opens(boss, `/o/merchants/${desk.shop.id}`)
    expect(await own.locator('button:has-text("同意升级")').count()).toBe(0)
    const page = await opens(await hires('operator', 'operator', OFFICIALS.reviewer.phone), '/o')
    expect(await main(page)).toContain('1 家店的升级等您复核')
    await page.click('li:has-text("等您复核") a')
    expect(await page.textContent('main form >> nth=0')).toContain('C → B')
    await looksRight(page, 'operator raise')
    await page.fill('form:has-text("等复核的升级") textarea', '看过整改记录')
    await page.click('button:has-text("同意升级")')
    expect(await main(page)).not.toContain('等复核的升级')
  })

  it('an incident shows its evidence once, before the button', async () => {
    const said = {
      merchant_id: desk.shop.id,
      reason: '卷闸门关闭，电话不通',
      evidence: '网格员两次上门，照片三张',
    }
    const { id } = good(await desk.says(desk.supervisor, 'POST', '/v1/incidents', said))
    const other = await hires('regulator', 'supervisor', OFFICIALS.supervisor_second.phone)
    const page = await opens(other, `/r/incidents/${id}`)
    const words = await main(page)
    expect(words.indexOf('照片三张')).toBeGreaterThan(0)
    expect(words.indexOf('照片三张')).toBeLessThan(words.indexOf('确认失联，为'))
    expect(words.split('卷闸门关闭').length).toBe(2)
    await looksRight(page, 'regulator incident')
  })
})
