import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { sql } from '../../src/platform/d1'
import { type Counter, openCounter } from './support'

const AT = 'http://127.0.0.1:8787'
let bank: Counter
beforeEach(async () => {
  bank = await openCounter()
  bank.advance(86_400_000)
})
const csv = (amount: string, closing = '100.00') =>
  [
    '行别,账号,对账单号,期号,记账日期,借贷,金额,银行流水号,指令号,对方户名,对方账号,附言',
    `期初,${bank.account_no},S1,1,2026-03-02,贷,0.00,,,,,`,
    `明细,${bank.account_no},,,2026-03-02,贷,${amount},L1,stl_1,,,充值`,
    `期末,${bank.account_no},,,2026-03-02,贷,${closing},,,,,`,
  ].join('\n')
const send = async (who: string | null, file: string, key: string, origin = AT) => {
  const form = new FormData()
  form.append('key', key)
  form.append('file', new File([file], '对账单.csv', { type: 'application/vnd.ms-excel' }))
  const cookie = who ? `yfb_bank=${await bank.as(who)}` : ''
  const headers = { Origin: origin, Cookie: cookie, Accept: 'text/html' }
  const request = new Request(`${AT}/b/files`, { method: 'POST', headers, body: form })
  const reply = await bank.app.fetch(request, {} as Env)
  return { status: reply.status, to: reply.headers.get('location'), text: await reply.text() }
}
const lines = () => bank.rows(sql`SELECT amount_fen FROM bank_lines`)

/** Whoever signs in goes on where the file was sent. */
const SIGN_IN = '/sign-in?as=bank&next=%2Fb%2Ffiles'

describe(`the page that takes a statement file on ${ENGINE}`, () => {
  it('reads it once, whatever the browser calls its type, and says where to look', async () => {
    const first = await send(bank.teller, csv('100.00'), 'k1')
    expect(first.status, first.text).toBe(303)
    expect(first.to).toMatch(/^\/b\/files\?done=bfl_/)
    const again = await send(bank.checker, csv('100.00'), 'k2')
    expect(again.to).toBe(`${first.to}&known=1`)
    expect(await lines()).toEqual([{ amount_fen: 10_000 }])
  })
  it('refuses a wrong one under its key for ever, with every line that is wrong', async () => {
    for (let i = 0; i < 2; i++) {
      const wrong = await send(bank.teller, csv('1.001'), 'k3')
      expect([wrong.status, wrong.text.includes('第 3 行')]).toEqual([422, true])
    }
    expect(await lines()).toEqual([])
  })
  it('takes nothing from a stranger or from another site', async () => {
    expect((await send(null, csv('100.00'), 'k4')).to).toBe(SIGN_IN)
    expect((await send(bank.shop.cashier_id, csv('100.00'), 'k5')).to).toBe(SIGN_IN)
    expect((await send(bank.teller, csv('100.00'), 'k6', 'https://evil.example')).status).toBe(403)
    expect(await lines()).toEqual([])
  })
})
