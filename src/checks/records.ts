import { sql } from '../platform/d1'
import type { Check } from './checks'
import type { FindingRow } from './pass'

const LIMIT = 20

/** What must hold of the records themselves: nothing that was acknowledged or told is missing. */
export const RECORD_CHECKS: readonly Check[] = [
  {
    name: 'acknowledged_things_exist',
    invariant: '凡答复成功的核销、占用、更正、退款、出款、购卡，都在册',
    over: ['journal', 'id'],
    divergences: (rows) => sql<FindingRow>`SELECT j.id, 'none' AS found, j.subject_id AS expected
                       FROM ${rows} j
                      WHERE j.status = 201 AND CASE substr(j.subject_id, 1, 4)
                              WHEN 'rdm_' THEN NOT EXISTS (SELECT 1 FROM redemptions WHERE id = j.subject_id)
                              WHEN 'hld_' THEN NOT EXISTS (SELECT 1 FROM holds WHERE id = j.subject_id)
                              WHEN 'cor_' THEN NOT EXISTS (SELECT 1 FROM corrections WHERE id = j.subject_id)
                              WHEN 'rfd_' THEN NOT EXISTS (SELECT 1 FROM refunds WHERE id = j.subject_id)
                              WHEN 'pyo_' THEN NOT EXISTS (SELECT 1 FROM payouts WHERE id = j.subject_id)
                              WHEN 'pur_' THEN NOT EXISTS (SELECT 1 FROM purchases WHERE id = j.subject_id)
                              ELSE 0 END LIMIT ${LIMIT}`,
  },
  {
    name: 'told_things_happened',
    invariant: '凡告诉过人的付款、核销、出款、退款，都确有其事',
    over: ['events', 'id'],
    divergences: (rows) => sql<FindingRow>`SELECT e.id, 'none' AS found, e.type AS expected
                       FROM ${rows} e
                      WHERE CASE e.type
                              WHEN 'purchase.paid' THEN NOT EXISTS (
                                SELECT 1 FROM purchases WHERE id = e.data ->> 'purchase_id' AND status = 'paid')
                              WHEN 'redemption.succeeded' THEN NOT EXISTS (
                                SELECT 1 FROM redemptions WHERE id = e.data ->> 'redemption_id' AND status = 'succeeded')
                              WHEN 'payout.paid' THEN NOT EXISTS (
                                SELECT 1 FROM payouts WHERE id = e.data ->> 'payout_id' AND paid_at IS NOT NULL)
                              WHEN 'refund.requested' THEN NOT EXISTS (
                                SELECT 1 FROM refunds WHERE id = e.data ->> 'refund_id')
                              ELSE 0 END LIMIT ${LIMIT}`,
  },
  {
    name: 'deliveries_are_of_events',
    invariant: '每一次推送都是一件真实的事件',
    over: ['webhook_deliveries', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT d.id, coalesce(e.id, 'none') AS found, d.event_id AS expected
                       FROM ${rows} d LEFT JOIN events e ON e.id = d.event_id AND e.seq = d.event_seq
                      WHERE e.id IS NULL LIMIT ${LIMIT}`,
  },
  {
    name: 'nobody_is_told_ahead',
    invariant: '推送到的位置不超过最后一件事件',
    over: ['webhook_endpoints', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT w.id, w.read_to_seq AS found, (SELECT coalesce(max(seq), 0) FROM events) AS expected
                       FROM ${rows} w WHERE found > expected LIMIT ${LIMIT}`,
  },
  {
    name: 'archive_is_a_chain',
    invariant: '归档的每一段记着前一段和那天封账的哈希，日志编号一段接一段',
    over: null,
    divergences: () => sql<FindingRow>`SELECT 'segment ' || s.no AS id,
                            coalesce(s.previous_hash, 'none') || '/' || s.journal_from || '/' || s.close_hash AS found,
                            coalesce(p.content_hash, 'none') || '/' || coalesce(p.journal_to, 0) || '/'
                              || coalesce(c.content_hash, 'none') AS expected
                       FROM archive_segments s LEFT JOIN archive_segments p ON p.no = s.no - 1
                       LEFT JOIN bank_closes c ON c.day = s.day AND c.phase = 'sealed'
                      WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'archived_entries_are_whole',
    invariant: '每个账户归档的分录从第一笔起一段接一段，不缺不重',
    over: ['archived_stretches', 'account_id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT y.account_id || ' ' || y.to_version AS id, y.from_version AS found,
                            coalesce((SELECT max(z.to_version) FROM archived_stretches z
                              WHERE z.account_id = y.account_id AND z.to_version < y.to_version), 0) AS expected
                       FROM ${rows} y WHERE found <> expected LIMIT ${LIMIT}`,
  },
]
