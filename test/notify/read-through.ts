import type { Role } from '../../src/platform/actor'
import type { Reply } from '../support/world'

type Subscribers = {
  people: ReadonlyMap<Role, string>
  ids: Map<string, string>
  say: (who: string, method: string, path: string, body?: object) => Promise<Reply['body']>
}
/** Everybody who may, listens to everything. */
export async function subscribe({ people, ids, say }: Subscribers): Promise<void> {
  const endpoint = async (who: string) =>
    (
      await say(who, 'POST', '/v1/webhook-endpoints', {
        url: `https://pos-${who.slice(-6).toLowerCase()}.weihai-shop.cn/hook`,
        types: ['*'],
      })
    ).id
  for (const role of ['owner', 'bank', 'operator'] as const)
    ids.set(`/v1/webhook-endpoints/:id ${role}`, await endpoint(people.get(role) ?? ''))
  ids.set('/v1/webhook-endpoints/:id manager', ids.get('/v1/webhook-endpoints/:id owner') ?? '')
}
