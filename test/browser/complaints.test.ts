import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOLDERS } from '../../src/demo/cast'
import { newestCode } from '../../src/demo/people'
import { DAY_MS } from '../../src/kernel/time'
import { PIN } from '../redemptions/support'
import { good, openDesk } from '../refunds/support'
import { goes } from './regulator-support'
import { type House, looksRight, openHouse } from './support'

describe('a complaint, in a real browser', () => {
  let house: House
  let desk: Awaited<ReturnType<typeof openDesk>>
  let card: string
  beforeAll(async () => {
    desk = await openDesk()
    card = await desk.buysCard()
    await desk.uses(card, 20_000)
    desk.advance(10 * DAY_MS)
    good(await desk.says(desk.li.id, 'POST', '/v1/me/sms-codes', { purpose: 'pin' }))
    const code = await newestCode(desk.client, HOLDERS.li.phone)
    good(await desk.says(desk.li.id, 'PUT', '/v1/me/pin', { pin: PIN, code }))
    house = await openHouse(desk)
  })
  afterAll(async () => house?.close())

  it('goes from two taps to the call back, settled by a mediator and paid', async () => {
    const holder = await house.opens({ as: [desk.li.id], care: true })
    await holder.goto(`${house.url}/c/cards/${card}`)
    await goes(holder, 'nav.tiles a:has-text("投诉")')
    await looksRight(holder, 'complaint filling')
    await goes(holder, 'button:has-text("不给退款")')
    const at = new URL(holder.url()).pathname
    const id = at.split('/').pop() ?? ''
    expect(await holder.textContent('main')).toContain('等主管部门')
    await looksRight(holder, 'complaint of mine')

    const official = await house.opens({ as: [desk.supervisor] })
    await official.goto(`${house.url}/r/complaints`)
    await looksRight(official, 'complaints at the desk')
    await goes(official, 'td a')
    await looksRight(official, 'one complaint at the desk')
    await goes(official, 'button:has-text("受理")')

    const shop = await house.opens({ as: [desk.owner] })
    await shop.goto(`${house.url}/m/complaints`)
    await looksRight(shop, 'complaints of a shop')
    await goes(shop, 'a.row')
    await looksRight(shop, 'one complaint of a shop')
    await shop.selectOption('select[name=answer]', 'offers')
    await shop.fill('textarea[name=words]', '愿意退一部分')
    await goes(shop, 'button:has-text("答复")')
    expect(await shop.textContent('main')).toContain('愿意商量')

    await official.goto(`${house.url}/r/complaints/${id}`)
    await goes(official, 'a:has-text("提出调解方案")')
    await looksRight(official, 'proposing a settlement')
    await official.fill('textarea[name=words]', '各让一步')
    await goes(official, 'button:has-text("提出，等双方答复")')
    await looksRight(official, 'a settlement at the desk')
    const proposal = new URL(official.url()).pathname.split('/').pop() ?? ''

    await shop.goto(`${house.url}/m/mediations/${proposal}`)
    await looksRight(shop, 'a settlement of a shop')
    await goes(shop, 'button:text-is("同意")')
    await holder.goto(`${house.url}/c/mediations/${proposal}`)
    await looksRight(holder, 'a settlement of mine')
    await goes(holder, 'button:text-is("同意")')
    await holder.fill('input[name=prove_pin]', PIN)
    await goes(holder, 'button:has-text("是我，接着办")')
    expect(await holder.textContent('main')).toContain('双方同意')
    await goes(holder, 'a:has-text("协议书")')
    await looksRight(holder, 'papers for the court')
    expect(await desk.balance(`escrow:${card}`)).toBe(0)
    expect(await desk.balance(`refunding:${card}`)).toBeGreaterThan(0)

    await official.goto(`${house.url}/r/complaints/${id}`)
    await official.selectOption('select[name=result]', 'satisfied')
    await goes(official, 'button:has-text("登记回访")')
    expect(await official.textContent('main')).toContain('满意')
    await holder.goto(`${house.url}${at}`)
    await goes(holder, 'button:has-text("评价")')
    expect(await holder.textContent('main')).toContain('您给了 5 星')
    await official.goto(`${house.url}/r/complaints/figures?by=district`)
    await looksRight(official, 'complaints in figures')
    expect(await official.textContent('main')).toContain('环翠区')
  })
})
