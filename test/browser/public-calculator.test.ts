import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fenIn } from '../../src/web/ui/yuan'
import { openDesk } from '../refunds/support'
import { type House, looksRight, openHouse } from './support'

describe('the refund calculator, in a real browser without scripts', () => {
  let house: House
  let desk: Awaited<ReturnType<typeof openDesk>>
  beforeAll(async () => {
    desk = await openDesk()
    house = await openHouse(desk)
  })
  afterAll(async () => house?.close())

  it('works out a card of a shop that never joined, and shows each line with its article', async () => {
    for (const care of [false, true]) {
      const page = await house.opens({ care })
      await page.goto(house.url)
      await page.click('footer a:has-text("退款计算器")')
      await looksRight(page, `calculator kinds${care ? ' care' : ''}`)
      await page.click('main a:has-text("储值卡")')
      await looksRight(page, `calculator grounds${care ? ' care' : ''}`)
      await page.click('main a:has-text("店关门")')
      await page.fill('[name=paid_fen_0]', '1,000')
      await page.fill('[name=paid_on_0]', '2026-01-05')
      await page.fill('[name=bonus_fen_0]', '200')
      await page.fill('[name=balance_fen_0]', '600')
      await page.fill('[name=terminated_on]', '2026-06-01')
      await looksRight(page, `calculator form${care ? ' care' : ''}`)
      await page.click('button:has-text("算一算")')
      const main = (await page.textContent('main')) ?? ''
      expect(await page.textContent('.money')).toBe('¥500.00')
      expect(main).toContain('按「店家的原因」，依法应退 ¥500.00')
      expect(main).toContain('您自己不想用了¥400.00')
      expect(main).toContain('法释〔2025〕4号第十八条第一款第二项')
      expect(main).toContain('600 × 1000 ÷ 1200 = 500')
      expect(main).toContain('−¥500.00')
      expect(await page.inputValue('[name=paid_fen_0]')).toBe('1,000')
      await looksRight(page, `calculator answer${care ? ' care' : ''}`)
      expect(page.url()).toContain('paid_fen_0=1%2C000')
    }
  })

  it('adds a payment and takes it away without a script, keeping what was typed', async () => {
    const page = await house.opens()
    await page.goto(`${house.url}/calculator?kind=count&ground=own_wish`)
    await page.fill('[name=paid_fen_0]', '900')
    await page.fill('[name=paid_on_0]', '2026-01-05')
    await page.fill('[name=visits_0]', '3')
    await page.fill('[name=bonus_visits_0]', '1')
    await page.fill('[name=list_price_fen_0]', '300')
    await page.click('button:has-text("还充过一笔")')
    expect(await page.inputValue('[name=paid_fen_0]')).toBe('900')
    await page.fill('[name=paid_fen_1]', '600')
    await page.fill('[name=paid_on_1]', '2026-02-05')
    await page.fill('[name=visits_1]', '2')
    await page.fill('[name=list_price_fen_1]', '300')
    await page.fill('[name=used_visits]', '2')
    await page.fill('[name=terminated_on]', '2026-06-01')
    await looksRight(page, 'calculator two payments')
    await page.click('button:has-text("算一算")')
    const sum = await page.textContent('.money')
    const api = await desk.call('POST', '/v1/refund-calculations', {
      key: null,
      body: {
        cause: 'consumer',
        terminated_on: '2026-06-01',
        lots: [
          {
            kind: 'count',
            paid_on: '2026-01-05',
            paid_fen: 90_000,
            visits: 3,
            bonus_visits: 1,
            list_price_fen: 30_000,
          },
          {
            kind: 'count',
            paid_on: '2026-02-05',
            paid_fen: 60_000,
            visits: 2,
            list_price_fen: 30_000,
          },
        ],
        uses: [{ visits: 2 }],
      },
    })
    expect(api.body.total_fen).toBe(90_000)
    expect(sum).toBe('¥900.00')
    await page.click('summary:has-text("再算一次")')
    await page.click('button:has-text("去掉最后一笔")')
    expect(await page.locator('[name=paid_fen_1]').count()).toBe(0)
    expect(await page.inputValue('[name=visits_0]')).toBe('3')
    await page.click('button:has-text("算一算")')
    expect(await page.textContent('.money')).toBe('¥300.00')
  })

  it('says in a sentence what is missing, beside its field, and forgets nothing', async () => {
    const page = await house.opens()
    await page.goto(`${house.url}/calculator?kind=period&ground=force_majeure`)
    await page.fill('[name=paid_fen_0]', '三千')
    await page.fill('[name=days_0]', '365')
    await page.click('button:has-text("算一算")')
    const errors = (await page.textContent('.errors')) ?? ''
    expect(errors).toContain('没有算')
    expect(errors).toContain('实际付的钱：请填金额')
    expect(errors).toContain('付款日期：请填日期')
    expect(await page.inputValue('[name=days_0]')).toBe('365')
    expect(await page.inputValue('[name=paid_fen_0]')).toBe('三千')
    await looksRight(page, 'calculator faults')
    await page.fill('[name=paid_fen_0]', '3650')
    await page.fill('[name=paid_on_0]', '2026-01-01')
    await page.fill('[name=terminated_on]', '2026-04-11')
    await page.click('button:has-text("算一算")')
    expect(await page.textContent('.money')).toBe('¥2,650.00')
  })

  it('passes on what the calculator itself finds wrong, by the name of the field', async () => {
    const page = await house.opens()
    const reply = await page.goto(
      `${house.url}/calculator?kind=stored_value&paid_fen_0=100&paid_on_0=1999-01-01&terminated_on=2026-01-01&cause=consumer&do=answer`,
    )
    expect(reply?.status()).toBe(422)
    expect(await page.getAttribute('.errors a', 'href')).toBe('#paid_on_0')
    expect(await page.textContent('.errors')).toContain('2005')
    await page.goto(
      `${house.url}/calculator?kind=stored_value&cause=whim&paid_fen_0=1&paid_on_0=2026-01-01&terminated_on=2026-01-01&do=answer`,
    )
    expect(await page.textContent('.errors')).toContain('没有算')
  })

  it('prints a paper with parties, entries, sums and the law word for word', async () => {
    for (const lang of ['zh', 'en']) {
      const page = await house.opens()
      await page.goto(
        `${house.url}/calculator/paper?lang=${lang}&kind=stored_value&ground=shop_closed` +
          '&paid_fen_0=2000&paid_on_0=2025-05-30&bonus_fen_0=1000' +
          '&balance_fen_0=2566&terminated_on=2026-06-01&shop=某某采耳店&do=answer',
      )
      const main = (await page.textContent('main')) ?? ''
      expect(main).toContain('434 × 2000 ÷ 3000 = 289.33')
      expect(main).toContain('某某采耳店')
      expect(main).toMatch(/rq_[0-9a-f]{20}/)
      expect(main).toContain(
        '经营者向消费者赠送消费金额的，根据消费者实付金额与实付金额加赠送金额之比计算优惠比例',
      )
      expect(main).toContain(lang === 'en' ? 'Less ¥434.00 of list value' : '减去已用 原价 ¥434.00')
      await looksRight(page, `calculator paper ${lang}`)
      await page.click('main a[href="/law/prepaid#a18-1-2"]')
      expect(await page.textContent('#a18-1-2')).toContain('赠送消费金额')
      await looksRight(page, `law text ${lang}`)
    }
  })

  it('fits on a sheet of A4 without the form', async () => {
    const page = await house.opens()
    await page.goto(
      `${house.url}/calculator?kind=stored_value&paid_fen_0=1000&paid_on_0=2026-01-05&bonus_fen_0=200` +
        '&used_fen=600&cause=merchant&terminated_on=2026-06-01&do=answer',
    )
    await page.emulateMedia({ media: 'print' })
    expect(await page.isVisible('main form')).toBe(false)
    expect(await page.isVisible('.paper-only')).toBe(true)
    const sheet = (await page.pdf({ format: 'A4' })).toString('latin1')
    expect(sheet.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
  })

  it('reads money as people type it, digit by digit, and nothing else', () => {
    const read: [string, number | null][] = [
      ['1000', 100_000],
      ['1,286.5', 128_650],
      ['１２８０．０５', 128_005],
      ['¥ 38 元', 3_800],
      ['0.07', 7],
      ['99999999', 9_999_999_900],
      ['100000000', null],
      ['1.005', null],
      ['-5', null],
      ['1e3', null],
      ['', null],
      ['三百', null],
    ]
    for (const [typed, fen] of read) expect(fenIn(typed), typed).toBe(fen)
  })
})
