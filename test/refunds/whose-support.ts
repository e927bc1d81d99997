import { HOLDERS } from '../../src/demo/cast'
import { newestCode } from '../../src/demo/people'
import { MINUTE_MS } from '../../src/kernel/time'
import { PIN } from '../redemptions/support'
import { type Desk, good } from './support'

export type Someone = { id: string; phone: string }
export const LI: Omit<Someone, 'id'> = { phone: HOLDERS.li.phone }
export const ACCOUNT = { account_no: '6222020000001234', holder: '王芳', pin: PIN }

/** A person of this city who may take over cards, with a PIN. */
export async function joins(desk: Desk, phone: string): Promise<Someone> {
  const who = { id: (await desk.joins(phone)).id, phone }
  await setPin(desk, who)
  return who
}

/** Sets the PIN of somebody who has none. */
export async function setPin(desk: Desk, who: Someone): Promise<void> {
  const token = await desk.as(who.id)
  if (good(await desk.call('GET', '/v1/me', { token })).pin_set) return
  desk.advance(MINUTE_MS)
  good(await desk.call('POST', '/v1/me/sms-codes', { token, body: { purpose: 'pin' } }))
  const code = await newestCode(desk.client, who.phone)
  good(await desk.call('PUT', '/v1/me/pin', { token, body: { pin: PIN, code } }))
}

/** The card is offered and taken: from now on it is the other person's. */
export async function gives(desk: Desk, card: string, from: Someone, to: Someone): Promise<void> {
  const offered = good(
    await desk.says(from.id, 'POST', `/v1/cards/${card}/transfers`, {
      to_phone: to.phone,
      pin: PIN,
    }),
  )
  const seen = good(await desk.says(to.id, 'GET', '/v1/card-transfers')).data.find(
    ({ id }: { id: string }) => id === offered.id,
  )
  good(
    await desk.says(to.id, 'POST', `/v1/card-transfers/${offered.id}/acceptance`, {
      contract_hashes: seen!.card.contract_hashes,
    }),
  )
}
