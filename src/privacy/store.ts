import type { Instant, LocalDate } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import type { Obstacle } from './rules'

export type ErasureRow = {
  id: string
  consumer_id: string
  asked_at: Instant
  ripe_at: Instant
  state: 'waiting' | 'cancelled' | 'stopped' | 'done'
  ended_at: Instant | null
}
export const readErasures = (where: Statement) =>
  sql<ErasureRow>`SELECT * FROM erasures WHERE ${where}`
export const insertErasure = (e: ErasureRow): Statement =>
  sql`INSERT INTO erasures (id, consumer_id, asked_at, ripe_at) VALUES (${e.id}, ${e.consumer_id}, ${e.asked_at}, ${e.ripe_at})`
export const endErasureStatement = (
  id: string,
  state: 'cancelled' | 'stopped' | 'done',
  now: Instant,
): Statement => sql`UPDATE erasures SET state = ${state}, ended_at = ${now} WHERE id = ${id}`

type ExportRow = { id: string; consumer_id: string; made_on: LocalDate; made_at: Instant }
export const insertExport = (e: ExportRow): Statement =>
  sql`INSERT INTO data_exports (id, consumer_id, made_on, made_at) VALUES (${e.id}, ${e.consumer_id}, ${e.made_on}, ${e.made_at})`
type CountRow = { n: number }
export const countExports = (consumer_id: Statement, day: LocalDate) =>
  sql<CountRow>`SELECT count(*) AS n FROM data_exports WHERE consumer_id = ${consumer_id} AND made_on = ${day}`
export const deleteExportsBefore = (before: Instant): Statement =>
  sql`DELETE FROM data_exports WHERE made_at < ${before}`

type ObstacleRow = { [K in Obstacle]: number }
/** What keeps this person from being erased, each 1 or 0. One row. */
export const readObstacles = (consumer_id: Statement) =>
  sql<ObstacleRow>`SELECT
    EXISTS (SELECT 1 FROM cards c JOIN ledger_accounts a
              ON a.id IN ('escrow:' || c.id, 'held:' || c.id, 'refunding:' || c.id, 'disputed:' || c.id)
             WHERE c.consumer_id = me.id AND a.balance_fen <> 0) AS money_left,
    EXISTS (SELECT 1 FROM cards c JOIN holds h ON h.card_id = c.id
             WHERE c.consumer_id = me.id AND h.status IN ('held', 'contested')) AS use_open,
    EXISTS (SELECT 1 FROM refunds r WHERE r.consumer_id = me.id
               AND r.status IN ('asked', 'contested', 'decided')) AS refund_open,
    EXISTS (SELECT 1 FROM purchases p WHERE p.consumer_id = me.id
               AND p.status IN ('awaiting_payment', 'processing')) AS payment_open,
    EXISTS (SELECT 1 FROM disputes d WHERE d.payer_id = me.id AND d.outcome IS NULL) AS dispute_open,
    EXISTS (SELECT 1 FROM card_transfers t WHERE t.status = 'offered'
               AND (t.giver_id = me.id OR t.to_phone_index = me.phone_index)) AS transfer_open,
    EXISTS (SELECT 1 FROM card_companions p WHERE p.status = 'accepted' AND p.consumer_id = me.id) AS companion_open
   FROM consumers me WHERE me.id = ${consumer_id}`
export const obstaclesIn = ([row]: readonly ObstacleRow[]): Obstacle[] =>
  row === undefined
    ? []
    : (Object.entries(row) as [Obstacle, number][]).flatMap(([name, is]) =>
        is === 1 ? [name] : [],
      )

/** One thing as a JSON object: its own fields, as they are kept. */
type LineRow = { line: string }
const ofCards = (consumer_id: string): Statement =>
  sql`(SELECT id FROM cards WHERE consumer_id = ${consumer_id})`
