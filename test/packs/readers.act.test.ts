import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOLDERS } from '../../src/demo/cast'
import { visitor } from '../../src/demo/people'
import { type Office, openOffice } from './support'

let office: Office
beforeEach(async () => {
  office = await openOffice()
  await office.buysCard(1)
  await office.sells(HOLDERS.wang.phone)
  await office.banks()
})
const path = () => `/v1/resolution-packs/${office.shop.id}` as const

describe(`who reads a resolution pack on ${ENGINE}`, () => {
  it('the bank, the platform and the district’s own supervisor; nobody else', async () => {
    await office.night()
    for (const more of ['', '/cards', '/file'] as const) {
      for (const who of [office.teller, office.boss, office.supervisor])
        expect((await office.says(who, 'GET', `${path()}${more}`)).status, more).toBe(200)
      const away = await office.says(office.elsewhere, 'GET', `${path()}${more}`)
      expect([away.status, away.body.code]).toEqual([404, 'resolution_pack_not_found'])
      for (const who of [office.li.id, office.owner])
        expect((await office.says(who, 'GET', `${path()}${more}`)).status, more).toBe(403)
      expect((await office.call('GET', `${path()}${more}`)).status).toBe(401)
      const bad = await office.says(office.teller, 'GET', `${path()}${more}?day=yesterday`)
      expect(bad.body.code).toBe('request_invalid')
    }
  })
  it('finds none before the first night, and none of another day', async () => {
    expect((await office.says(office.teller, 'GET', path())).status).toBe(404)
    await office.night()
    expect((await office.says(office.teller, 'GET', `${path()}?day=2031-01-01`)).status).toBe(404)
  })
  it('reads on in the pack in which a page began, when a newer one is made meanwhile', async () => {
    const day = await office.night()
    const first = await office.read(office.teller, `${path()}/cards?limit=1`)
    await office.sells(HOLDERS.zhao.phone)
    await office.night()
    const next = await office.read(
      office.teller,
      `${path()}/cards?limit=1&cursor=${encodeURIComponent(first.next_cursor!)}`,
    )
    expect([...first.data, ...next.data].map((card: { day: string }) => card.day)).toEqual([
      day,
      day,
    ])
    expect(next.has_more).toBe(false)
    expect((await office.read(office.teller, `${path()}/cards`)).data).toHaveLength(3)
    const forged = btoa(`${day} x y`).replace(/=+$/, '')
    const reply = await office.says(office.teller, 'GET', `${path()}/cards?cursor=${forged}`)
    expect(reply.body.code).toBe('cursor_invalid')
  })
  it('takes the cards as a file that every table program opens, with its sum at the end', async () => {
    await office.night()
    const pack = await office.read(office.teller, path())
    const reply = await office.says(office.teller, 'GET', `${path()}/file`)
    expect(reply.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(reply.headers.get('x-content-hash')).toBe(pack.content_hash)
    const bytes = await visitor(office.client, 'bank', office.teller).must(
      'GET /v1/resolution-packs/:merchant_id/file',
      { params: { merchant_id: office.shop.id } },
    )
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const lines = new TextDecoder().decode(bytes).split('\r\n')
    expect(lines).toHaveLength(5)
    expect(lines[0]).toMatch(/^序号,卡,持卡人编号,可用（元）/)
    expect(lines[1]).toMatch(/^1,crd_\w{26},顾客-/)
    expect(lines[3]).toBe(`合计,2 张卡,,1300.00,0.00,0.00,1300.00,1300.00,,,${pack.day}`)
    expect(lines[4]).toBe('')
  })
})
