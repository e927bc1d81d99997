import { HOLDERS } from '../../src/demo/cast'
import { HOUR_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { PIN } from '../redemptions/support'
import { anyCard, byHolder, type Command, on, period, post, refund, refundHolder } from './scene'

const GROUNDS = [
  'own_wish',
  'shop_moved',
  'cooling_off',
  'health',
  'service_not_delivered',
  'shop_moved',
  'misled',
] as const
/** What happens to cards beside their use, the shop's money, and refunds. */
export const REST: readonly Command[] = [
  {
    name: 'freeze a card',
    weight: 1,
    make: byHolder(anyCard, (card, who) =>
      post(who, `/v1/cards/${card}/freeze`, { reason: 'other' }),
    ),
  },
  {
    name: 'unfreeze a card',
    weight: 3,
    make: byHolder(
      sql`SELECT id FROM cards WHERE status = 'frozen' OR id = (SELECT min(id) FROM cards)`,
      (card, who) => post(who, `/v1/cards/${card}/unfreeze`, { pin: PIN }),
    ),
  },
  {
    name: 'offer a transfer',
    weight: 2,
    make: byHolder(anyCard, (card, who, scene) =>
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
          sql`SELECT id FROM consumers WHERE id = ${giver} AND nickname = ${HOLDERS.li.name}`,
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
          sql`SELECT c.id FROM consumers c JOIN card_transfers t ON t.giver_id = c.id
               WHERE t.id = ${id} AND c.nickname = ${HOLDERS.li.name}`,
        )
        return post(li ? 'li' : 'wang', `/v1/card-transfers/${id}/withdrawal`)
      },
    ),
  },
  {
    name: 'pause a period card',
    weight: 2,
    make: byHolder(period, (card, who, scene) =>
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
    weight: 4,
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
    weight: 4,
    make: byHolder(anyCard, (card, who, scene) =>
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
    weight: 7,
    make: on(sql`SELECT id FROM refunds ORDER BY status = 'asked' DESC, id DESC`, (id) =>
      post('owner', `/v1/refunds/${id}/contest`, {
        reason: '顾客自己不想来了',
        proof: '聊天记录三条',
      }),
    ),
  },
  {
    name: 'decide a refund',
    weight: 6,
    make: on(sql`SELECT id FROM refunds ORDER BY status = 'contested' DESC, id DESC`, (id, scene) =>
      post('supervisor', `/v1/refunds/${id}/decision`, {
        awarded_fen: scene.dice.below(600),
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
        pin: PIN,
      }),
    ),
  },
]