/** At most so many rows of a kind in one copy; who has more asks again for the rest at the desk. */
const ROWS_MAX = 5_000
/** Everything that is kept of one person, list by list: what they did, what they were told, who read of it. */
export const readEverything = (id: string) => ({
  cards: sql<LineRow>`SELECT json_object('id', c.id, 'shop', m.name, 'kind', c.kind, 'service', c.service, 'status',
        c.status, 'opened_at', c.opened_at, 'frozen_at', c.frozen_at, 'transferred_at',
        c.transferred_at) AS line
      FROM cards c JOIN merchants m ON m.id = c.merchant_id WHERE c.consumer_id = ${id} ORDER BY c.id LIMIT ${ROWS_MAX}`,
  payments: sql<LineRow>`SELECT json_object('id', p.id, 'shop', m.name, 'paid_fen', p.paid_fen, 'provider', p.provider,
        'status', p.status, 'accepted_at', p.accepted_at, 'paid_at', p.paid_at, 'refunds_fen',
        p.refunds_fen, 'contract_hash', p.contract_hash, 'card_id', p.card_id) AS line
      FROM purchases p JOIN merchants m ON m.id = p.merchant_id
      WHERE p.consumer_id = ${id} ORDER BY p.id LIMIT ${ROWS_MAX}`,
  lots: sql<LineRow>`SELECT json_object('id', id, 'card_id', card_id, 'paid_fen', paid_fen, 'face_units', face_units,
        'bonus_units', bonus_units, 'used_units', used_units, 'released_fen', released_fen,
        'refunded_fen', refunded_fen, 'bought_at', bought_at, 'starts_on', starts_on, 'ends_on',
        ends_on) AS line
      FROM lots WHERE card_id IN ${ofCards(id)} ORDER BY id LIMIT ${ROWS_MAX}`,
  uses: sql<LineRow>`SELECT json_object('id', id, 'card_id', card_id, 'label', label, 'unit', unit, 'units', units,
        'released_fen', released_fen, 'status', status, 'way', way, 'consent', consent, 'started_at',
        started_at, 'ended_at', ended_at) AS line
      FROM redemptions WHERE card_id IN ${ofCards(id)} ORDER BY id LIMIT ${ROWS_MAX}`,
  holds: sql<LineRow>`SELECT json_object('id', id, 'card_id', card_id, 'label', label, 'held_fen', held_fen, 'status',
        status) AS line
      FROM holds WHERE card_id IN ${ofCards(id)} ORDER BY id LIMIT ${ROWS_MAX}`,
  refunds: sql<LineRow>`SELECT json_object('id', id, 'card_id', card_id, 'origin', origin, 'ground', ground, 'note', note,
        'status', status, 'undisputed_fen', undisputed_fen, 'disputed_fen', disputed_fen, 'awarded_fen',
        awarded_fen, 'requested_at', requested_at, 'account_mask', account_mask) AS line
      FROM refunds WHERE consumer_id = ${id} ORDER BY id LIMIT ${ROWS_MAX}`,
  disputes: sql<LineRow>`SELECT json_object('id', id, 'card_id', card_id, 'amount_fen', amount_fen, 'reason', reason, 'outcome',
        outcome) AS line
      FROM disputes WHERE payer_id = ${id} ORDER BY id LIMIT ${ROWS_MAX}`,
  transfers: sql<LineRow>`SELECT json_object('id', id, 'card_id', card_id, 'to_phone_mask', to_phone_mask, 'status', status,
        'created_at', created_at, 'ended_at', ended_at) AS line
      FROM card_transfers
      WHERE giver_id = ${id} OR recipient_id = ${id} ORDER BY id LIMIT ${ROWS_MAX}`,
  companions: sql<LineRow>`SELECT json_object('id', id, 'card_id', card_id, 'phone_mask', phone_mask, 'relation', relation,
        'status', status, 'created_at', created_at, 'ended_at', ended_at) AS line
      FROM card_companions
      WHERE consumer_id = ${id} OR card_id IN ${ofCards(id)} ORDER BY id LIMIT ${ROWS_MAX}`,
  devices: sql<LineRow>`SELECT json_object('id', id, 'name', name, 'created_at', created_at, 'ended_at', ended_at) AS line
      FROM devices WHERE subject_id = ${id} ORDER BY id LIMIT ${ROWS_MAX}`,
  push_subscriptions: sql<LineRow>`SELECT json_object('id', id, 'device_id', device_id, 'service', service,
        'created_at', created_at) AS line
      FROM push_subscriptions WHERE consumer_id = ${id} ORDER BY id LIMIT ${ROWS_MAX}`,
  tips: sql<LineRow>`SELECT json_object('id', id, 'kind', kind, 'shop_name', shop_name, 'address', address, 'note', note,
        'created_at', created_at) AS line
      FROM shop_tips WHERE consumer_id = ${id} ORDER BY id LIMIT ${ROWS_MAX}`,
  ratings: sql<LineRow>`SELECT json_object('id', id, 'merchant_id', merchant_id, 'redemption_id', redemption_id, 'stars', stars,
        'rated_at', rated_at) AS line
      FROM shop_ratings WHERE consumer_id = ${id} ORDER BY id LIMIT ${ROWS_MAX}`,
  messages: sql<LineRow>`SELECT json_object('id', id, 'type', type, 'data', data, 'at', at) AS line
      FROM events WHERE consumer_id = ${id} ORDER BY seq LIMIT ${ROWS_MAX}`,
  readings: sql<LineRow>`SELECT json_object('id', t.id, 'office', t.office, 'operation', t.operation, 'things', t.things,
        'read_at', t.read_at, 'reference_id', p.reference_id, 'reason', p.reason) AS line
      FROM access_traces t LEFT JOIN access_purposes p ON p.id = t.purpose_id
     WHERE t.consumer_id = ${id} AND (p.id IS NULL OR p.secrecy_document IS NULL
        OR (SELECT count(*) FROM access_disclosures d WHERE d.purpose_id = p.id) >= 2) ORDER BY t.id LIMIT ${ROWS_MAX}`,
})
