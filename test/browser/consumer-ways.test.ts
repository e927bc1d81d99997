import type { Page } from 'playwright-core'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { HOLDERS, OFFICIALS, SUCCESSORS } from '../../src/demo/cast'
import { newestCode } from '../../src/demo/people'
import { licenceNo } from '../../src/demo/shops'
import { runEndings } from '../../src/ends/run'
import { HOUR_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { PIN } from '../redemptions/support'
import { type Desk, good, openDesk } from '../refunds/support'
import { setPin } from '../refunds/whose-support'
import { anyhow, type BodyAt } from '../support/addresses'
import { digitsOn, type House, looksRight, openHouse } from './support'

let house: House
let desk: Desk
beforeEach(async () => {
  await house?.close()
  desk = await openDesk()
  house = await openHouse(desk)
})
afterAll(async () => house?.close())
const visit = async (options: Parameters<House['opens']>[0] = {}) =>
  house.opens({ as: [desk.li.id], ...options })
const asks = async (card: string, ground: BodyAt<'POST /v1/cards/:id/refunds'>['ground']) =>
  good(await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/refunds`, { ground }))
const says = async (page: Page) => (await page.textContent('main')) ?? ''
/** Walks by Tab alone until what has the focus says this. */
async function tabTo(page: Page, words: string): Promise<void> {
  const focused = `(() => {
    const at = document.activeElement
    return (at?.labels?.[0]?.textContent || at?.textContent || '').trim()
  })()`
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab')
    if (String(await page.evaluate(focused)).includes(words)) return
  }
  throw new Error(`Tab never reaches ${words}`)
}

describe('a payment that takes another way, without JavaScript', () => {
  it('is begun in WeChat, goes on in Alipay with one tap, and is one card', async () => {
    const page = await visit()
    await page.goto(`${house.url}/s/${desk.shop.code}`)
    await page.click('article a >> nth=0')
    await page.click('a:has-text("办这张卡")')
    await page.check('input[name=accepted]')
    await page.check('input[value=wechat_pay]')
    await page.click('button:has-text("付 ¥")')
    expect(await says(page)).toContain('在微信里付')
    expect(await page.locator('button:has-text("改用微信支付")').count()).toBe(0)
    await looksRight(page, 'consumer payment waits in the wallet')
    const order = page.url()
    await page.goto(`${house.url}/c`)
    expect(await says(page)).toContain('付款一到账，卡就在这里')
    expect(await says(page)).not.toContain('还没有卡')
    await page.goto(order)
    await page.click('button:has-text("改用支付宝")')
    expect(await says(page)).toContain('在支付宝里付')
    const there = new URL((await page.getAttribute('a:has-text("去付款")', 'href')) ?? '')
    await desk.call('POST', anyhow(there.pathname), {
      raw: 'result=pass',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    })
    await page.reload()
    expect(await says(page)).toContain('已付款')
    expect(good(await desk.says(desk.li.id, 'GET', '/v1/cards')).data).toHaveLength(1)
  })
})

describe('refunds that take another way, without JavaScript', () => {
  it('is contested, decided by a mediator, and says what she got', async () => {
    const card = await desk.buysCard(1)
    await desk.uses(card, 20_000)
    await desk.banks()
    await desk.days(8)
    const refund = await asks(card, 'service_not_delivered')
    good(
      await desk.says(desk.owner, 'POST', `/v1/refunds/${refund.id}/contest`, {
        reason: '上周三次都约上了',
        proof: '预约登记三条',
      }),
    )
    const page = await visit()
    await page.goto(`${house.url}/c/refunds/${refund.id}`)
    expect(await says(page)).toContain('上周三次都约上了')
    expect(await page.textContent('[aria-current=step]')).toMatch(/轮到调解.*月.*日/)
    await looksRight(page, 'consumer refund contested')
    good(
      await desk.says(desk.supervisor, 'POST', `/v1/refunds/${refund.id}/decision`, {
        awarded_fen: 1_000,
        reason: '登记里有一次没有到店记录',
      }),
    )
    await desk.tick()
    await desk.days(2)
    await page.reload()
    expect(await says(page)).toContain('登记里有一次没有到店记录')
    expect(await says(page)).toContain('¥10.00')
    expect(await page.textContent('.tag')).toContain('办完了')
    await looksRight(page, 'consumer refund mediated')
  })
  it('is withdrawn: no money moved and the card goes on', async () => {
    const card = await desk.buysCard(1)
    const refund = await asks(card, 'own_wish')
    const page = await visit()
    await page.goto(`${house.url}/c`)
    expect(await page.locator('button:has-text("出示消费码")').count()).toBe(0)
    await page.click('a:has-text("打开")')
    expect(await says(page)).toContain('退款中')
    await looksRight(page, 'consumer card being refunded')
    await page.click('a:has-text("看退款进度")')
    expect(page.url()).toContain(refund.id)
    await page.click('summary:has-text("不想退了")')
    await page.click('button:has-text("撤回退款")')
    expect(await says(page)).toContain('一分钱没有动')
    expect(await desk.balance(`escrow:${card}`)).toBe(100_000)
    await page.click('a:has-text("看这张卡")')
    expect(await page.locator('button:has-text("出示消费码")').count()).toBe(1)
  })
  it('gives back one payment of two; the other stays on the card', async () => {
    const card = await desk.buysCard(1)
    expect(await desk.buysCard(1)).toBe(card)
    const page = await visit()
    await page.goto(`${house.url}/c/cards/${card}/refund?ground=cooling_off`)
    expect(await page.textContent('.money')).toBe('¥2,000.00')
    await page.goto(`${house.url}/c/cards/${card}`)
    await page.click('summary:has-text("怎么算的")')
    await looksRight(page, 'consumer card of two payments')
    await page.goto(`${house.url}/c/cards/${card}/refund?ground=cooling_off`)
    await looksRight(page, 'consumer refund of two payments')
    await page.click('section:has-text("只想退其中一笔") a >> nth=0')
    expect(await page.textContent('.money')).toBe('¥1,000.00')
    await looksRight(page, 'consumer refund of one payment')
    await page.click('main button[type=submit]')
    await page.waitForLoadState()
    await desk.tick()
    await page.reload()
    expect(await page.textContent('.money')).toBe('¥1,000.00')
    expect(await desk.balance(`escrow:${card}`)).toBe(100_000)
    await page.click('a:has-text("看这张卡")')
    await page.locator('button:has-text("出示消费码")').waitFor()
  })
  it('gives an account when the way it was paid is closed, after one wrong number', async () => {
    await setPin(desk, { ...desk.li, phone: HOLDERS.li.phone })
    const card = await desk.buysCard(1, 'pm_card_refundFail')
    const refund = await asks(card, 'cooling_off')
    await desk.tick()
    await desk.banks()
    await desk.tick()
    const page = await visit()
    await page.goto(`${house.url}/c/refunds`)
    await page.click('main a.row')
    expect(await says(page)).toContain('这笔钱不能原路退，没有给店家')
    await looksRight(page, 'consumer refund account')
    await page.fill('input[name=holder]', '李明')
    await page.fill('input[name=account_no]', '622202000000000000')
    await page.click('button:has-text("退到这个账户")')
    await page.fill('input[name=prove_pin]', PIN)
    await page.click('main button[type=submit]')
    expect(await page.inputValue('input[name=holder]')).toBe('李明')
    expect(await page.textContent('.errors')).toContain('没有退出，也没有给店家')
    await page.fill('input[name=account_no]', '6222 0200 0000 1234')
    await page.click('button:has-text("退到这个账户")')
    for (let i = 0; i < 6; i++) {
      desk.advance(HOUR_MS)
      await desk.tick()
    }
    await page.goto(`${house.url}/c/refunds/${refund.id}`)
    expect(await page.textContent('.money')).toBe('¥1,000.00')
    expect(await says(page)).toContain('您的银行账户')
    await looksRight(page, 'consumer refund by account')
  })
})

describe('a shop that changes or is gone, without JavaScript', () => {
  it('changes hands: what leaving gives is counted for that ground, and a no is refunded', async () => {
    const card = await desk.buysCard(1)
    await desk.days(8)
    good(
      await desk.says(desk.owner, 'POST', '/v1/merchant-changes', {
        kind: 'takeover',
        facts: {
          name: '海棠面包房新记',
          legal_representative: SUCCESSORS.buyer,
          licence_no: licenceNo(77),
          licence_expires_on: '2046-01-01',
        },
        from_on: '2026-04-20',
        reason: '转让给徒弟',
      }),
    )
    const page = await visit()
    await page.goto(`${house.url}/c/changes`)
    expect(await says(page)).toContain('2026-07-19 之前退卡')
    expect(await says(page)).toContain('储值卡：同意新的经营者接手吗')
    await looksRight(page, 'consumer takeover')
    await page.click('a:has-text("退卡能拿回多少")')
    expect(await says(page)).toContain('没有经我同意就换了人经营')
    await page.goto(`${house.url}/c/changes`)
    await page.selectOption('select[name=answer]', 'declined')
    await page.click('button:has-text("就这样")')
    expect(page.url()).toContain('/c/refunds/')
    for (let i = 0; i < 3; i++) await desk.days(1)
    expect(await desk.balance(`escrow:${card}`)).toBe(0)
  })
  it('keeps the card for who consents, and says so', async () => {
    await desk.buysCard(1)
    good(
      await desk.says(desk.owner, 'POST', '/v1/merchant-changes', {
        kind: 'takeover',
        facts: {
          name: '海棠面包房新记',
          legal_representative: SUCCESSORS.buyer,
          licence_no: licenceNo(77),
          licence_expires_on: '2046-01-01',
        },
        from_on: '2026-04-20',
        reason: '转让给徒弟',
      }),
    )
    const page = await visit()
    await page.goto(`${house.url}/c/changes`)
    await page.selectOption('select[name=answer]', 'consented')
    await page.click('button:has-text("就这样")')
    expect(await page.textContent('[role=status]')).toContain('您同意了，卡照常用')
    expect((await desk.says(desk.li.id, 'GET', '/v1/refunds')).body.data).toEqual([])
  })
  it('is gone: her claim, everybody’s share, and papers to print', async () => {
    const card = await desk.buysCard(1)
    await desk.uses(card, 20_000)
    await desk.banks()
    const incident = good(
      await desk.says(desk.supervisor, 'POST', '/v1/incidents', {
        merchant_id: desk.shop.id,
        reason: '卷闸门关闭，电话不通',
        evidence: '网格员两次上门，照片三张',
      }),
    )
    const [operator] = await desk.rows(sql`SELECT id FROM officials WHERE kind = 'operator'`)
    const another = good(
      await desk.says(String(operator?.id), 'POST', '/v1/officials', {
        ...OFFICIALS.supervisor_second,
        districts: [desk.shop.plan.district],
      }),
    ).id
    good(await desk.says(another, 'POST', `/v1/incidents/${incident.id}/confirmation`))
    while ((await runEndings(desk.world, 50)) > 0);
    for (let i = 0; i < 3; i++) await desk.days(1)
    const page = await visit()
    await page.goto(`${house.url}/c/refunds`)
    await page.click('main a.row')
    await page.click('a:has-text("店的善后进度")')
    expect(await says(page)).toContain('按法律该退您的，这次全部退')
    await looksRight(page, 'consumer ending')
    await page.click('a:has-text("打开材料")')
    expect(await says(page)).toContain('12315')
    await looksRight(page, 'consumer claim pack')
    await page.click('a:has-text("付款凭证")')
    expect(await page.textContent('h1')).toBe('付款凭证')
  })
})

describe('paying by keyboard alone', () => {
  it('shows the code, confirms a large sum with the PIN, and reads the result', async () => {
    const card = await desk.buysCard(1)
    desk.advance(61_000)
    good(await desk.says(desk.li.id, 'POST', '/v1/me/sms-codes', { purpose: 'pin' }))
    const code = await newestCode(desk.client, HOLDERS.li.phone)
    good(await desk.says(desk.li.id, 'PUT', '/v1/me/pin', { pin: '739205', code }))
    const page = await visit()
    await page.goto(`${house.url}/c`)
    await tabTo(page, '出示消费码')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.digits')
    const digits = await digitsOn(page)
    good(
      await desk.says(desk.shop.cashier_id, 'POST', '/v1/redemptions', {
        code: digits,
        amount_fen: 30_000,
      }),
    )
    // She left the code page meanwhile: what waits for her stands on top of her card.
    await page.goto(`${house.url}/c/cards/${card}`)
    expect(await says(page)).toContain('要扣 ¥300.00')
    await looksRight(page, 'consumer card with a use that waits')
    await tabTo(page, '支付密码')
    await page.keyboard.type('739205')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/c\/redemptions\//)
    expect(await page.textContent('[role=status]')).toContain('已付 ¥300.00')
    const large = await visit({ care: true })
    await large.goto(`${house.url}/c`)
    await looksRight(large, 'consumer cards large')
  })
})
