import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { PHOTO_BYTES_MAX } from '../../src/photos/image-rules'
import { sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from '../refunds/support'
import { brings, jpeg, PLACE, png } from './pictures'

let desk: Desk
let operator: string
const boss = () => ({ desk, who: desk.owner })
beforeEach(async () => {
  desk = await openDesk()
  const [row] = await desk.rows(sql`SELECT id FROM officials WHERE kind = 'operator'`)
  operator = String(row?.id)
})
const rules = (id: string, ruling: 'shown' | 'refused' | 'removed', reason = '照片里有收款码') =>
  desk.says(
    operator,
    'POST',
    `/v1/shop-photos/${id}/ruling`,
    ruling === 'shown' ? { ruling } : { ruling, reason },
  )
const seen = async () =>
  good(await desk.call('GET', `/v1/shops/${desk.shop.code}`, {})).photo?.id ?? null
const image = () => desk.call('GET', `/v1/shops/${desk.shop.code}/photo`, {})
const states = async () =>
  good(await desk.says(desk.owner, 'GET', '/v1/shop-photos')).data.map(({ state }) => state)
const broughtIn = async (bytes = jpeg()) => {
  const { status, body } = await brings(boss(), bytes)
  expect(status, JSON.stringify(body)).toBe(201)
  return body.id
}

describe(`a picture of a shop's front, on ${ENGINE}`, () => {
  it('is seen by nobody before an operator has looked, then by everybody, without where it was taken', async () => {
    const id = await broughtIn()
    expect(await seen()).toBeNull()
    expect((await image()).status).toBe(404)
    expect((await desk.says(desk.li.id, 'GET', `/v1/shop-photos/${id}/image`)).status).toBe(403)
    expect(good(await rules(id, 'shown'))).toMatchObject({ state: 'shown' })
    expect(await seen()).toBe(id)
    const { media, content } = good(await image())
    expect(media).toBe('image/jpeg')
    expect(atob(content)).not.toContain(PLACE)
  })
  it('waits until another is shown, and is replaced by a newer one that waits', async () => {
    const first = await broughtIn()
    const second = await broughtIn(png())
    expect(await states()).toEqual(['waiting', 'replaced'])
    expect((await rules(first, 'shown')).body.code).toBe('shop_photo_is_over')
    good(await rules(second, 'shown'))
    const third = await broughtIn(jpeg({ turned: 8 }))
    expect(await seen()).toBe(second)
    good(await rules(third, 'refused'))
    expect(await seen()).toBe(second)
    const waiting = good(await desk.says(operator, 'GET', '/v1/shop-photos?state=waiting'))
    expect(waiting.data).toEqual([])
    const shown = good(await desk.says(operator, 'GET', '/v1/shop-photos?state=shown'))
    expect(shown.data.map(({ id }) => id)).toEqual([second])
  })
  it('is gone when it is taken down or back, and no older one comes up instead', async () => {
    const old = await broughtIn()
    good(await rules(old, 'shown'))
    const id = await broughtIn(png())
    good(await rules(id, 'shown'))
    expect((await rules(old, 'removed')).body.code).toBe('shop_photo_is_over')
    good(await rules(id, 'removed'))
    expect(await seen()).toBeNull()
    expect((await image()).status).toBe(404)
    for (const again of ['shown', 'removed', 'refused'] as const)
      expect((await rules(id, again)).body.code, again).toBe('shop_photo_is_over')
    const own = await broughtIn(jpeg({ turned: 3 }))
    good(await desk.says(desk.owner, 'POST', `/v1/shop-photos/${own}/withdrawal`))
    expect((await rules(own, 'shown')).body.code).toBe('shop_photo_is_over')
    expect((await states())[0]).toBe('withdrawn')
  })
  it('belongs to its shop: strangers, cashiers and holders neither bring nor take it back', async () => {
    const id = await broughtIn()
    const path = `/v1/shop-photos/${id}/withdrawal` as const
    for (const who of [desk.li.id, desk.supervisor, operator])
      expect((await desk.says(who, 'POST', path)).status).toBe(403)
    expect((await brings({ desk, who: desk.li.id }, jpeg())).status).toBe(403)
    const other = await desk.opens(1)
    const [boss] = await desk.rows(
      sql`SELECT id FROM staff WHERE merchant_id = ${other.id} AND role = 'owner'`,
    )
    const theirs = await desk.says(String(boss?.id), 'POST', path)
    expect([theirs.status, theirs.body.code]).toEqual([404, 'shop_photo_not_found'])
    expect(
      (await desk.says(desk.owner, 'POST', `/v1/shop-photos/${id}/ruling`, { ruling: 'shown' }))
        .status,
    ).toBe(403)
  })
  it('is one under one key, and five a day', async () => {
    const key = 'once'
    const first = await brings(boss(), jpeg(), { key })
    expect((await brings(boss(), jpeg(), { key })).body.id).toBe(first.body.id)
    expect((await brings(boss(), png(), { key })).body.code).toBe('idempotency_key_reused')
    for (let n = 0; n < 4; n++) await broughtIn()
    expect((await brings(boss(), jpeg())).body.code).toBe('shop_photos_used_up')
    await desk.days(1)
    await broughtIn()
  })
  it('is refused by what it is, not by what it is called', async () => {
    const code = async (bytes: Uint8Array<ArrayBuffer>, type?: string) =>
      (await brings(boss(), bytes, type ? { type } : {})).body.code
    expect(await code(jpeg(), 'image/svg+xml')).toBe('shop_photo_media_type')
    expect(await code(Uint8Array.from(new TextEncoder().encode('<svg/>')))).toBe(
      'shop_photo_unreadable',
    )
    expect(await code(jpeg({ width: 100 }))).toBe('shop_photo_size')
    expect(await code(new Uint8Array(PHOTO_BYTES_MAX + 1))).toBe('shop_photo_too_large')
    expect((await brings(boss(), png(), { type: 'image/jpeg' })).body.media).toBe('image/png')
  })
  it('is not edited, and a refusal needs its reason also in the database', async () => {
    const id = await broughtIn()
    const run = (text: string) => desk.db.batch([{ text, values: [] }])
    await expect(run(`UPDATE shop_photos SET content = content`)).rejects.toThrow(
      'shop_photos_are_kept',
    )
    await expect(run(`DELETE FROM shop_photos`)).rejects.toThrow('shop_photos_are_kept')
    await expect(
      run(
        `INSERT INTO shop_photo_rulings VALUES ('${id}', 'refused', NULL, 'off_1', '2026-01-01')`,
      ),
    ).rejects.toThrow('shop_photo_needs_a_reason')
  })
})
