import { beforeEach, describe, expect, it } from 'vitest'
import { openProvider, type Provider, refusal } from './provider'

let p: Provider
beforeEach(() => {
  p = openProvider()
})

describe('3-D Secure', () => {
  const answer = (url: string, result: string) => {
    const { pathname } = new URL(url)
    return p.raw('POST', pathname, `result=${result}`, { Authorization: '' })
  }
  const ask = async (return_url?: string) => {
    const intent = await p.pay('pm_card_authenticationRequired', 128_650, {
      ...(return_url ? { return_url } : {}),
    })
    const url = String(intent.next_action?.redirect_to_url?.url)
    return { intent, url }
  }
  it('shows the payer a page with two plain forms and no script', async () => {
    const { intent, url } = await ask()
    expect(intent).toMatchObject({
      status: 'requires_action',
      next_action: { type: 'redirect_to_url' },
    })
    expect(url).toBe(`http://127.0.0.1:8787/mock/stripe/authenticate/${intent.id}`)
    const page = await p.raw('GET', new URL(url).pathname, undefined, { Authorization: '' })
    const html = await page.text()
    expect(page.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    expect(html).toContain('¥1,286.50')
    expect(html.match(/<form method="post"/g)).toHaveLength(2)
    expect(html).toMatch(/value="pass"[\s\S]*通过[\s\S]*value="fail"[\s\S]*拒绝/)
    expect(html).not.toMatch(/<script|javascript:/i)
  })
  it('is paid when the payer passes, and sends them back', async () => {
    const { intent, url } = await ask('https://shop.example/done?order=7')
    const sent = await answer(url, 'pass')
    expect(sent.status).toBe(303)
    expect(sent.headers.get('Location')).toBe('https://shop.example/done?order=7')
    const paid = await p.stripe.paymentIntents.retrieve(intent.id)
    expect(paid).toMatchObject({ status: 'succeeded', next_action: null })
    expect(p.types()).toEqual([
      'payment_intent.created',
      'payment_intent.requires_action',
      'charge.succeeded',
      'payment_intent.succeeded',
    ])
  })
  it('is not paid when the payer refuses, and takes another card', async () => {
    const { intent, url } = await ask()
    const page = await answer(url, 'fail')
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('没有扣款')])
    expect(await p.stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: 'requires_payment_method',
      latest_charge: null,
      last_payment_error: { code: 'payment_intent_authentication_failure' },
    })
    expect(p.types().at(-1)).toBe('payment_intent.payment_failed')
    const paid = await p.stripe.paymentIntents.confirm(intent.id, {
      payment_method: 'pm_card_visa',
    })
    expect(paid.status).toBe('succeeded')
  })
  it('charges once, however often and however differently the page is answered', async () => {
    const { intent, url } = await ask()
    const answers = await Promise.all(
      ['pass', 'fail', 'pass', 'pass'].map((result) => answer(url, result)),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await answer(url, 'pass')).status).toBe(400)
    expect((await answer(url, 'maybe')).status).toBe(400)
    const charges = await p.stripe.charges.list({ payment_intent: intent.id })
    expect(charges.data.length).toBeLessThanOrEqual(1)
  })
  it('takes no address to return to but one of the web', async () => {
    const no = await refusal(
      p.pay('pm_card_authenticationRequired', 100, { return_url: 'javascript:alert(1)' }),
    )
    expect(no).toMatchObject({ code: 'url_invalid', param: 'return_url' })
  })
  it('says so when there is nothing to authenticate', async () => {
    const { id } = await p.pay('pm_card_visa')
    expect(await (await p.raw('GET', `/authenticate/${id}`)).text()).toContain('已付款')
    expect((await p.raw('GET', '/authenticate/pi_none')).status).toBe(404)
    expect((await p.raw('POST', '/authenticate/pi_none', 'result=pass')).status).toBe(404)
  })
})

describe('a payment that takes its time', () => {
  it.each(['pm_mock_wechat', 'pm_mock_alipay'])(
    '%s arrives after half a minute',
    async (method) => {
      const waiting = await p.pay(method)
      expect(waiting).toMatchObject({ status: 'processing', latest_charge: null })
      await p.later(29_999)
      expect((await p.stripe.paymentIntents.retrieve(waiting.id)).status).toBe('processing')
      await p.later(1)
      expect(await p.stripe.paymentIntents.retrieve(waiting.id)).toMatchObject({
        status: 'succeeded',
        amount_received: 20_000,
      })
      await p.later(60_000)
      expect(p.types()).toEqual([
        'payment_intent.created',
        'payment_intent.processing',
        'charge.succeeded',
        'payment_intent.succeeded',
      ])
    },
  )
  it('may fail in the end, and then takes another method', async () => {
    const { id } = await p.pay('pm_mock_async_fail')
    await p.later(30_000)
    expect(await p.stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'payment_intent_payment_attempt_failed' },
    })
    expect(p.types().slice(-2)).toEqual(['charge.failed', 'payment_intent.payment_failed'])
    const paid = await p.stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' })
    expect(paid.status).toBe('succeeded')
  })
  it('settles on its day even when it is renamed meanwhile', async () => {
    const { id } = await p.pay('pm_mock_wechat')
    await p.stripe.paymentIntents.update(id, { metadata: { note: 'x' } })
    await p.later(30_000)
    expect(await p.stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: 'succeeded',
      metadata: { note: 'x' },
    })
  })
  it('settles once when two jobs meet', async () => {
    const { id } = await p.pay('pm_mock_wechat')
    await Promise.all([p.later(30_000), p.later(0), p.later(0)])
    expect((await p.stripe.charges.list({ payment_intent: id })).data).toHaveLength(1)
  })
})
