import { newTerminalKey } from '../../src/client/terminal'
import { MINUTE_MS } from '../../src/kernel/time'
import { type Desk, good } from '../refunds/support'
import { pairs, type Terminal, terminalSays } from './support'

const PLAN = {
  name: '收银机 1号',
  daily_cap_fen: 1_000_000,
  acts: ['redeem', 'claim', 'void'] as ('redeem' | 'claim' | 'void')[],
}

/** A till of the bakery's own, which has sold something of a card; another one that was stopped, and a code that waits. */
export async function standTerminals(
  desk: Desk,
  card: string,
  put: (key: string, value: unknown) => void,
): Promise<Terminal> {
  const shop_id = desk.shop.id.replace('mch', 'shp')
  const shows = async (name: string) =>
    good(await desk.says(desk.owner, 'POST', '/v1/terminal-pairings', { ...PLAN, shop_id, name }))
      .code
  const stands = async (name: string) => {
    const made = await newTerminalKey()
    const { body } = await pairs(desk, await shows(name), made)
    return { ...made, id: body.id, keyid: body.id }
  }
  const stopped = await stands('旧收银机')
  good(await desk.says(desk.owner, 'POST', `/v1/terminals/${stopped.id}/revocation`))
  const terminal = await stands(PLAN.name)
  await shows('收银机 2号')
  desk.advance(2 * MINUTE_MS)
  good(await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/pay-code-key`))
  const { digits } = good(await desk.says(desk.li.id, 'GET', `/v1/cards/${card}/pay-code`))
  const used = await terminalSays(desk, terminal, 'POST', '/v1/redemptions', {
    body: { code: digits, amount_fen: 300 },
  })
  if (used.status !== 201) throw new Error(used.text)
  put('/v1/terminals/:id', terminal.id)
  put('/v1/redemptions/:id terminal', used.body.id)
  return terminal
}
