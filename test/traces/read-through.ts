import type { LivedTown } from '../platform/lived-town'
import type { Desk } from '../refunds/support'
import { good } from '../support/addresses'

/** A supervisor read of somebody for a matter, and another one in an emergency, by a police paper still secret. */
export async function readings(
  desk: Desk,
  { people, ids }: Pick<LivedTown, 'people' | 'ids'>,
): Promise<void> {
  const [bank = '', supervisor = ''] = [people.get('bank'), people.get('supervisor')]
  const refund = ids.get('/v1/refunds/:id') ?? ''
  const reason = '调解退款要核对这张卡的余额'
  const said = { reference_id: refund, reason }
  const purpose = good(await desk.says(supervisor, 'POST', '/v1/access-purposes', said))
  good(await desk.says(supervisor, 'GET', `/v1/refunds/${refund}`))
  const secrecy = { document_no: '威公侦字〔2026〕12 号' }
  const secret = { reference_id: desk.shop.id, reason, secrecy }
  good(await desk.says(supervisor, 'POST', '/v1/access-purposes', secret))
  const urgent = { kind: 'emergency', reason: '有人扬言自伤，要马上联系到他' } as const
  for (const who of [bank, supervisor])
    good(await desk.says(who, 'POST', '/v1/access-purposes', urgent))
  const [alarm] = good(await desk.says(supervisor, 'GET', '/v1/access-alarms')).data
  ids.set('/v1/access-purposes/:id', purpose.id)
  ids.set('/v1/access-alarms/:id', alarm?.id ?? '')
}
