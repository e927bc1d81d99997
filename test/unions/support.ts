import { HOLDERS } from '../../src/demo/cast'
import { newestCode } from '../../src/demo/people'
import { MINUTE_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { openCare, PIN } from '../care/support'
import type { Person } from '../redemptions/support'
import { good } from '../support/addresses'

type More = { waits?: boolean; other_pin?: string; other_code?: string; own_code?: string }
export type Two = Awaited<ReturnType<typeof openTwo>>
export const refusalCode = ({ body }: { body: { code?: string } }) => body.code

/** Two accounts of one person: Li is the old number, with the cards; Wang the new one. */
export async function openTwo() {
  const care = await openCare()
  care.advance(2 * MINUTE_MS)
  const { li } = care
  const now = { wang: care.wang as Person }
  const codes = async (by = now.wang, other = li.phone) => {
    care.advance(MINUTE_MS)
    const as = { token: by.token }
    const at = '/v1/account-unions/sms-codes' as const
    good(await care.call('POST', at, { ...as, body: {} }))
    good(await care.call('POST', at, { ...as, body: { phone: other } }))
    return {
      own_code: await newestCode(care.client, by.phone),
      other_code: await newestCode(care.client, other),
    }
  }
  const prove = async (by = now.wang) =>
    good(await care.call('POST', '/v1/me/proofs', { token: by.token, body: { pin: PIN } }))
  const start = async (more: More = {}, by = now.wang, phone = li.phone) => {
    const said = await codes(by, phone)
    const body = { phone, waits: false, ...said, ...more }
    return care.call('POST', '/v1/account-unions', { token: by.token, body })
  }
  return {
    care,
    li,
    wang: now.wang,
    codes,
    prove,
    start,
    joins: async (by = now.wang, phone = li.phone) => {
      await prove(by)
      return start({ other_pin: PIN }, by, phone)
    },
    waits: async () => good(await start({ waits: true })),
    finish: (id: string, by = now.wang) =>
      care.call('POST', `/v1/account-unions/${id}/completion`, { token: by.token, body: {} }),
    cancel: (id: string, by: Person) =>
      care.call('POST', `/v1/account-unions/${id}/cancellation`, { token: by.token, body: {} }),
    /** Wang, who was signed out, signs in anew. */
    comesBack: async (): Promise<Person> => {
      const { phone } = now.wang
      care.advance(2 * MINUTE_MS)
      now.wang = { ...(await care.joins(phone)), phone }
      return now.wang
    },
    joinsZhao: async (): Promise<Person> => {
      const { phone } = HOLDERS.zhao
      return { ...(await care.joins(phone)), phone }
    },
    events: async (of: Person) =>
      (await care.rows(sql`SELECT type FROM events WHERE consumer_id = ${of.id} ORDER BY seq`)).map(
        ({ type }) => type,
      ),
    cardsOf: async (of: Person) =>
      good(await care.call('GET', '/v1/cards', { token: of.token })).data.map(({ id }) => id),
    money: () => care.rows(sql`SELECT id, balance_fen FROM ledger_accounts ORDER BY id`),
  }
}
