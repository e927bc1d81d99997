import { newTerminalKey, signedRequest, type TerminalKey } from '../../src/client/terminal'
import type { TerminalAct } from '../../src/terminals/acts'
import { type Counter, good } from '../redemptions/support'
import { wireRequest } from '../support/wire'
import { START } from '../support/world'

export type Terminal = TerminalKey & { id: string; public_key: string }
type Signed = Parameters<typeof signedRequest>[2]
type Said = {
  body?: object
  key?: string
  headers?: Record<string, string>
  /** As it is signed; the machine of these tests stands still. */
  at?: Signed
  /** What somebody does to the request on its way. */
  bent?: (request: Request) => Request
}
export const AT_S = START / 1000

/** What a POS reads of an answer. */
type Heard = {
  status: number
  headers: Headers
  text: string
  body: {
    id: string
    /** Of a refusal. */
    code: string
    status: string
    staff_id: string
    terminal: { id: string; name: string } | null
    today_fen: number
    today_count: number
    data: { id: string }[]
  }
}
let keys = 0
const newKey = () => `pos-${++keys}`

/** Signs and sends, as a POS does. */
export async function terminalSays(
  city: Pick<Counter, 'fetch'>,
  terminal: TerminalKey,
  method: 'GET' | 'POST',
  path: string,
  { body, key, headers, at, bent = (same) => same }: Said = {},
): Promise<Heard> {
  const said = {
    ...(body ? { body } : {}),
    ...(key ? { key } : {}),
    ...(headers ? { headers } : {}),
  }
  const plain = wireRequest(method, path, said, newKey)
  const request = await signedRequest(plain, terminal, { created_s: AT_S, ...at })
  return heard(await city.fetch(bent(request)))
}

export async function heard(reply: Response): Promise<Heard> {
  const text = await reply.text()
  const { status, headers } = reply
  return { status, headers, text, body: JSON.parse(text) as Heard['body'] }
}

type Plan = {
  name?: string
  shop_id?: string
  daily_cap_fen?: number
  acts?: readonly TerminalAct[]
  at?: Counter['shop']
}
/** A code on the owner's screen. */
export async function pairingCode(city: Counter, plan: Plan = {}): Promise<string> {
  const { at = city.shop } = plan
  const owner = await city.till(at, 'owner')
  const shops = good(await city.call('GET', '/v1/merchant-shops', { token: owner }))
  const body = {
    name: plan.name ?? '收银机 1号',
    shop_id: plan.shop_id ?? String(shops.data[0]?.id),
    daily_cap_fen: plan.daily_cap_fen ?? 100_000,
    acts: [...(plan.acts ?? (['redeem', 'claim', 'void'] as const))],
  }
  const pairing = good(await city.call('POST', '/v1/terminal-pairings', { token: owner, body }))
  return String(pairing.code)
}

export const pairs = (
  city: Pick<Counter, 'fetch'>,
  code: string,
  { private_key, public_key }: { private_key: CryptoKey; public_key: string },
  said: Said = {},
) =>
  terminalSays(city, { keyid: 'pairing', private_key }, 'POST', '/v1/terminals', {
    body: { code, public_key },
    ...said,
  })

/** A terminal of the first shop, paired as a manager would. */
export async function paired(city: Counter, plan: Plan = {}): Promise<Terminal> {
  const made = await newTerminalKey()
  const { status, text, body } = await pairs(city, await pairingCode(city, plan), made)
  if (status !== 201) throw new Error(text)
  return { ...made, id: body.id, keyid: body.id }
}
