import { HOUR_MS } from '../../src/kernel/time'
import { type Statement, sql } from '../../src/platform/d1'
import { PIN } from '../redemptions/support'
import type { Chance } from './scheduler'

/** Who may speak; `boss` is the platform's operator. */
export type Person =
  | 'gym_owner'
  | 'gym_cashier'
  | 'li'
  | 'wang'
  | 'owner'
  | 'cashier'
  | 'supervisor'
  | 'second'
  | 'bank'
  | 'boss'
export type Request = {
  who: Person
  method: 'POST' | 'PUT'
  path: string
  body: Record<string, unknown>
}
/** What a command may look at when it is made up: rows as they are, chance, the clock, a fresh code. */
export type Scene = {
  dice: Chance
  now: () => string
  /** One of the rows: mostly the first, which the statement puts where something is still open. */
  id: (from: Statement) => Promise<string | null>
  /** Any of the rows, each as likely. */
  any: (from: Statement) => Promise<string | null>
  code: (card_id: string, who: Person) => Promise<string | null>
  owner_of: (card_id: string) => Promise<Person>
  phone_of: (who: Person) => string
  merchant_id: string
}
export type Command = {
  name: string
  weight: number
  make: (scene: Scene) => Promise<Request | null>
}

const post = (who: Person, path: string, body: Record<string, unknown> = {}): Request => ({
  who,
  method: 'POST',
  path,
  body,
})
const GROUNDS = [
  'own_wish',
  'shop_moved',
  'cooling_off',
  'health',
  'service_not_delivered',
] as const
const anyCard = sql`SELECT id FROM cards`
const stored = sql`SELECT id FROM cards WHERE kind = 'stored_value'`
const period = sql`SELECT id FROM cards WHERE kind = 'period'`
const hold = (kind: string) =>
  sql`SELECT id FROM holds WHERE kind = ${kind} ORDER BY (status IN ('held', 'contested')) DESC, id DESC`
const refund = sql`SELECT id FROM refunds ORDER BY (status IN ('asked', 'contested', 'decided')) DESC, id DESC`

/** On a card of one of the two holders, said by its holder. */
const ofHolder =
  (
    from: Statement,
    of: (card: string, who: Person, scene: Scene) => Request | Promise<Request | null> | null,
  ) =>
  async (scene: Scene) => {
    const card = await scene.any(from)
    return card === null ? null : of(card, await scene.owner_of(card), scene)
  }
/** On something found by a statement. */
const on =
  (from: Statement, of: (id: string, scene: Scene) => Request | Promise<Request | null>) =>
  async (scene: Scene) => {
    const id = await scene.id(from)
    return id === null ? null : of(id, scene)
  }
const some = (scene: Scene, max: number) => 1 + scene.dice.below(max)

