import { expect } from 'vitest'
import { closeDays } from '../../src/closes/close'
import { OFFICIALS } from '../../src/demo/cast'
import { fetchStatements } from '../../src/intake/fetch'
import { dayStart, localDate, plusDays } from '../../src/kernel/time'
import { sealPacks } from '../../src/packs/seal'
import { sql } from '../../src/platform/d1'
import { reconcileDays } from '../../src/reconciliation/reconcile'
import { type Desk, good, openDesk } from '../refunds/support'
import type { Gets } from '../support/addresses'
import type { Official } from '../support/city'

export type Office = Desk & {
  teller: string
  boss: string
  /** A supervisor of a district in which the shop is not. */
  elsewhere: string
  /** Goes on to 06:30 of the next day: the day that is over is fetched, reconciled and closed. */
  closes: () => Promise<string>
  /** The same, and the packs are made. */
  night: () => Promise<string>
  seals: (limit?: number, page?: number) => Promise<void>
  /** Somebody else buys a card at the shop. */
  sells: (phone: string, offer?: number) => Promise<{ holder: string; card: string }>
  read: Gets
  /** The shop's licence ends another day. */
  renewsLicence: (expires_on: string) => Promise<unknown>
}

export async function openOffice(n = 0): Promise<Office> {
  const desk = await openDesk(n)
  const [person] = await desk.rows(sql`SELECT id FROM officials WHERE kind = 'operator'`)
  const boss = String(person?.id)
  const official = async (body: Official): Promise<string> =>
    good(await desk.says(boss, 'POST', '/v1/officials', { name: '李同志', ...body })).id
  const closes = async () => {
    const today = localDate(desk.world.now())
    const morning = Date.parse(dayStart(plusDays(today, 1))) + 6.5 * 3_600_000
    desk.advance(morning - Date.parse(desk.world.now()))
    await fetchStatements(desk.world, 100)
    while ((await reconcileDays(desk.world, 50)) > 0);
    while ((await closeDays(desk.world, 50)) > 0);
    expect(await desk.rows(sql`SELECT * FROM job_failures`)).toEqual([])
    return today
  }
  const seals = async (limit = 50, page?: number) => {
    while ((await sealPacks(desk.world, limit, page)) > 0);
  }
  const bank = { ...OFFICIALS.teller }
  const away = desk.shop.plan.district === 'rushan' ? 'rongcheng' : 'rushan'
  const regulator = { ...OFFICIALS.supervisor_elsewhere }
  return {
    ...desk,
    boss,
    teller: await official(bank),
    elsewhere: await official({ ...regulator, districts: [away] }),
    closes,
    seals,
    night: async () => {
      const day = await closes()
      await seals()
      return day
    },
    sells: async (phone, offer = 0) => {
      const holder = await desk.joins(phone)
      const { id } = await desk.buys(holder, desk.shop, offer)
      return { holder: holder.id, card: id }
    },
    renewsLicence: (expires_on) =>
      desk.rows(
        sql`UPDATE merchants SET licence_expires_on = ${expires_on}, version = version + 1 WHERE id = ${desk.shop.id}`,
      ),
    read: async (who, path) => good(await desk.says(who, 'GET', path)),
  }
}
