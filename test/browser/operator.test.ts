import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holderPhone, SUCCESSORS, staffPhone } from '../../src/demo/cast'
import { DAY_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { good, openDesk } from '../refunds/support'
import { goes } from './regulator-support'
import { type House, looksRight, openHouse } from './support'

describe('an operator of the platform, in a real browser', () => {
  let house: House
  let desk: Awaited<ReturnType<typeof openDesk>>
  let operator: string
  let card: string
  beforeAll(async () => {
    desk = await openDesk()
    card = await desk.buysCard()
    const [one] = await desk.rows(sql`SELECT id FROM officials WHERE role = 'operator'`)
    operator = String(one?.id)
    house = await openHouse(desk)
  })
  afterAll(async () => house?.close())

  it('reads in one sentence how the platform is', async () => {
    const page = await house.opens({ as: [operator] })
    await page.goto(`${house.url}/o`)
    expect(await page.textContent('[role=status]')).toMatch(/都正常|件事要看/)
    await looksRight(page, 'operator health')
    for (const path of ['/o/jobs', '/o/parked', '/o/dead-letters', '/o/payouts', '/o/changes']) {
      await page.goto(house.url + path)
      await looksRight(page, `operator ${path.slice(3)}`)
    }
  })

  it('starts a check of the books and follows it', async () => {
    const page = await house.opens({ as: [operator] })
    await page.goto(`${house.url}/o/books`)
    expect(await page.textContent('main')).toContain('平。')
    await goes(page, 'button:has-text("现在全部检查一次")')
    expect(await page.textContent('main')).toContain('正在检查')
    await looksRight(page, 'operator book run')
    await goes(page, 'a:has-text("回到账")')
    await looksRight(page, 'operator books')
    await goes(page, 'button:has-text("现在全部检查一次")')
    expect(await page.textContent('.errors')).toContain('检查')
  })

  it('registers a shop, is told what is wrong with its papers, admits and grades it', async () => {
    const page = await house.opens({ as: [operator] })
    await page.goto(`${house.url}/o/merchants`)
    await looksRight(page, 'operator shops')
    await goes(page, 'a:has-text("登记一家店")')
    await looksRight(page, 'operator register')
    await page.fill('[name=name]', '清泉洗衣')
    await page.selectOption('[name=sector]', 'laundry')
    await page.fill('[name=address]', '环翠区清泉路 6 号')
    await page.fill('[name=licence_no]', '92371000MA0000001X')
    await page.fill('[name=legal_representative]', '泉清')
    await page.fill('[name=settlement_account_no]', '6222000000000011')
    await page.fill('[name=owner_name]', '泉清')
    await page.fill('[name=phone]', staffPhone(99, 1))
    await goes(page, 'button:has-text("登记")')
    expect(await page.textContent('.errors')).toContain('统一社会信用代码')
    expect(await page.inputValue('[name=name]')).toBe('清泉洗衣')
    await page.fill('[name=licence_no]', licenceNo('92371000MA0009901'))
    await goes(page, 'button:has-text("登记")')
    expect(await page.textContent('h1')).toBe('清泉洗衣')
    expect(await page.textContent('main')).toContain('核对并接入')
    await looksRight(page, 'operator shop waits')
    await goes(page, 'button:has-text("核对并接入")')
    expect(await page.textContent('main')).not.toContain('核对并接入')
    await page.selectOption('[name=level]', 'B')
    await page.fill('[name=reason]', '投诉两起未答复')
    await goes(page, 'button:has-text("评定")')
    const [shop] = await desk.rows(
      sql`SELECT level, admitted_at FROM merchants WHERE name = '清泉洗衣'`,
    )
    expect(shop).toMatchObject({ level: 'B', admitted_at: expect.any(String) })
  })

  it('checks the papers of a change that a shop announced', async () => {
    const from_on = new Date(Date.parse(desk.world.now()) + 60 * 86_400_000)
    good(
      await desk.says(desk.owner, 'POST', '/v1/merchant-changes', {
        kind: 'legal_representative',
        facts: { legal_representative: SUCCESSORS.family },
        reason: '原法定代表人退休',
        from_on: from_on.toISOString().slice(0, 10),
      }),
    )
    const page = await house.opens({ as: [operator] })
    await page.goto(`${house.url}/o`)
    expect(await page.textContent('main')).toContain('1 项店家变更等核验')
    await goes(page, 'main .list a')
    await looksRight(page, 'operator change')
    await page.fill('textarea[name=note]', '市场监管登记已变更')
    await goes(page, 'button:has-text("登记核验结果")')
    expect(await page.textContent('main')).toContain('已核验')
  })

  it('adds an official, whom a colleague agrees to, and disables one', async () => {
    const page = await house.opens({ as: [operator] })
    await page.goto(`${house.url}/o/officials`)
    await page.selectOption('[name=kind]', 'regulator')
    await page.fill('[name=name]', '吴监管')
    await page.fill('[name=phone]', holderPhone(98))
    await page.check('[name=districts][value=huancui]')
    await goes(page, 'button:has-text("登记")')
    expect(await page.textContent('tr:has-text("吴监管")')).toContain('等另一个人同意')
    await looksRight(page, 'operator officials')
    const [second] = await desk.rows(
      sql`SELECT id FROM officials WHERE role = 'operator' AND id <> ${operator}`,
    )
    const colleague = await house.opens({ as: [String(second?.id)] })
    await colleague.goto(`${house.url}/o/officials`)
    await goes(colleague, 'form:has-text("吴监管 要做监管人员") button:has-text("同意")')
    expect(await colleague.textContent('main')).toContain('已有人同意')
    await looksRight(colleague, 'operator security')
    desk.advance(DAY_MS)
    const later = await house.opens({ as: [operator] })
    await later.goto(`${house.url}/o/officials`)
    await later.click('tr:has-text("吴监管") summary')
    await goes(later, 'button:has-text("停用 吴监管")')
    expect(await later.textContent('tr:has-text("吴监管")')).toContain('已停用')
  })

  it('shows a developer one card four ways, and moves the clock', async () => {
    const page = await house.opens({ as: [desk.li.id, desk.owner] })
    await page.goto(`${house.url}/dev/desk`)
    expect(await page.inputValue('[name=card]')).toBe(card)
    expect(await page.textContent('.four')).toContain('refund_now')
    await looksRight(page, 'developer desk')
    await goes(page, '.four section:has-text("监管") button >> nth=0')
    expect(new URL(page.url()).pathname).toBe('/dev/desk')
    expect(await page.textContent('.four')).toContain('holder_pseudonym')
    const before = desk.world.now()
    await goes(page, 'button:has-text("往前 1 天")')
    expect(Date.parse(desk.world.now()) - Date.parse(before)).toBeGreaterThanOrEqual(86_400_000)
  })
})

/** Seventeen characters and the check character of GB 32100. */
function licenceNo(body: string): string {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  const sum = [...body].reduce(
    (total, letter, i) => total + alphabet.indexOf(letter) * (3 ** i % 31),
    0,
  )
  return body + alphabet[(31 - (sum % 31)) % 31]
}