export const COMMANDS: readonly Command[] = [
  {
    name: 'redeem by code',
    weight: 8,
    make: ofHolder(anyCard, async (card, who, scene) => {
      const code = await scene.code(card, who)
      if (code === null) return null
      const what = scene.dice.percent(60) ? { amount_fen: some(scene, 19_000) } : {}
      return post('cashier', '/v1/redemptions', { code, ...what })
    }),
  },
  {
    name: 'check in',
    weight: 3,
    make: ofHolder(period, async (card, who, scene) => {
      const code = await scene.code(card, who)
      return code === null ? null : post('gym_cashier', '/v1/redemptions', { code })
    }),
  },
  {
    name: 'redeem at the counter',
    weight: 3,
    make: ofHolder(stored, (card_id, who, scene) =>
      post('cashier', '/v1/counter/redemptions', {
        card_id,
        phone_tail: scene.phone_of(who).slice(-4),
        pin: scene.dice.percent(90) ? PIN : '000001',
        amount_fen: some(scene, 9_000),
      }),
    ),
  },
  {
    name: 'switch the counter',
    weight: 1,
    make: ofHolder(stored, (card, who, scene) => ({
      ...post(who, `/v1/cards/${card}/counter-pin`, { enabled: scene.dice.percent(80), pin: PIN }),
      method: 'PUT',
    })),
  },
  {
    name: 'start a claim',
    weight: 5,
    make: on(stored, (card_id, scene) =>
      post('cashier', '/v1/claims', { card_id, amount_fen: some(scene, 12_000) }),
    ),
  },
  {
    name: 'confirm a claim',
    weight: 3,
    make: on(hold('claim'), async (id, scene) =>
      post(await holderOf(scene, id), `/v1/holds/${id}/confirmation`),
    ),
  },
  {
    name: 'contest a claim',
    weight: 3,
    make: on(hold('claim'), async (id, scene) =>
      post(await holderOf(scene, id), `/v1/holds/${id}/contest`, { reason: 'other' }),
    ),
  },
  {
    name: 'decide a claim',
    weight: 2,
    make: on(hold('claim'), (id, scene) =>
      post('supervisor', `/v1/holds/${id}/decision`, {
        capture_units: scene.dice.below(6_000),
        reason: '按到店记录认定一部分',
      }),
    ),
  },
  {
    name: 'void a hold',
    weight: 2,
    make: on(sql`SELECT id FROM holds ORDER BY status = 'held' DESC, id DESC`, (id) =>
      post('cashier', `/v1/holds/${id}/void`),
    ),
  },
  {
    name: 'book',
    weight: 4,
    make: ofHolder(stored, (card_id, who, scene) =>
      post(who, '/v1/bookings', {
        card_id,
        amount_fen: some(scene, 9_000),
        starts_at: new Date(Date.parse(scene.now()) + some(scene, 72) * HOUR_MS).toISOString(),
      }),
    ),
  },
  {
    name: 'capture a booking',
    weight: 3,
    make: on(hold('booking'), (id, scene) =>
      post('cashier', `/v1/bookings/${id}/capture`, { units: some(scene, 9_500) }),
    ),
  },
  {
    name: 'cancel a booking',
    weight: 2,
    make: on(hold('booking'), async (id, scene) =>
      post(await holderOf(scene, id), `/v1/bookings/${id}/cancellation`),
    ),
  },
  {
    name: 'record a no-show',
    weight: 2,
    make: on(hold('booking'), (id) => post('cashier', `/v1/bookings/${id}/no-show`)),
  },
  {
    name: 'correct a use',
    weight: 4,
    make: on(sql`SELECT id FROM redemptions ORDER BY id DESC`, (id, scene) =>
      post('owner', `/v1/redemptions/${id}/corrections`, {
        ...(scene.dice.percent(40)
          ? { kind: 'void' }
          : { kind: 'refund', units: some(scene, 6_000) }),
        reason: '打错了',
      }),
    ),
  },
  {
    name: 'freeze a card',
    weight: 1,
    make: ofHolder(anyCard, (card, who) =>
      post(who, `/v1/cards/${card}/freeze`, { reason: 'other' }),
    ),
  },
  {
    name: 'unfreeze a card',
    weight: 3,
    make: ofHolder(
      sql`SELECT id FROM cards WHERE status = 'frozen' OR id = (SELECT min(id) FROM cards)`,
      (card, who) => post(who, `/v1/cards/${card}/unfreeze`, { pin: PIN }),
    ),
  },
  {
    name: 'offer a transfer',
    weight: 2,
    make: ofHolder(anyCard, (card, who, scene) =>
      post(who, `/v1/cards/${card}/transfers`, {
        to_phone: scene.phone_of(who === 'li' ? 'wang' : 'li'),
        pin: PIN,
      }),
    ),
  },
  {
    name: 'accept a transfer',
    weight: 3,
    make: on(
      sql`SELECT id FROM card_transfers ORDER BY status = 'offered' DESC, id DESC`,
      async (id, scene) => {
        const giver = await scene.id(
          sql`SELECT giver_id AS id FROM card_transfers WHERE id = ${id}`,
        )
        const hashes = await scene.id(
          sql`SELECT coalesce((SELECT json_group_array(h) FROM (SELECT DISTINCT l.contract_hash AS h FROM lots l
               JOIN card_transfers t ON t.card_id = l.card_id WHERE t.id = ${id} AND l.refund_id IS NULL
                AND l.used_units < l.face_units)), '[]') AS id`,
        )
        const to = (await scene.id(
          sql`SELECT id FROM consumers WHERE id = ${giver} AND nickname = '李'`,
        ))
          ? 'wang'
          : 'li'
        return post(to, `/v1/card-transfers/${id}/acceptance`, {
          contract_hashes: JSON.parse(hashes ?? '[]') as string[],
        })
      },
    ),
  },
  {
    name: 'withdraw a transfer',
    weight: 1,
    make: on(
      sql`SELECT id FROM card_transfers ORDER BY status = 'offered' DESC, id DESC`,
      async (id, scene) => {
        const li = await scene.id(
          sql`SELECT c.id FROM consumers c JOIN card_transfers t ON t.giver_id = c.id WHERE t.id = ${id} AND c.nickname = '李'`,
        )
        return post(li ? 'li' : 'wang', `/v1/card-transfers/${id}/withdrawal`)
      },
    ),
  },
  {
    name: 'pause a period card',
    weight: 2,
    make: ofHolder(period, (card, who, scene) =>
      post(who, `/v1/cards/${card}/pauses`, {
        from_on: scene.now().slice(0, 10),
        days: 5 + scene.dice.below(4),
        reason: '出差',
      }),
    ),
  },
  {
    name: 'resume a period card',
    weight: 2,
    make: on(
      sql`SELECT id FROM card_pauses ORDER BY ended_at IS NULL DESC, id DESC`,
      async (id, scene) => {
        const card = await scene.id(sql`SELECT card_id AS id FROM card_pauses WHERE id = ${id}`)
        return post(await scene.owner_of(card ?? ''), `/v1/pauses/${id}/resume`)
      },
    ),
  },
  {
    name: 'stop serving',
    weight: 1,
    make: async (scene) =>
      post('gym_owner', '/v1/service-stops', {
        service: null,
        from_on: new Date(Date.parse(scene.now()) + 8 * HOUR_MS).toISOString().slice(0, 10),
        reason: '设备检修',
      }),
  },
  {
    name: 'serve again',
    weight: 2,
    make: on(sql`SELECT id FROM service_stops ORDER BY ended_at IS NULL DESC, id DESC`, (id) =>
      post('gym_owner', `/v1/service-stops/${id}/resume`),
    ),
  },
  { name: 'ask for a payout', weight: 3, make: async () => post('owner', '/v1/payouts') },
  {
    name: 'take an advance',
    weight: 1,
    make: async (scene) =>
      post('owner', '/v1/advances', { amount_fen: 10_000 + scene.dice.below(40_000) }),
  },
  {
    name: 'request a refund',
    weight: 3,
    make: ofHolder(anyCard, (card, who, scene) =>
      post(who, `/v1/cards/${card}/refunds`, { ground: scene.dice.pick(GROUNDS) ?? 'own_wish' }),
    ),
  },
  {
    name: 'withdraw a refund',
    weight: 3,
    make: on(refund, async (id, scene) =>
      post(await refundHolder(scene, id), `/v1/refunds/${id}/withdrawal`),
    ),
  },
  {
    name: 'accept a refund',
    weight: 2,
    make: on(refund, (id) => post('owner', `/v1/refunds/${id}/acceptance`)),
  },
  {
    name: 'contest a refund',
    weight: 4,
    make: on(sql`SELECT id FROM refunds ORDER BY status = 'asked' DESC, id DESC`, (id) =>
      post('owner', `/v1/refunds/${id}/contest`, {
        reason: '顾客自己不想来了',
        proof: '聊天记录三条',
      }),
    ),
  },
  {
    name: 'decide a refund',
    weight: 3,
    make: on(sql`SELECT id FROM refunds ORDER BY status = 'contested' DESC, id DESC`, (id, scene) =>
      post('supervisor', `/v1/refunds/${id}/decision`, {
        awarded_fen: scene.dice.below(1_500),
        reason: '双方各有责任',
      }),
    ),
  },
  {
    name: 'give an account',
    weight: 1,
    make: on(refund, async (id, scene) =>
      post(await refundHolder(scene, id), `/v1/refunds/${id}/account`, {
        account_no: '6222020000001234',
        holder: '李明',
      }),
    ),
  },
]

const holderOf = async (scene: Scene, hold_id: string): Promise<Person> =>
  scene.owner_of((await scene.id(sql`SELECT card_id AS id FROM holds WHERE id = ${hold_id}`)) ?? '')
const refundHolder = async (scene: Scene, refund_id: string): Promise<Person> =>
  (await scene.id(
    sql`SELECT c.id FROM refunds r JOIN consumers c ON c.id = r.consumer_id WHERE r.id = ${refund_id} AND c.nickname = '李'`,
  ))
    ? 'li'
    : 'wang'
