import * as z from 'zod'
import type { Actor } from '../platform/actor'
import type { CardFigures } from '../standing/facts'
import type { EndingDetailRow } from './store'

/** The evidence of an incident, who acted when, and what a confirmation does: for officials alone, before and after. */
export const IncidentRecord = z
  .strictObject({
    evidence: z.string().meta({ description: '报告人写下的证据，原文' }),
    reporter_name: z.string().nullable(),
    reported_at: z.string(),
    confirmer_name: z.string().nullable(),
    confirmed_at: z.string().nullable(),
    dismisser_name: z.string().nullable(),
    dismissed_at: z.string().nullable(),
    may_confirm: z.boolean().meta({ description: '您可以确认：您是另一位，也有人看到门关着' }),
    is_own: z.boolean().meta({ description: '是您报告的，自己不能确认' }),
    closed_door_id: z
      .string()
      .nullable()
      .meta({ description: '报告前七天起，有人去看到关着门的那次巡查；没有就还不能确认' }),
    effect: z
      .strictObject({
        cards_count: z.int(),
        owed_fen: z.int().meta({ description: '欠各卡的合计，按此刻' }),
        short_fen: z.int().meta({ description: '其中没有钱对着的，各卡按同一比例少退' }),
        is_final: z.literal(true).meta({ description: '确认后不能收回' }),
      })
      .nullable()
      .meta({ description: '确认会做什么；已经确认或撤销后是 null' }),
  })
  .meta({ id: 'IncidentRecord', description: '失联事件的证据与经办人：只有监管人员看得到' })

type Sums = Pick<CardFigures, 'owed_fen' | 'short_fen'>
/** Null for a closure, and for anybody who is not an official of the place. */
export function incidentRecord(
  e: EndingDetailRow,
  { actor, now_owed }: { actor: Actor; now_owed: Sums },
): z.input<typeof IncidentRecord> | null {
  if (e.kind !== 'incident' || actor.kind !== 'regulator') return null
  const waits = e.phase === 'waiting' && e.confirmed_at === null
  return {
    evidence: e.evidence ?? '',
    reporter_name: e.reporter_name,
    reported_at: e.reported_at,
    confirmer_name: e.confirmer_name,
    confirmed_at: e.confirmed_at,
    dismisser_name: e.dismisser_name,
    dismissed_at: e.dismissed_at,
    may_confirm: waits && e.reported_by !== actor.id && e.closed_door_id !== null,
    is_own: e.reported_by === actor.id,
    closed_door_id: e.closed_door_id,
    effect: waits ? { cards_count: e.cards_count, ...now_owed, is_final: true } : null,
  }
}
