import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { EMBED_SCRIPT } from '../../src/calculator/embed'
import { openWorld } from '../support/world'
import { bonusCard } from './cases'
import { sheetNamed, workbook } from './workbook'

let world: Awaited<ReturnType<typeof openWorld>>
beforeAll(async () => {
  world = await openWorld()
})
const asks = (method: string, path: string, init: RequestInit = {}) =>
  world.fetch(new Request(`http://127.0.0.1${path}`, { method, ...init }))
const question = JSON.stringify({
  cause: 'merchant',
  terminated_on: '2026-06-01',
  lots: [bonusCard(60_000)],
})
const JSON_TYPE = { 'content-type': 'application/json', origin: 'https://xiaoxie.example' }

describe(`whoever asks from another site on ${ENGINE}`, () => {
  it('is let in, without credentials, for what is public and keeps nothing', async () => {
    const early = await asks('OPTIONS', '/v1/refund-calculations', {
      headers: { origin: 'https://xiaoxie.example', 'access-control-request-method': 'POST' },
    })
    expect([early.status, early.headers.get('access-control-allow-methods')]).toEqual([204, 'POST'])
    const answer = await asks('POST', '/v1/refund-calculations', {
      headers: JSON_TYPE,
      body: question,
    })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
    const refused = await asks('POST', '/v1/refund-calculations', {
      headers: JSON_TYPE,
      body: '{}',
    })
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([422, '*'])
  })
  it('is not let in anywhere else', async () => {
    for (const path of ['/v1/me', '/v1/cards', '/calculator']) {
      const early = await asks('OPTIONS', path)
      expect(early.headers.get('access-control-allow-origin'), path).toBeNull()
    }
  })
  it('is asked to wait when it asks too often, by its own address', async () => {
    const from = (address: string) =>
      asks('POST', '/v1/refund-calculations', {
        headers: { ...JSON_TYPE, 'cf-connecting-ip': address },
        body: question,
      })
    let last = 200
    for (let i = 0; i < 121; i++) last = (await from('192.0.2.7')).status
    expect(last).toBe(429)
    expect(Number((await from('192.0.2.7')).headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await from('192.0.2.8')).status).toBe(200)
  })
  it('gets a script of less than 2 KB, and the form to go with it', async () => {
    expect(new TextEncoder().encode(EMBED_SCRIPT).length).toBeLessThan(2_048)
    const script = await asks('GET', '/embed/refund.js')
    expect(script.headers.get('content-type')).toContain('javascript')
    const page = await (await asks('GET', '/calculator/embed')).text()
    expect(page).toContain('/embed/refund.js')
  })
})

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const HEAD = '编号,卡种,实付（元）,付款日,赠送,余额,次数,剩余次数,月数,到期日,已退'
const ROWS = [
  '甲,储值卡,"2,000",2025/5/30,1000,2566,,,,,',
  '乙,次卡,3800,2025-06-01,2,,24,19.5,,,',
  '丙,期限卡,3650,2026-01-01,,,,,,2026-12-31,',
  '丁,储值卡,1000,2026-01-05,200,600,,,,,',
  '丁,储值卡,500,2026-02-05,,,,,,,100',
  '戊,储值卡,一千,2026-01-05,,,,,,,',
]
const QUERY = 'ground=shop_closed&terminated_on=2026-06-01&stopped_on=2026-04-11'
const batch = (body: BodyInit, format = 'csv') =>
  asks('POST', `/v1/refund-batches?${QUERY}&format=${format}`, {
    headers: { 'content-type': typeof body === 'string' ? 'text/csv' : XLSX },
    body,
  })
const rowsOf = (text: string) =>
  text
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n')

describe(`a group case on ${ENGINE}`, () => {
  it('answers every holder with the figure, its sums, or what is wrong with the row', async () => {
    const reply = await batch([HEAD, ...ROWS].join('\n'))
    expect(reply.status).toBe(200)
    const rows = rowsOf(await reply.text())
    expect(rows).toHaveLength(1 + 5 + 1)
    expect(rows[1]).toContain('甲,1710.67,1710.67,1710.67')
    expect(rows[1]).toContain('434 × 2000 ÷ 3000 = 289.33')
    expect(rows[2]).toContain('乙,2850.00')
    expect(rows[3]).toContain('丙,2650.00')
    expect(rows[4]).toContain('丁,900.00')
    expect(rows[5]).toMatch(/^戊,.*第 7 行/)
    expect(rows[6]).toContain('合计 5 人,8110.67')
    expect(rows[6]).toContain('1 人没有算')
  })
  it('reads a workbook as it reads text, and writes one', async () => {
    const cells = [HEAD.split(','), ...ROWS.map((row) => row.replace('"2,000"', '2000').split(','))]
    const reply = await batch(workbook(cells), 'xlsx')
    expect(reply.status).toBe(200)
    const sheet = sheetNamed(new Uint8Array(await reply.arrayBuffer()))
    expect(sheet).toContain('<v>1710.67</v>')
    expect(sheet).toContain('合计 5 人')
  })
  it('gives one holder of the sheet what the calculator gives', async () => {
    const text = await (await batch([HEAD, ROWS[3]].join('\n'))).text()
    const one = await asks('POST', '/v1/refund-calculations', {
      headers: JSON_TYPE,
      body: JSON.stringify({
        ground: 'shop_closed',
        terminated_on: '2026-06-01',
        stopped_on: '2026-04-11',
        fled: false,
        lots: [
          {
            kind: 'stored_value',
            paid_on: '2026-01-05',
            paid_fen: 100_000,
            bonus_fen: 20_000,
            balance_fen: 60_000,
          },
        ],
      }),
    })
    expect(text).toContain(((await one.json()) as { id: string }).id)
  })
  it.each([
    ['no head', ROWS.join('\n')],
    ['nothing', ''],
    ['half a workbook', new Uint8Array([0x50, 0x4b, 3, 4, 1, 2, 3])],
    ['a quote that never closes', `${HEAD}\n"甲,1`],
  ])('refuses %s with a sentence', async (_what, body) => {
    const reply = await batch(body)
    expect(reply.status).toBe(422)
    expect(((await reply.json()) as { code: string }).code).toBe('batch_unreadable')
  })
  it('takes thousands of rows without keeping them', async () => {
    const many = Array.from(
      { length: 5_000 },
      (_, i) => `h${i},储值卡,1000,2026-01-05,200,600,,,,,`,
    )
    const reply = await batch([HEAD, ...many].join('\n'))
    let bytes = 0
    let last = ''
    for await (const part of reply.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += part.length
      last = new TextDecoder().decode(part)
    }
    expect(bytes).toBeGreaterThan(500_000)
    expect(last).toContain('合计 5000 人,2500000.00')
  })
})
