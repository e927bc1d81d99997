import type { DatabaseSync } from 'node:sqlite'
import type { TerminalKey } from '../../src/client/terminal'
import { HOLDERS, holderPhone, officialPhone, staffPhone } from '../../src/demo/cast'
import { type SoleWriter, soleWriterDb } from '../../src/engines/sqlite'
import type { OutboundPort } from '../../src/environment/ports'
import { maskPhone } from '../../src/identity/phone'
import type { Role } from '../../src/platform/actor'
import { type Db, type Row, type Statement, sql } from '../../src/platform/d1'
import { type LivedTown, openLivedTown } from '../platform/lived-town'
import { COUNTER_PIN } from '../redemptions/support'
import { type Desk, good } from '../refunds/support'
import type { AnyReply } from '../support/addresses'
import { openDatabase } from '../support/sqlite'
import { appsOf } from './apps'
import { type Owned, ownedThings } from './owners'

/** Somebody who tries: who they are, what they show, and whether that still counts. */
export type Principal = {
  name: string
  id: string
  /** null: nobody is signed in. */
  role: Role | null
  token: string | null
  /** What a terminal signs with; people have none. */
  signer?: TerminalKey
  merchant_id: string | null
  districts: readonly string[]
  is_live: boolean
}
export type AttackedTown = {
  desk: Desk
  lived: LivedTown
  database: DatabaseSync
  principals: Principal[]
  things: Map<string, Owned>
  /** Takes back everything since the town was told: the next one finds it untouched. */
  untouched: () => void
  storage: SoleWriter
  /** What only this town knows, by operation and field. */
  known: Record<string, unknown>
  /** Consumers' phone numbers as officials see them. */
  masks: string[]
  /** What was sent to subscribers. */
  sent: string[]
  /** Faults put into the house on purpose, to see that they are found. */
  holes: Holes
}
type Holes = {
  /** Between the house and its storage. */
  storage?: ((statements: readonly Statement[], batch: Db['batch']) => Promise<Row[][]>) | undefined
  /** Of an answer, on its way out. */
  reply?: ((path: string, reply: AnyReply) => AnyReply) | undefined
}

const NICKNAMES = { li: '夜航船主', wang: '东篱采菊', zhao: '西窗剪烛' }

/** The lived town with a second shop, strangers to everybody, people who have lost their right, and officials twice. */
export async function openAttackedTown(): Promise<AttackedTown> {
  const database = openDatabase()
  const storage = soleWriterDb(database)
  const sent: string[] = []
  const outbound: OutboundPort = {
    async post(_url, headers, body) {
      sent.push(`${JSON.stringify(headers)} ${body}`)
      return { status: sent.length === 1 ? 500 : 200 }
    },
  }
  const holes: Holes = {}
  const db: Db = {
    batch: (statements) =>
      (holes.storage ?? ((all, batch) => batch(all)))(statements, storage.batch),
  }
  const lived = await openLivedTown({ db, outbound })
  const { desk } = lived
  const of_a = await peopleOfShop(desk, desk.shop.id)
  const b_id = String(
    (await desk.rows(sql`SELECT id FROM merchants WHERE district = 'gaoqu'`))[0]?.id,
  )
  const of_b = await peopleOfShop(desk, b_id)
  await strangers(desk, b_id)
  const officials = await bringOfficials(lived)
  const people = [...(await consumersOf(desk)), ...of_a, ...of_b, ...officials]
  const principals = [
    NOBODY,
    ...(await signedIn(desk, people)),
    ...(await lostTheirRight(desk, of_a)),
    ...terminalsOf(lived),
    ...(await appsOf(lived, NOBODY)),
  ]
  const known = await knownTo(desk)
  storage.settle()
  const things = ownedThings(database)
  const masks = database
    .prepare('SELECT DISTINCT phone_mask FROM consumers')
    .all()
    .map(({ phone_mask }) => String(phone_mask))
  const { offset_ms } = desk.clock
  const untouched = () => {
    if (database.isTransaction) database.exec('ROLLBACK')
    desk.clock.offset_ms = offset_ms
  }
  return {
    desk,
    lived,
    database,
    principals,
    things,
    untouched,
    storage,
    known,
    masks,
    sent,
    holes,
  }
}

