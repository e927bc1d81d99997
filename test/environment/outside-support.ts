import { BAKERY, HOLDERS, holderPhone, OFFICIALS, staffPhone } from '../../src/demo/cast'
import { licenceNo } from '../../src/demo/shops'
import { bankBridge, smsGateway } from '../../src/environment/outside'
import { stripeProvider } from '../../src/payments/stripe'
import { sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from '../refunds/support'
import { ACCOUNT, gives, joins, LI, setPin } from '../refunds/whose-support'
import type { AnyReply } from '../support/addresses'

type Fault = (path: string) => (() => Promise<Response>) | null
const dead = async (): Promise<Response> => {
  throw new DOMException('The operation timed out.', 'TimeoutError')
}

/** What the outside keeps of its own. */
type Outside = Record<'payment_intents' | 'charges' | 'accounts' | 'messages', number>
export async function outsideCounts(desk: Stand): Promise<Outside> {
  const [row] = await desk.rows(sql`SELECT
    (SELECT count(*) FROM mock_stripe_objects WHERE object = 'payment_intent') AS payment_intents,
    (SELECT count(*) FROM mock_stripe_objects WHERE object = 'charge') AS charges,
    (SELECT count(*) FROM mock_bank_accounts WHERE kind = 'custody') AS accounts,
    (SELECT count(*) FROM mock_sms_outbox) AS messages`)
  return row as Outside
}

/** A desk whose outside may fall silent. */
export type Stand = Desk & { boss: string; silence: Fault }
export async function openStand(): Promise<Stand> {
  const opened = await openDesk()
  const [person] = await opened.rows(sql`SELECT id FROM officials WHERE kind = 'operator'`)
  const stand: Stand = { ...opened, boss: String(person?.id), silence: () => null }
  standOutside(stand)
  return stand
}
/** The services of a city beyond our walls, each of which may fall silent by its path. */
function standOutside(stand: Stand): void {
  const { world, stripe_mock } = stand
  const { stripe_secret_key: secret_key, stripe_webhook_secrets: webhook_secrets } = world.config
  const through: typeof fetch = async (url, init) => {
    const request = new Request(url, init)
    const wrong = stand.silence(`${request.method} ${new URL(request.url).pathname}`)
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
        const wrong = stand.silence(`bank ${String(name)}`)
        const from = wrong ? bankBridge({ ...nowhere, fetch: wrong }) : real
        return Reflect.get(from, name)
      },
    }),
    sms: new Proxy(sms, {
      get(real, name) {
        const wrong = stand.silence('sms')
        return Reflect.get(wrong ? smsGateway({ ...nowhere, fetch: wrong }) : real, name)
      },
    }),
  })
}

