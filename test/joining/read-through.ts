import { holderPhone } from '../../src/demo/cast'
import { type Desk, good } from '../refunds/support'

/** The first day that the desk is open. */
export const firstDay = async (desk: Desk): Promise<string> =>
  good(await desk.call('GET', '/v1/join-desk', {})).open_days[0] ?? ''

/** Two shops ask for a join request; the operator met one of them. */
export async function joinRequests(desk: Desk, operator: string): Promise<void> {
  const wished_on = await firstDay(desk)
  const asks = async (shop_name: string, phone: string) =>
    good(
      await desk.call('POST', '/v1/join-requests', {
        body: { shop_name, phone, district: 'huancui', wished_on, wished_part: 'morning' },
      }),
    ).id
  await asks('海边琴行', holderPhone(731))
  const met = await asks('老街浴池', holderPhone(732))
  good(await desk.says(operator, 'POST', `/v1/join-requests/${met}/result`, { result: 'met' }))
}