/** A till of the shop's own, and one whose key nobody paired. */
function terminalsOf({ desk, terminal }: LivedTown): Principal[] {
  const { id } = terminal
  const of_shop = { ...NOBODY, id, role: 'terminal', merchant_id: desk.shop.id } as const
  const unknown = { ...terminal, keyid: 'trm_00000000000000000000000000' }
  return [
    { ...of_shop, name: 'a terminal of shop A', signer: terminal, is_live: true },
    { ...of_shop, name: 'a terminal nobody paired', signer: unknown, merchant_id: null },
  ]
}

const NOBODY: Principal = {
  name: 'nobody',
  id: '',
  role: null,
  token: null,
  merchant_id: null,
  districts: [],
  is_live: false,
}
type Person = Omit<Principal, 'token' | 'is_live'>

/** Owner, manager and cashier of a shop; who is missing is taken on. */
async function peopleOfShop(desk: Desk, merchant_id: string): Promise<Person[]> {
  const found = await desk.rows(
    sql`SELECT id, role FROM staff WHERE merchant_id = ${merchant_id} ORDER BY created_at, id`,
  )
  const owner = String(found.find(({ role }) => role === 'owner')?.id)
  const at = merchant_id === desk.shop.id ? 'of shop A' : 'of shop B'
  const people: Person[] = []
  for (const role of ['owner', 'manager', 'cashier'] as const) {
    const known = found.find((one) => one.role === role)?.id
    const body = { name: '新店员', role, phone: staffPhone(77, people.length + 1) }
    const id =
      known ?? good(await desk.says(owner, 'POST', `/v1/merchants/${merchant_id}/staff`, body)).id
    people.push({ name: `${role} ${at}`, id: String(id), role, merchant_id, districts: [] })
  }
  return people
}

/** Zhao has a card at the other shop; Wang sees Li's card as a companion. */
async function strangers(desk: Desk, merchant_id: string): Promise<void> {
  const zhao = { id: await consumerBy(desk, HOLDERS.zhao.phone) }
  const offers = await desk.rows(
    sql`SELECT id, contract_hash FROM offers WHERE merchant_id = ${merchant_id} ORDER BY id`,
  )
  const bought = good(
    await desk.says(zhao.id, 'POST', '/v1/purchases', {
      offer_id: String(offers[0]?.id),
      contract_hash: String(offers[0]?.contract_hash),
      contract_accepted: true,
    }),
  )
  good(
    await desk.says(zhao.id, 'POST', `/v1/purchases/${bought.id}/payment`, {
      payment_method: 'pm_card_visa',
    }),
  )
  const wang = { id: await consumerBy(desk, HOLDERS.wang.phone) }
  const [invited] = await desk.rows(sql`SELECT id FROM card_companions WHERE status = 'invited'`)
  good(await desk.says(wang.id, 'POST', `/v1/companions/${invited?.id}/acceptance`))
  for (const [who, nickname] of Object.entries(NICKNAMES)) {
    const id = await consumerBy(desk, HOLDERS[who as keyof typeof NICKNAMES].phone)
    good(await desk.says(id, 'PUT', '/v1/me', { nickname }))
  }
}

async function consumerBy(desk: Desk, phone: string): Promise<string> {
  const mask = maskPhone(phone)
  return String((await desk.rows(sql`SELECT id FROM consumers WHERE phone_mask = ${mask}`))[0]?.id)
}

async function consumersOf(desk: Desk): Promise<Person[]> {
  const named = { li: 'the holder', zhao: 'another consumer', wang: 'a companion' } as const
  const people: Person[] = []
  for (const [who, name] of Object.entries(named)) {
    const id = await consumerBy(desk, HOLDERS[who as keyof typeof named].phone)
    people.push({ name, id, role: 'consumer', merchant_id: null, districts: [] })
  }
  const { id } = await desk.joins(holderPhone(60))
  people.push({
    name: 'a consumer with nothing',
    id,
    role: 'consumer',
    merchant_id: null,
    districts: [],
  })
  return people
}

