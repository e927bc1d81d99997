import { HOUR_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { COUNTER_PIN, PIN } from '../redemptions/support'
import {
  anyCard,
  byHolder,
  type Command,
  hold,
  holdOwner,
  on,
  period,
  post,
  some,
  stored,
} from './scene'

/** What waits for its holder: a claim, or a booking that the shop recorded. */
const asked = sql`SELECT id FROM holds WHERE confirm_by IS NOT NULL
                   ORDER BY (status IN ('held', 'contested')) DESC, id DESC`

/** Uses in every way, what ties money up, and mistakes at the till. */
export const USES: readonly Command[] = [
  {
    name: 'redeem by code',
    weight: 8,
    make: byHolder(anyCard, async (card, who, scene) => {
      const code = await scene.code(card, who)
      if (code === null) return null
      const what = scene.dice.percent(60) ? { amount_fen: some(scene, 19_000) } : {}
      return post('cashier', '/v1/redemptions', { code, ...what })
    }),
  },
  {
    name: 'check in',
    weight: 3,
    make: byHolder(period, async (card, who, scene) => {
      const code = await scene.code(card, who)
      return code === null ? null : post('gym_cashier', '/v1/redemptions', { code })
    }),
  },
  {
    name: 'redeem at the counter',
    weight: 3,
    make: byHolder(stored, (card_id, who, scene) =>
      post('cashier', '/v1/counter/redemptions', {
        card_id,
        phone_tail: scene.phone_of(who).slice(-4),
        pin: scene.dice.percent(90) ? COUNTER_PIN : '000001',
        amount_fen: some(scene, 9_000),
      }),
    ),
  },
  {
    name: 'switch the counter',
    weight: 1,
    make: byHolder(stored, (card, who, scene) => ({
      ...post(who, `/v1/cards/${card}/counter-pin`, {
        enabled: scene.dice.percent(80),
        pin: scene.dice.percent(90) ? PIN : '000001',
        counter_pin: COUNTER_PIN,
      }),
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
    name: 'confirm a claim or a record',
    weight: 5,
    make: on(asked, async (id, scene) =>
      post(
        await holdOwner(scene, id),
        `/v1/holds/${id}/confirmation`,
        scene.dice.percent(30) ? { pin: scene.dice.percent(90) ? PIN : '000001' } : {},
      ),
    ),
  },
  {
    name: 'contest a claim or a record',
    weight: 5,
    make: on(asked, async (id, scene) =>
      post(await holdOwner(scene, id), `/v1/holds/${id}/contest`, { reason: 'not_there' }),
    ),
  },
  {
    name: 'decide what is contested',
    weight: 3,
    make: on(asked, (id, scene) =>
      post('supervisor', `/v1/holds/${id}/decision`, {
        capture_units: scene.dice.below(6_000),
        ...(scene.dice.percent(50) ? { came: true } : {}),
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
    make: byHolder(stored, (card_id, who, scene) =>
      post(who, '/v1/bookings', {
        card_id,
        amount_fen: some(scene, 9_000),
        starts_at: new Date(Date.parse(scene.now()) + some(scene, 30) * HOUR_MS).toISOString(),
      }),
    ),
  },
  {
    name: 'capture a booking',
    weight: 3,
    make: on(hold('booking'), async (id, scene) => {
      const card = (await scene.id(sql`SELECT card_id AS id FROM holds WHERE id = ${id}`)) ?? ''
      const code = scene.dice.percent(60)
        ? await scene.code(card, await scene.owner_of(card))
        : null
      return post('cashier', `/v1/bookings/${id}/capture`, {
        ...(scene.dice.percent(50) ? {} : { units: some(scene, 9_500) }),
        ...(code === null ? {} : { code }),
      })
    }),
  },
  {
    name: 'cancel a booking',
    weight: 2,
    make: on(hold('booking'), async (id, scene) =>
      post(await holdOwner(scene, id), `/v1/bookings/${id}/cancellation`),
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
]
