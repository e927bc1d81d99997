import { expect } from 'vitest'
import { checkBooks } from '../../src/books/check'
import { type Desk, good, openDesk } from '../refunds/support'
import type { Gets, Posts } from '../support/addresses'

export type Weeks = Desk & {
  /** Moves the clock as a person would, by POST /dev/clock: everything due on the way is done at its hour. */
  until: (at: string) => Promise<void>
  get: Gets
  say: Posts
  clean: () => Promise<void>
}
/** A shop through weeks of its life, by HTTP alone. Times are Shanghai's: `2026-03-04T16:10`. */
export async function openWeeks(
  shop: number,
  options: Parameters<typeof openDesk>[1] = {},
): Promise<Weeks> {
  const desk = await openDesk(shop, options)
  return {
    ...desk,
    until: async (at) => {
      const to = new Date(`${at}:00+08:00`).toISOString()
      good(
        await desk.call('POST', '/dev/clock', {
          headers: { 'X-Dev-Token': desk.world.config.dev_token ?? '' },
          body: { to },
        }),
      )
    },
    get: async (who, path) => good(await desk.says(who, 'GET', path)),
    say: async (who, path, body = {}) => good(await desk.says(who, 'POST', path, body)),
    clean: async () => expect((await checkBooks(desk.db)).divergences).toEqual([]),
  }
}
