import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../src/platform/d1'
import { good, openDesk } from '../refunds/support'
import { goes } from './regulator-support'
import { type House, looksRight, openHouse } from './support'

describe('reading of somebody, in a real browser', () => {
  let house: House
  let desk: Awaited<ReturnType<typeof openDesk>>
  let card: string
  let refund: string
  beforeAll(async () => {
    desk = await openDesk(0, { must_say: true })
    card = await desk.buysCard()
    const body = { ground: 'own_wish' } as const
    refund = good(await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/refunds`, body)).id
    house = await openHouse(desk)
  })
  afterAll(async () => house?.close())

  it('asks an official what for, shows the page then, and tells the person', async () => {
    const page = await house.opens({ as: [desk.supervisor] })
    await page.goto(`${house.url}/r/cards/${card}`)
    await looksRight(page, 'what for')
    expect(await page.textContent('h1')).toContain('为什么要看')
    await page.fill('input[name=reference_id]', refund)
    await page.fill('textarea[name=reason]', '顾客打 12345 说退款没有到账')
    await goes(page, 'button:has-text("记下来")')
    expect(new URL(page.url()).pathname).toBe(`/r/cards/${card}`)
    expect(await page.textContent('main')).not.toContain('为什么要看')
    await page.goto(`${house.url}/r/purposes`)
    await looksRight(page, 'purposes')
    expect(await page.textContent('main')).toContain('顾客打 12345')

    const li = await house.opens({ as: [desk.li.id], care: true })
    await li.goto(`${house.url}/c/readings`)
    await looksRight(li, 'who read of me')
    const text = await li.textContent('main')
    expect(text).toContain('主管部门看了')
    expect(text).toContain('顾客打 12345 说退款没有到账')
  })
  it('lets an emergency through, and asks two others about it', async () => {
    const page = await house.opens({ as: [desk.supervisor] })
    await page.goto(`${house.url}/r/purposes`)
    await page.click('summary')
    await page.fill('#emergency-reason', '有人扬言自伤，要马上联系')
    await goes(page, 'button:has-text("紧急查阅")')
    await page.goto(`${house.url}/r/readings`)
    expect(await page.textContent('main')).toContain('要另一个人看')
    const [operator] = await desk.rows(
      sql`SELECT min(id) AS id FROM officials WHERE kind = 'operator'`,
    )
    const other = await house.opens({ as: [String(operator?.id)] })
    await other.goto(`${house.url}/o/readings`)
    await looksRight(other, 'readings')
    await other.fill('input[name=note]', '看过报警回执')
    await goes(other, 'button:has-text("记下")')
    expect(await other.textContent('main')).toContain('1，要 2')
  })
})
