import { sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from '../refunds/support'
import type { BodyAt } from '../support/addresses'

export type CallDesk = Desk & {
  files: (card: string, also?: Partial<BodyAt<'POST /v1/cards/:id/complaints'>>) => Promise<string>
  /** The uses of a card, newest first. */
  usesOf: (card: string) => Promise<string[]>
  reads: (who: string, id: string) => Promise<Record<string, unknown>>
}

export const ABOUT_THE_REST = { kind: 'refund_refused', wish: 'refund' } as const

/** A desk whose holders complain. */
export async function openCallDesk(): Promise<CallDesk> {
  const desk = await openDesk()
  return {
    ...desk,
    files: async (card, also = {}) =>
      good(
        await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/complaints`, {
          ...ABOUT_THE_REST,
          ...also,
        }),
      ).id,
    usesOf: async (card) =>
      (
        await desk.rows(sql`SELECT id FROM redemptions WHERE card_id = ${card} ORDER BY id DESC`)
      ).map(({ id }) => String(id)),
    reads: async (who, id) => good(await desk.says(who, 'GET', `/v1/complaints/${id}`)),
  }
}
