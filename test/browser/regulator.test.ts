import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepCases } from '../../src/cases/look'
import { OFFICIALS, officialPhone } from '../../src/demo/cast'
import { runEndings } from '../../src/ends/run'
import { sql } from '../../src/platform/d1'
import { good, openDesk } from '../refunds/support'
import { goes } from './regulator-support'
import { type House, looksRight, openHouse } from './support'

describe('an official of the market supervision, in a real browser', () => {
  let house: House
  let desk: Awaited<ReturnType<typeof openDesk>>
  let other: string
  const run = async () => {
    while ((await runEndings(desk.world, 50)) > 0);
  }
  beforeAll(async () => {
    desk = await openDesk()
    const [operator] = await desk.rows(sql`SELECT id FROM officials WHERE role = 'operator'`)
    other = good(
      await desk.says(String(operator?.id), 'POST', '/v1/officials', {
        ...OFFICIALS.supervisor_second,
        districts: [desk.shop.plan.district],
      }),
    ).id as string
    house = await openHouse(desk)
  })
  afterAll(async () => house?.close())
  /** Somebody went there, and the door was shut: without that nobody confirms. */
  const seesItShut = async () => {
    good(
      await desk.says(desk.supervisor, 'POST', '/v1/patrols', {
        ...{ merchant_id: desk.shop.id, note: '看看还开不开门' },
      }),
    )
    const [patrol] = good(await desk.says(desk.supervisor, 'GET', '/v1/patrols')).data
    good(
      await desk.says(desk.supervisor, 'POST', `/v1/patrols/${patrol?.id}/finding`, {
        ...{ found: 'closed', note: '卷帘门落锁', seen_at: desk.world.now(), photos: [] },
        answers: {
          sale_sign: false,
          staff_present: false,
          stock_present: false,
          sold_outside: false,
        },
      }),
    )
  }

  it('is told in words that there is nothing to do', async () => {
    const page = await house.opens({ as: [desk.supervisor] })
    await page.goto(`${house.url}/r`)
    expect(await page.textContent('main')).toContain('没有要处理的事')
    await looksRight(page, 'regulator nothing to do')
  })

  it('stops and lifts a shop’s top-ups, knowing first that cards go on working', async () => {
    const card = await desk.buysCard()
    const page = await house.opens({ as: [desk.supervisor] })
    await page.goto(`${house.url}/r/shops`)
    await looksRight(page, 'regulator shops')
    await goes(page, `a:has-text("${desk.shop.plan.name}")`)
    await looksRight(page, 'regulator shop')
    await page.click('summary:has-text("停止充值")')
    expect(await page.textContent('main')).toContain('将停止充值；已有的 1 张卡照常使用')
    await page.fill('#reason', '法定代表人变更未报')
    await goes(page, 'button:has-text("停止充值")')
    expect(await page.textContent('main')).toContain('已停止充值')
    await keepCases(desk.world, 50)
    await page.goto(`${house.url}/r`)
    expect(await page.textContent('.cases')).toContain('已暂停充值：法定代表人变更未报')
    await looksRight(page, 'regulator work')
    await desk.uses(card, 20_000)
    await goes(page, 'button:has-text("我来办")')
    expect(await page.textContent('main')).toContain('您')
    await looksRight(page, 'regulator case')
    await page.click('summary:has-text("记一次上门")')
    await page.fill('#visit-note', '照常营业，收银台有人')
    await goes(page, '#visit button')
    expect(await page.textContent('.hist')).toContain('上门：照常营业')
    await goes(page, 'a:has-text("看这家店")')
    await page.click('summary:has-text("恢复充值")')
    await page.fill('#reason', '变更已经补报')
    await goes(page, 'button:has-text("恢复充值")')
    expect(await page.textContent('main')).toContain('已停止充值')
    expect(await page.textContent('main')).toContain('变更已经补报')
    await looksRight(page, 'regulator shop, lifting asked')
    const colleague = await desk.appoints({
      kind: 'regulator',
      role: 'supervisor',
      phone: officialPhone(9_801),
      districts: ['huancui'],
    })
    const other = await house.opens({ as: [colleague] })
    await other.goto(page.url())
    await other.click('summary:has-text("恢复充值")')
    await other.fill('#reason', '看过补报的材料，同意')
    await goes(other, 'button:has-text("恢复充值")')
    expect(await other.textContent('main')).not.toContain('已停止充值')
  })

  it('reports a shop that is gone, and another official has everybody refunded', async () => {
    await desk.banks()
    const page = await house.opens({ as: [desk.supervisor] })
    await page.goto(`${house.url}/r/shops/${desk.shop.id}`)
    await page.click('summary:has-text("报告失联")')
    await page.fill('#incident-reason', '卷闸门关闭，电话不通')
    await page.fill('#evidence', '网格员两次上门，照片三张')
    await goes(page, 'button:has-text("报告失联，停止出款")')
    expect(await page.textContent('main')).toContain('等另一人确认')
    expect(await page.textContent('main')).toContain('为 1 张卡退回没用完的钱')
    await looksRight(page, 'regulator incident waits')
    expect(await page.locator('button:has-text("确认失联")').count()).toBe(0)
    expect(await page.textContent('main')).toContain('您不能自己确认')
    await looksRight(page, 'regulator incident own')

    await seesItShut()
    const second = await house.opens({ as: [other], care: true })
    await keepCases(desk.world, 50)
    await second.goto(`${house.url}/r`)
    expect(await second.textContent('.cases')).toContain('红·5级')
    await looksRight(second, 'regulator work urgent 长辈版')
    await goes(second, 'a:has-text("去确认")')
    const before = (await second.textContent('main')) ?? ''
    expect(before.indexOf('网格员两次上门，照片三张')).toBeGreaterThan(0)
    expect(before.indexOf('网格员两次上门')).toBeLessThan(before.indexOf('确认失联，为'))
    expect(before).toMatch(new RegExp(`报告人${OFFICIALS.supervisor.name}，\\d+月\\d+日`))
    await goes(second, 'button:has-text("确认失联")')
    expect(await second.textContent('main')).toContain('退款进度')
    await run()
    await desk.tick()
    await second.reload()
    expect(await second.textContent('main')).toContain('100.00%')
    expect(await second.textContent('main')).toContain('已办完')
    await looksRight(second, 'regulator incident done')
    expect(await desk.rows(sql`SELECT status FROM refunds`)).toEqual([{ status: 'done' }])
    await page.goto(`${house.url}/r/incidents`)
    expect(await page.textContent('table')).toContain('失联')
    await looksRight(page, 'regulator incidents')
  })
})