async function bringOfficials({ desk, people, official }: LivedTown): Promise<Person[]> {
  const appoint = (kind: 'bank' | 'regulator' | 'operator', n: number, districts?: string[]) =>
    official(kind, kind === 'regulator' ? 'supervisor' : kind, officialPhone(n), districts)
  const one = (name: string, role: Role, id: string, districts: string[] = []): Person => ({
    name,
    id,
    role,
    merchant_id: null,
    districts,
  })
  return [
    one('bank maker', 'bank', people.get('bank') ?? ''),
    one('bank checker', 'bank', await appoint('bank', 71)),
    one('regulator of the district', 'supervisor', desk.supervisor, [desk.shop.plan.district]),
    one('regulator of another', 'supervisor', await appoint('regulator', 72, ['wendeng']), [
      'wendeng',
    ]),
    one('operator', 'operator', people.get('operator') ?? ''),
    one('another operator', 'operator', await appoint('operator', 73)),
  ]
}

/** What a stranger could not make up: a live pay code, and the contract of an offer. */
async function knownTo(desk: Desk): Promise<Record<string, unknown>> {
  const [card] = await desk.rows(
    sql`SELECT id FROM cards WHERE consumer_id = ${desk.li.id} AND merchant_id = ${desk.shop.id} AND status = 'active'
         ORDER BY id LIMIT 1`,
  )
  good(await desk.says(desk.li.id, 'POST', `/v1/cards/${card?.id}/pay-code-key`))
  const { digits } = good(await desk.says(desk.li.id, 'GET', `/v1/cards/${card?.id}/pay-code`))
  const [offer] = await desk.rows(sql`SELECT contract_hash FROM offers ORDER BY id LIMIT 1`)
  const [first] = await desk.rows(
    sql`SELECT id FROM ledger_accounts WHERE id LIKE 'payable:%' ORDER BY id LIMIT 1`,
  )
  return {
    'redeemByCode.code': digits,
    'redeemByCode.amount_fen': 500,
    'startClaim.amount_fen': 300,
    'redeemAtCounter.amount_fen': 400,
    'redeemAtCounter.pin': COUNTER_PIN,
    'startTerminalPairing.acts': ['redeem'],
    'startTerminalPairing.name': '收银机',
    'buyOffer.contract_hash': offer?.contract_hash,
    'listLedgerEntries.id': first?.id,
    'replayEvents.types': ['purchase.paid'],
    'addOfficial.kind': 'bank',
    'addOfficial.role': 'bank',
    'addOfficial.districts': undefined,
    'decideRefund.awarded_fen': 100,
  }
}

async function signedIn(desk: Desk, people: readonly Person[]): Promise<Principal[]> {
  const signed: Principal[] = []
  for (const person of people)
    signed.push({ ...person, token: await desk.as(person.id), is_live: true })
  return signed
}

/** Sessions that were good once: run out, and of somebody who was sent away. */
async function lostTheirRight(desk: Desk, of_a: readonly Person[]): Promise<Principal[]> {
  const owner = of_a.find(({ role }) => role === 'owner') as Person
  const expired = await desk.as(owner.id)
  const [last] = await desk.rows(sql`SELECT max(id) AS id FROM sessions`)
  const before = new Date(Date.parse(desk.world.now()) - 60_000).toISOString()
  await desk.db.batch([
    sql`UPDATE sessions SET idle_expires_at = ${before} WHERE id = ${last?.id as string}`,
  ])
  const hired = good(
    await desk.says(owner.id, 'POST', `/v1/merchants/${desk.shop.id}/staff`, {
      name: '走了的人',
      role: 'cashier',
      phone: staffPhone(77, 9),
    }),
  )
  const gone = await desk.as(hired.id)
  good(
    await desk.says(owner.id, 'POST', `/v1/merchants/${desk.shop.id}/staff/${hired.id}/disabling`),
  )
  const dead = (name: string, token: string, role: Role): Principal => ({
    ...NOBODY,
    name,
    token,
    role,
  })
  return [
    dead('an owner whose session ran out', expired, 'owner'),
    dead('a cashier sent away', gone, 'cashier'),
  ]
}
