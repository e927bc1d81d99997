import { type LocalDate, localDate } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import type { ComplaintRow } from './store'

/** What a day's row of a shop and kind counts. */
export const COUNTED = [
  'filed_count',
  'filed_fen',
  'ended_count',
  'settled_count',
  'founded_count',
  'late_count',
  'called_count',
  'satisfied_count',
  'stars_count',
  'stars_sum',
] as const
export type Counts = Record<(typeof COUNTED)[number], number>

/** Adds to the roll-up of the day on which something was done, in the batch in which it was. */
export function tallyStatement(
  of: Pick<ComplaintRow, 'merchant_id' | 'kind' | 'way' | 'district'>,
  day: LocalDate,
  by: Partial<Counts>,
): Statement {
  const n = (name: keyof Counts): number => by[name] ?? 0
  return sql`INSERT INTO complaint_days (day, merchant_id, kind, way, district, filed_count, filed_fen, ended_count,
        settled_count, founded_count, late_count, called_count, satisfied_count, stars_count, stars_sum)
      VALUES (${day}, ${of.merchant_id}, ${of.kind}, ${of.way}, ${of.district}, ${n('filed_count')}, ${n('filed_fen')},
        ${n('ended_count')}, ${n('settled_count')}, ${n('founded_count')}, ${n('late_count')}, ${n('called_count')},
        ${n('satisfied_count')}, ${n('stars_count')}, ${n('stars_sum')})
      ON CONFLICT (day, merchant_id, kind) DO UPDATE SET filed_count = filed_count + excluded.filed_count,
        filed_fen = filed_fen + excluded.filed_fen, ended_count = ended_count + excluded.ended_count,
        settled_count = settled_count + excluded.settled_count, founded_count = founded_count + excluded.founded_count,
        late_count = late_count + excluded.late_count, called_count = called_count + excluded.called_count,
        satisfied_count = satisfied_count + excluded.satisfied_count, stars_count = stars_count + excluded.stars_count,
        stars_sum = stars_sum + excluded.stars_sum`
}

/** What the end of a complaint adds. */
export function tallyEndStatement(ended: ComplaintRow): Statement {
  const { outcome, ended_at, filed_at, is_late } = ended
  return tallyStatement(ended, localDate(ended_at ?? filed_at), {
    ended_count: 1,
    settled_count: outcome === 'settled' || outcome === 'made_good' ? 1 : 0,
    founded_count: outcome === 'case_opened' ? 1 : 0,
    late_count: is_late,
  })
}
