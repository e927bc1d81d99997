import { visitor } from '../../src/demo/people'
import { fetchStatements } from '../../src/intake/fetch'
import { dayStart, HOUR_MS, localDate, plusDays } from '../../src/kernel/time'
import { all, sql } from '../../src/platform/d1'
import type { World } from '../../src/platform/world'
import { reconcileDays } from '../../src/reconciliation/reconcile'
import type { Answered } from '../support/addresses'
import type { City } from '../support/city'

type Room = Pick<City, 'call' | 'as' | 'client'>
/** Somebody of the bank, entered by the operator; the id. */
export async function clerk({ client, db }: Pick<City, 'client' | 'db'>, phone: string) {
  const [boss] = await all(
    db,
    sql<{ id: string }>`SELECT id FROM officials WHERE kind = 'operator' AND disabled_at IS NULL`,
  )
  const operator = visitor(client, 'operator', String(boss?.id))
  const body = { kind: 'bank', role: 'bank', name: '柜员', phone } as const
  return (await operator.must('POST /v1/officials', { body })).id
}

/** Another clerk's word on a deposit. */
export const approves = async (
  { call, as }: Room,
  who: string,
  deposit_id: string,
  agreed = true,
): Answered<'POST', `/v1/deposits/${string}/approval`> =>
  call('POST', `/v1/deposits/${deposit_id}/approval`, { token: await as(who), body: { agreed } })

/** One clerk types it, the other agrees. */
export async function depositedBy(
  room: Room,
  of: { typist: string; checker: string; merchant_id: string; amount_fen: number },
): Promise<string> {
  const typed = await visitor(room.client, 'bank', of.typist).must(
    'POST /v1/merchants/:id/deposits',
    { params: { id: of.merchant_id }, body: { amount_fen: of.amount_fen } },
  )
  await visitor(room.client, 'bank', of.checker).must('POST /v1/deposits/:id/approval', {
    params: { id: typed.id },
    body: { agreed: true },
  })
  return typed.id
}

/** The bank's statement of the day that is over, fetched and reconciled at 06:30. */
export async function showsOnStatement(city: {
  world: World
  advance: (ms: number) => void
}): Promise<void> {
  const now = city.world.now()
  const morning = Date.parse(dayStart(plusDays(localDate(now), 1))) + 6.5 * HOUR_MS
  city.advance(morning - Date.parse(now))
  await fetchStatements(city.world, 100)
  while ((await reconcileDays(city.world, 50)) > 0);
}
