import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepCases } from '../../src/cases/look'
import { good, openDesk } from '../refunds/support'
import { goes } from './regulator-support'
import { type House, looksRight, openHouse } from './support'

describe('a mediator, in a real browser', () => {
  let house: House
  let desk: Awaited<ReturnType<typeof openDesk>>
  let card: string
  beforeAll(async () => {
    desk = await openDesk()
    card = await desk.buysCard()
    await desk.uses(card, 60_000)
    house = await openHouse(desk)
  })
  afterAll(async () => house?.close())

  it('decides what the shop recorded without a code and the customer contests', async () => {
    const claim = good(
      await desk.says(desk.owner, 'POST', '/v1/claims', { card_id: card, amount_fen: 4_800 }),
    )
    good(
      await desk.says(desk.li.id, 'POST', `/v1/holds/${claim.id}/contest`, {
        reason: 'quality',
        note: '面包是昨天的',
      }),
    )
    const payable = await desk.balance(`payable:${desk.shop.id}`)
    const page = await house.opens({ as: [desk.supervisor] })
    await page.goto(`${house.url}/r/mediation`)
    await looksRight(page, 'regulator mediation')
    await goes(page, 'td a')
    expect(await page.textContent('main')).toContain('面包是昨天的')
    await page.fill('input[name=used]', '99')
    await goes(page, 'button:has-text("看看结果")')
    expect(await page.textContent('main')).toContain('0 到店家记的数')
    await page.fill('input[name=used]', '24')
    await goes(page, 'button:has-text("看看结果")')
    expect(await page.textContent('main')).toContain('将按用了 ¥24.00 付给店家，其余 ¥24.00')
    await looksRight(page, 'regulator contested use')
    await page.fill('textarea[name=reason]', '面包确实隔夜，各担一半')
    await goes(page, 'button:has-text("作出处理")')
    expect(await page.textContent('main')).toContain('按处理结果结清')
    expect((await desk.balance(`payable:${desk.shop.id}`)) - payable).toBe(2_000)
    expect(await desk.balance(`held:${card}`)).toBe(0)
  })

  it('splits the disputed difference of a refund after seeing what it does', async () => {
    const body = { ground: 'service_not_delivered', note: '约了三次都没人' } as const
    const refund = good(await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/refunds`, body))
    good(
      await desk.says(desk.owner, 'POST', `/v1/refunds/${refund.id}/contest`, {
        reason: '顾客自己不想来了',
        proof: '聊天记录三条，约课记录',
      }),
    )
    const page = await house.opens({ as: [desk.supervisor], care: true })
    await keepCases(desk.world, 50)
    await page.goto(`${house.url}/r`)
    await goes(page, 'a:has-text("去调解")')
    expect(await page.textContent('main')).toContain('聊天记录三条')
    await goes(page, 'a:has-text("对半")')
    const half = Math.trunc(Number(refund.disputed_fen) / 2)
    await looksRight(page, 'regulator refund case 长辈版')
    await page.fill('textarea[name=reason]', '双方各有责任，差额对半')
    await goes(page, 'button:has-text("作出裁定")')
    expect(await page.textContent('main')).toContain('已有结果')
    await looksRight(page, 'regulator refund decided')
    const seen = good(await desk.says(desk.supervisor, 'GET', `/v1/refunds/${refund.id}`))
    expect(seen).toMatchObject({ awarded_fen: half, decided_by: 'mediator' })
    await page.goto(`${house.url}/r/cards/${card}`)
    expect(await page.textContent('main')).not.toContain('李')
    await looksRight(page, 'regulator card')
  })
})
