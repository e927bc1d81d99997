import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { freeBookingsOfClosedShops } from '../../src/holds/clock'
import { HOUR_MS, plusMs } from '../../src/kernel/time'
import { sendNotices } from '../../src/notify/notices'
import { sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from './support'

let desk: Desk
let branch: string
beforeEach(async () => {
  desk = await openDesk()
  const body = { name: '海棠二店', address: '海滨路 2 号', district: 'gaoqu' }
  branch = good(await desk.act('shop', '/v1/merchant-shops', body)).id
})
const books = async (hours: number, shop_id: string) =>
  good(
    await desk.books({
      amount_fen: 12_000,
      starts_at: plusMs(desk.world.now(), hours * HOUR_MS),
      shop_id,
    }),
  ).id as string
const closes = async () => good(await desk.act('shop', `/v1/merchant-shops/${branch}/closure`, {}))
const statusOf = async (id: string) =>
  (await desk.rows(sql`SELECT status, captured_units FROM holds WHERE id = ${id}`))[0]

describe(`a booking at a branch that closes on ${ENGINE}`, () => {
  it('is free again, and its holder is told; those of other branches stay', async () => {
    const gone = await books(24, branch)
    const stays = await books(48, desk.shop.id.replace('mch', 'shp'))
    expect(await freeBookingsOfClosedShops(desk.world, 10)).toBe(0)
    await closes()
    expect(await freeBookingsOfClosedShops(desk.world, 10)).toBe(1)
    expect(await freeBookingsOfClosedShops(desk.world, 10)).toBe(0)
    expect(await statusOf(gone)).toEqual({ status: 'expired', captured_units: 0 })
    expect(await statusOf(stays)).toMatchObject({ status: 'held' })
    expect(await desk.money()).toEqual({ escrow: 90_000, held: 10_000, payable: 0 })
    await sendNotices(desk.world, 100)
    const told = await desk.rows(sql`SELECT text FROM notices WHERE type = 'booking.shop_closed'`)
    expect(told).toEqual([
      { text: '【预付保】没有扣钱。预约的门店已关闭，预约取消，占用的¥120.00已回到卡里' },
    ])
    expect((await checkBooks(desk.db)).divergences).toEqual([])
  })
  it('whose time came before the branch closed can still be settled', async () => {
    const visited = await books(2, branch)
    desk.advance(3 * HOUR_MS)
    await closes()
    expect(await freeBookingsOfClosedShops(desk.world, 10)).toBe(0)
    const capture = { code: await desk.shows() }
    expect((await desk.act('shop', `/v1/bookings/${visited}/capture`, capture)).status).toBe(200)
  })
})
