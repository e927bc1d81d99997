import type { LivedTown } from '../platform/lived-town'
import type { Principal } from './town'

/** Another maker's app that shop A granted everything, and a token of it that nobody made. */
export async function appsOf({ desk, app }: LivedTown, nobody: Principal): Promise<Principal[]> {
  const token = await app.token()
  const of_shop = { ...nobody, id: app.grant_id, role: 'app', merchant_id: desk.shop.id } as const
  const bent = `${token.slice(0, -1)}${token.endsWith('A') ? 'E' : 'A'}`
  return [
    { ...of_shop, name: 'an app of shop A', token, is_live: true },
    { ...of_shop, name: 'an app with a token nobody made', token: bent, merchant_id: null },
  ]
}
