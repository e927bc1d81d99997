import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOLDERS, OFFICIALS } from '../../src/demo/cast'
import { isOwnSite } from '../../src/schemas/request'
import type { Query } from '../support/addresses'
import { type City, openCity } from '../support/city'

let city: City
beforeAll(async () => {
  city = await openCity()
  await city.opens(0)
  await city.opens(1)
})

describe(`a cursor on ${ENGINE}`, () => {
  const asked = (cursor: string | null | undefined): Query =>
    `?limit=1${cursor == null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`
  const list = (token: string, cursor?: string | null) =>
    city.call('GET', `/v1/merchants${asked(cursor)}`, { token })
  it('goes on for whom it was made, also after another sign-in', async () => {
    const { body } = await list(city.operator)
    const next = await list(city.operator, body.next_cursor)
    expect([next.status, next.body.data.length]).toEqual([200, 1])
    expect(next.body.data[0]?.id).not.toBe(body.data[0]?.id)
    const boss = (await city.call('GET', '/v1/me', { token: city.operator })).body.id
    const again = await list(await city.as(boss), body.next_cursor)
    expect(again.text).toBe(next.text)
  })
  it('is refused to somebody else, by another list, changed, made up, and cut', async () => {
    const { body } = await list(city.operator)
    const cursor = body.next_cursor ?? ''
    const bank = await city.appoints({ kind: 'bank', role: 'bank', phone: OFFICIALS.teller.phone })
    const refused = [
      await list(await city.as(bank), cursor),
      await city.call('GET', `/v1/officials${asked(cursor)}`, { token: city.operator }),
      await list(city.operator, `x${cursor}`),
      await list(city.operator, `${cursor}x`),
      await list(city.operator, cursor.split('.')[0]),
      await list(city.operator, `${btoa('mch_0')}.${'A'.repeat(22)}`),
      await list(city.operator, `${cursor}.more`),
    ]
    for (const { status, body } of refused)
      expect([status, body.code]).toEqual([400, 'cursor_invalid'])
  })
  it('is no parameter of what has no pages', async () => {
    const { status, body } = await city.call('GET', '/v1/me?cursor=OQ==', { token: city.operator })
    expect([status, body.code]).toEqual([422, 'request_invalid'])
  })
  it('says nothing to somebody who may not read the list at all', async () => {
    const { body } = await list(city.operator)
    const li = await city.joins(HOLDERS.li.phone)
    expect((await list(li.token, body.next_cursor)).status).toBe(403)
    const nobody = await city.call('GET', `/v1/merchants?cursor=${body.next_cursor}`)
    expect(nobody.status).toBe(401)
  })
})

describe(`a body on ${ENGINE}`, () => {
  const send = (raw: BodyInit, type: string) =>
    city.call('POST', '/v1/clause-checks', { raw, headers: { 'Content-Type': type } })
  const said = JSON.stringify({ text: '本卡不退不换' })
  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset="UTF-8"',
  ])('is taken as %s', async (type) => {
    expect((await send(said, type)).status).toBe(200)
  })
  it.each([
    'application/json; charset=utf-16',
    'application/json; charset=gbk',
    'application/json; charset=utf-8; charset=gbk',
    'application/json; profile=x',
    'application/jsonp',
    'text/json',
  ])('is refused as %s', async (type) => {
    expect((await send(said, type)).body.code).toBe('media_type_unsupported')
  })
  it('is refused with a byte order mark, and when its bytes are no text', async () => {
    const bytes = (...before: number[]) =>
      Uint8Array.from([...before, ...new TextEncoder().encode(said)])
    for (const raw of [bytes(0xef, 0xbb, 0xbf), bytes(0xff), new TextEncoder().encode(`{"text":"`)])
      expect((await send(raw, 'application/json')).body.code).toBe('json_malformed')
  })
})

describe('a form', () => {
  const production = { stage: 'production', public_url: 'https://yufubao.cn/' } as const
  const dev = { stage: 'dev', public_url: 'http://127.0.0.1:8787' } as const
  it.each([
    [production, { origin: 'https://yufubao.cn' }, true],
    [production, { origin: 'https://yufubao.cn', 'sec-fetch-site': 'cross-site' }, true],
    [production, { 'sec-fetch-site': 'same-origin' }, true],
    [production, {}, false],
    [production, { origin: 'null' }, false],
    [production, { origin: 'http://yufubao.cn' }, false],
    [
      production,
      { origin: 'https://evil.cn', host: 'evil.cn', 'sec-fetch-site': 'same-origin' },
      false,
    ],
    [production, { origin: 'https://yufubao.cn.evil.cn' }, false],
    [production, { origin: 'http://127.0.0.1:8787' }, false],
    [dev, { origin: 'http://localhost:9000' }, true],
    [dev, { origin: 'http://evil.cn' }, false],
  ] as const)('is held to PUBLIC_URL: %o %o → %s', (config, headers, own) => {
    expect(isOwnSite(new Headers(headers as Record<string, string>), config)).toBe(own)
  })
})
