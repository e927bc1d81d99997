import { LIMITS, RULES, WAYS, type Word } from '../cards/consent-rules'
import { sql } from '../platform/d1'
import type { Check } from './checks'
import type { FindingRow } from './pass'

const LIMIT = 20

/** Every pair of way and word by which money may have left a card, from the rule the acts ask. */
const RELEASING = WAYS.flatMap((way) =>
  (Object.keys(RULES[way]) as Word[])
    .filter((word) => RULES[way][word].does === 'at_once')
    .map((word) => `${way}/${word}`),
)
const HELD_WAYS = ['claim', 'capture', 'no_show', 'late_cancel']
const allowed = sql`SELECT value FROM json_each(${JSON.stringify(RELEASING)})`
const held_ways = sql`SELECT value FROM json_each(${JSON.stringify(HELD_WAYS)})`

/** What proves each word: the spent code, the act of the holder, the decision, or the told silence. */
const proof = sql`CASE r.consent
  WHEN 'code' THEN EXISTS (SELECT 1 FROM pay_code_uses u WHERE u.redemption_id = r.id)
  WHEN 'pin' THEN r.way IN ('code_use', 'counter_use') AND EXISTS (
        SELECT 1 FROM journal j WHERE j.subject_id = r.id AND j.status < 300
           AND j.operation IN ('confirmRedemption', 'redeemAtCounter'))
      OR EXISTS (SELECT 1 FROM journal j WHERE j.subject_id = h.id AND j.status < 300
           AND j.operation IN ('confirmClaim', 'captureBooking'))
  WHEN 'confirmation' THEN EXISTS (SELECT 1 FROM journal j WHERE j.subject_id = h.id AND j.status < 300
           AND j.actor_kind = 'consumer' AND j.operation IN ('confirmClaim', 'cancelBooking'))
  WHEN 'silence' THEN h.resolved_by = 'silence'
  WHEN 'decision' THEN h.resolved_by = 'decision'
  WHEN 'before_the_rule' THEN r.way IN (${held_ways})
  ELSE 0 END`

const day_of_use = sql`date(r.ended_at, '+8 hours')`
const stake = sql`CASE r.unit WHEN 'fen' THEN r.units ELSE r.released_fen END`
/** Without a PIN: by code or by a tap. A visit on a period card takes nothing. */
const without_pin = sql`r.status = 'succeeded' AND r.way <> 'check_in' AND r.consent IN ('code', 'confirmation')`

/** What must hold of how money leaves cards (docs/release.md). */
export const RELEASE_CHECKS: readonly Check[] = [
  {
    name: 'every_release_has_a_consent',
    invariant: '每一分付给店家的钱都有持卡人的同意：码、密码、确认、告知后的沉默或裁定，并有凭证',
    over: ['redemptions', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT r.id, coalesce(r.way || '/' || r.consent, 'none') || '/' || coalesce(${proof}, 0) AS found,
                    'a consent of the rule, proved' AS expected
               FROM ${rows} r LEFT JOIN holds h ON h.redemption_id = r.id
              WHERE r.status = 'succeeded'
                AND NOT EXISTS (SELECT 1 FROM archived_subjects y WHERE y.subject_id = r.id OR y.subject_id = h.id)
                AND (coalesce(${proof}, 0) = 0 OR (r.consent <> 'before_the_rule'
                  AND r.way || '/' || r.consent NOT IN (${allowed}))) LIMIT ${LIMIT}`,
  },
  {
    name: 'silence_was_told',
    invariant: '沉默视为同意的，先告诉过持卡人，告诉之后的时间够长，期满才付',
    over: ['holds', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT h.id, h.resolved_at || ' told ' || coalesce(n.sent_at, 'never') AS found, h.confirm_by AS expected
               FROM ${rows} h JOIN redemptions r ON r.id = h.redemption_id AND r.consent = 'silence'
               LEFT JOIN notices n ON n.event_id = h.telling_event_id AND n.state = 'sent'
              WHERE n.sent_at IS NULL OR h.resolved_at < h.confirm_by
                 OR ((julianday(n.sent_at) - julianday(coalesce(h.recorded_at, h.created_at))) * 2
                       > julianday(h.confirm_by) - julianday(coalesce(h.recorded_at, h.created_at)) + 2.0 / 86400
                   AND julianday(h.resolved_at) + 2.0 / 86400 < julianday(n.sent_at)
                       + julianday(h.confirm_by) - julianday(coalesce(h.recorded_at, h.created_at))) LIMIT ${LIMIT}`,
  },
  {
    name: 'no_pin_days_match_every_way',
    invariant: '一张卡一天不输密码付出的笔数和金额，等于各种途径逐笔重算，且在限额以内',
    over: ['card_days', 'card_id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT d.card_id || ' ' || d.day AS id, d.no_pin_count || '/' || d.no_pin_fen AS found,
                    count(r.id) || '/' || coalesce(sum(${stake}), 0) AS expected
               FROM ${rows} d LEFT JOIN redemptions r ON r.card_id = d.card_id AND ${day_of_use} = d.day AND ${without_pin}
              WHERE d.counts_every_way = 1 GROUP BY d.card_id, d.day
             HAVING found <> expected OR d.no_pin_count > ${LIMITS.no_pin.a_day_count}
                 OR d.no_pin_fen > ${LIMITS.no_pin.a_day_fen}
                 OR max(coalesce(${stake}, 0)) > ${LIMITS.no_pin.a_use_fen} LIMIT ${LIMIT}`,
  },
]
