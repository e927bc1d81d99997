import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { BAKERY, HOLDERS, holderPhone, staffPhone } from '../../src/demo/cast'
import { licenceNo } from '../../src/demo/shops'
import { bankBridge, smsGateway } from '../../src/environment/outside'
import { stripeProvider } from '../../src/payments/stripe'
import { sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from '../refunds/support'
import { ACCOUNT, gives, joins, LI, setPin } from '../refunds/whose-support'
import type { Reply } from '../support/world'

/** What comes back from the outside instead of an answer. */
const FAULTS: Record<string, () => Promise<Response>> = {
  timeout: async () => {
    throw new DOMException('The operation timed out.', 'TimeoutError')
  },
  'status 503': async () => new Response('{"error":{"type":"api_error"}}', { status: 503 }),
  'status 404': async () =>
    new Response('{"error":{"type":"invalid_request_error"}}', { status: 404 }),
  garbage: async () => new Response('<html>welcome</html>'),
  'another shape': async () => Response.json({ ok: true }),
}
type Fault = (path: string) => (() => Promise<Response>) | null

let desk: Desk & { boss: string }
let fault: Fault = () => null
/** The services of a city beyond our walls, each of which may fall silent by its path. */
function standOutside({ world, stripe_mock }: Desk): void {
  const { stripe_secret_key: secret_key, stripe_webhook_secrets: webhook_secrets } = world.config
  const through: typeof fetch = async (url, init) => {
    const request = new Request(url, init)
    const wrong = fault(`${request.method} ${new URL(request.url).pathname}`)
    return wrong ? wrong() : ((await stripe_mock?.fetch(request)) ?? Response.error())
  }
  const now_ms = () => Date.parse(world.now())
  const settings = { secret_key, webhook_secrets, host: null, fetch: through, now_ms }
  const nowhere = { url: 'https://outside.test', key: 'k'.repeat(40) }
  const { bank, sms } = world
  Object.assign(world, {
    payments: stripeProvider(settings),
    bank: new Proxy(bank, {
      get(real, name) {
        const wrong = fault(`bank ${String(name)}`)
        const from = wrong ? bankBridge({ ...nowhere, fetch: wrong }) : real
        return Reflect.get(from, name)
      },
    }),
    sms: new Proxy(sms, {
      get(real, name) {
        const wrong = fault('sms')
        return Reflect.get(wrong ? smsGateway({ ...nowhere, fetch: wrong }) : real, name)
      },
    }),
  })
}

type Act = {
  name: string
  /** The paths that fall silent. */
  paths: RegExp
  /** Makes everything ready, and gives the act: the same request each time it is called. */
  ready: () => Promise<() => Promise<Reply>>
  silent: readonly (string | number)[]
}
const orders = async () => {
  const offer = desk.shop.offers[0]
  const { body: contract } = await desk.call('GET', `/v1/offers/${offer?.id}/contract`)
  const body = { offer_id: offer?.id, contract_hash: contract.hash, contract_accepted: true }
  return String(good(await desk.says(desk.li.id, 'POST', '/v1/purchases', body)).id)
}
const pays = async () => {
  const id = await orders()
  const body = { payment_method: 'pm_card_visa' }
  return () => desk.says(desk.li.id, 'POST', `/v1/purchases/${id}/payment`, body, 'pay')
}
const UNCLEAR = ['payment_unclear', 'payment_refused']
const BANK = [503, 'bank_does_not_answer']
const ACTS: readonly Act[] = [
  { name: 'a payment is opened', paths: /^POST .*payment_intents$/, ready: pays, silent: UNCLEAR },
  {
    name: 'a payment is confirmed',
    paths: /payment_intents\/pi_/,
    ready: pays,
    silent: UNCLEAR,
  },
  {
    name: 'an order is looked at',
    paths: /payment_intents/,
    ready: async () => {
      const id = await orders()
      fault = (path) => (/confirm/.test(path) ? (FAULTS.timeout ?? null) : null)
      const body = { payment_method: 'pm_card_visa' }
      await desk.says(desk.li.id, 'POST', `/v1/purchases/${id}/payment`, body, 'pay')
      return () => desk.says(desk.li.id, 'GET', `/v1/purchases/${id}`)
    },
    silent: [200],
  },
  {
    name: 'a shop is admitted, its account checked',
    paths: /^bank verifyAccount/,
    ready: admission,
    silent: BANK,
  },
  {
    name: 'a shop is admitted, its custody opened',
    paths: /^bank openCustodyAccount/,
    ready: admission,
    silent: BANK,
  },
  {
    name: 'a shop changes its account',
    paths: /^bank/,
    ready: async () => {
      const body = { settlement_account_no: '6222020000000001' }
      return () =>
        desk.says(desk.owner, 'POST', '/v1/merchants/me/settlement-account', body, 'account')
    },
    silent: BANK,
  },
  {
    name: 'a holder names an account for a refund',
    paths: /^bank/,
    ready: async () => {
      const card = await desk.buysCard()
      const li = { ...LI, id: desk.li.id }
      await setPin(desk, li)
      const zhao = await joins(desk, HOLDERS.zhao.phone)
      await gives(desk, card, li, zhao)
      const ground = { ground: 'own_wish' }
      const refund = good(await desk.says(zhao.id, 'POST', `/v1/cards/${card}/refunds`, ground))
      return () =>
        desk.says(zhao.id, 'POST', `/v1/refunds/${refund.id}/account`, ACCOUNT, 'account')
    },
    silent: BANK,
  },
  {
    name: 'a consumer asks for a code',
    paths: /^sms/,
    ready: async () => {
      const body = { phone: holderPhone(77), kind: 'consumer', purpose: 'sign_in' }
      return () => desk.call('POST', '/v1/sms-codes', { body, key: 'code' })
    },
    silent: [503, 'sms_not_sent'],
  },
  {
    name: 'somebody of a shop asks for a code, and learns nothing',
    paths: /^sms/,
    ready: async () => {
      const body = { phone: holderPhone(99), kind: 'regulator', purpose: 'sign_in' }
      return () => desk.call('POST', '/v1/sms-codes', { body, key: 'code' })
    },
    silent: [202],
  },
  {
    name: 'a consumer asks for a code to set a PIN',
    paths: /^sms/,
    ready: async () => {
      desk.advance(120_000)
      return () => desk.says(desk.li.id, 'POST', '/v1/me/sms-codes', { purpose: 'pin' }, 'code')
    },
    silent: [503, 'sms_not_sent'],
  },
  {
    name: 'the bank looks at an account',
    paths: /^bank/,
    ready: async () => () => desk.says(desk.boss, 'GET', `/v1/custody/merchants/${desk.shop.id}`),
    silent: [200],
  },
]

async function admission(): Promise<() => Promise<Reply>> {
  const papers = {
    name: '海棠面包房',
    entity_type: 'individual',
    sector: 'bakery',
    district: 'huancui',
    address: '环翠区海棠路 18 号',
    licence_no: licenceNo(77),
    licence_expires_on: null,
    legal_representative: BAKERY.legal_representative,
    lease_ends_on: null,
    settlement_account_no: '6217000012345678',
    owner: { name: BAKERY.legal_representative, phone: staffPhone(99, 1) },
  }
  const { id } = good(await desk.says(desk.boss, 'POST', '/v1/merchants', papers))
  return () => desk.says(desk.boss, 'POST', `/v1/merchants/${id}/admission`, {}, 'admit')
}

const journal = () =>
  desk.rows(sql`SELECT operation, answer FROM journal WHERE operation <> 'devSignIn' ORDER BY seq`)

describe(`an outside that does not answer, on ${ENGINE}`, () => {
  beforeEach(async () => {
    fault = () => null
    const opened = await openDesk()
    const [person] = await opened.rows(sql`SELECT id FROM officials WHERE kind = 'operator'`)
    desk = { ...opened, boss: String(person?.id) }
    standOutside(desk)
  })

  for (const act of ACTS)
    for (const [kind, answers] of Object.entries(FAULTS))
      it(`${act.name}: ${kind}`, async () => {
        const acts = await act.ready()
        fault = (path) => (act.paths.test(path) ? answers : null)
        const said = await acts()
        expect(said.status, said.text).not.toBe(500)
        expect(act.silent).toContain(said.status >= 400 ? said.body.code : said.status)
        // The same request, once there is an answer again: done, and done once.
        fault = () => null
        const again = await acts()
        const over = said.body?.code === 'payment_refused' ? [200, 409] : [200, 201, 202]
        expect(over, again.text).toContain(again.status)
        const written = await journal()
        expect((await acts()).text).toBe(again.text)
        expect(await journal()).toEqual(written)
      })
})