type OutsideAct = {
  name: string
  /** The paths that fall silent. */
  paths: RegExp
  /** Makes everything ready, and gives the act: the same request each time it is called. */
  ready: (desk: Stand) => Promise<() => Promise<AnyReply>>
  /** What the journal says of it when it is written down, after the outside was asked: its key, or its operation. */
  key?: string
  /** How much the outside has of it then: rows of its own. */
  leaves?: Partial<Outside>
  silent: readonly (string | number)[]
}
const orders = async (desk: Stand) => {
  const offer = desk.shop.offers[0]
  const { body: contract } = await desk.call('GET', `/v1/offers/${offer?.id}/contract`)
  const said = { offer_id: offer!.id, contract_hash: contract.hash }
  const body = { ...said, contract_accepted: true } as const
  return String(good(await desk.says(desk.li.id, 'POST', '/v1/purchases', body)).id)
}
const pays = async (desk: Stand) => {
  const id = await orders(desk)
  const body = { payment_method: 'pm_card_visa' }
  return () => desk.says(desk.li.id, 'POST', `/v1/purchases/${id}/payment`, body, 'pay')
}
const UNCLEAR = ['payment_unclear', 'payment_refused']
const BANK = [503, 'bank_does_not_answer']
export const OUTSIDE_ACTS: readonly OutsideAct[] = [
  {
    name: 'a payment is opened',
    key: 'begin pay',
    leaves: { payment_intents: 1, charges: 1 },
    paths: /^POST .*payment_intents$/,
    ready: pays,
    silent: UNCLEAR,
  },
  {
    name: 'a payment is confirmed',
    key: 'pay',
    leaves: { payment_intents: 1, charges: 1 },
    paths: /payment_intents\/pi_/,
    ready: pays,
    silent: UNCLEAR,
  },
  {
    name: 'an order is looked at',
    paths: /payment_intents/,
    ready: async (desk) => {
      const id = await orders(desk)
      desk.silence = (path) => (/confirm/.test(path) ? dead : null)
      const body = { payment_method: 'pm_card_visa' }
      await desk.says(desk.li.id, 'POST', `/v1/purchases/${id}/payment`, body, 'pay')
      return () => desk.says(desk.li.id, 'GET', `/v1/purchases/${id}`)
    },
    silent: [200],
  },
  {
    name: 'a shop is admitted, its account checked',
    key: 'admit',
    leaves: { accounts: 1 },
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
    key: 'account',
    leaves: {},
    paths: /^bank/,
    ready: async (desk) => {
      const body = { settlement_account_no: '6222020000000001' }
      return () =>
        desk.says(desk.owner, 'POST', '/v1/merchants/me/settlement-account', body, 'account')
    },
    silent: BANK,
  },
  {
    name: 'a holder names an account for a refund',
    key: 'account',
    leaves: {},
    paths: /^bank/,
    ready: async (desk) => {
      const card = await desk.buysCard()
      const li = { ...LI, id: desk.li.id }
      await setPin(desk, li)
      const zhao = await joins(desk, HOLDERS.zhao.phone)
      await gives(desk, card, li, zhao)
      const ground = { ground: 'own_wish' } as const
      const refund = good(await desk.says(zhao.id, 'POST', `/v1/cards/${card}/refunds`, ground))
      return () =>
        desk.says(zhao.id, 'POST', `/v1/refunds/${refund.id}/account`, ACCOUNT, 'account')
    },
    silent: BANK,
  },
  {
    name: 'a consumer asks for a code',
    key: 'deliverCode',
    leaves: { messages: 1 },
    paths: /^sms/,
    ready: async (desk) => {
      const body = { phone: holderPhone(77), kind: 'consumer', purpose: 'sign_in' } as const
      return () => desk.call('POST', '/v1/sms-codes', { body, key: 'code' })
    },
    silent: [503, 'sms_not_sent'],
  },
  {
    name: 'somebody of a shop asks for a code, and learns nothing',
    key: 'deliverCode',
    leaves: { messages: 1 },
    paths: /^sms/,
    ready: async (desk) => {
      const body = {
        phone: OFFICIALS.supervisor.phone,
        kind: 'regulator',
        purpose: 'sign_in',
      } as const
      return () => desk.call('POST', '/v1/sms-codes', { body, key: 'code' })
    },
    silent: [202],
  },
  {
    name: 'a consumer asks for a code to set a PIN',
    key: 'deliverCode',
    leaves: { messages: 1 },
    paths: /^sms/,
    ready: async (desk) => {
      desk.advance(120_000)
      return () => desk.says(desk.li.id, 'POST', '/v1/me/sms-codes', { purpose: 'pin' }, 'code')
    },
    silent: [503, 'sms_not_sent'],
  },
  {
    name: 'the bank looks at an account',
    paths: /^bank/,
    ready: async (desk) => () =>
      desk.says(desk.boss, 'GET', `/v1/custody/merchants/${desk.shop.id}`),
    silent: [200],
  },
]

async function admission(desk: Stand): Promise<() => Promise<AnyReply>> {
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
  } as const
  const { id } = good(await desk.says(desk.boss, 'POST', '/v1/merchants', papers))
  return () => desk.says(desk.boss, 'POST', `/v1/merchants/${id}/admission`, {}, 'admit')
}
