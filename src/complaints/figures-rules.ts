import { COUNTED, type Counts } from './tally'

export const GROUPS = ['kind', 'district', 'merchant'] as const
type Group = (typeof GROUPS)[number]
/** One row of the roll-ups, added up over a span: `half` is the span asked for, or the one of the same length before. */
export type SpanRow = Counts & {
  half: 'now' | 'before'
  kind: string
  district: string
  merchant_id: string
  merchant_name: string
}
const KEY: Record<Group, (row: SpanRow) => string> = {
  kind: (row) => row.kind,
  district: (row) => row.district,
  merchant: (row) => row.merchant_id,
}

const NOTHING = Object.fromEntries(COUNTED.map((name) => [name, 0])) as Counts
export function addedUp(rows: readonly SpanRow[]): Counts {
  const sum = { ...NOTHING }
  for (const row of rows) for (const name of COUNTED) sum[name] += row[name]
  return sum
}

type Line = { key: string; now: Counts; before: Counts; change: number }
const half = (rows: readonly SpanRow[], which: SpanRow['half']) =>
  addedUp(rows.filter((row) => row.half === which))
/** The figures of both spans by kind, district or shop; what grew most stands first. */
export function linesBy(rows: readonly SpanRow[], group: Group): Line[] {
  const keys = [...new Set(rows.map(KEY[group]))]
  return keys
    .map((key) => {
      const own = rows.filter((row) => KEY[group](row) === key)
      const now = half(own, 'now')
      const before = half(own, 'before')
      return { key, now, before, change: now.filed_count - before.filed_count }
    })
    .sort(
      (a, b) =>
        b.change - a.change || b.now.filed_count - a.now.filed_count || (a.key < b.key ? -1 : 1),
    )
}

type HotTopic = {
  kind: string
  district: string
  merchant_id: string
  filed_count: number
  before_count: number
}
const HOT_AT_LEAST = 3
/**
 * What several people complained of at one shop, more than in the span before: three at least, and half as many again.
 * The most numerous first.
 */
export function hotTopics(rows: readonly SpanRow[]): HotTopic[] {
  const by = new Map<string, HotTopic>()
  for (const row of rows) {
    const key = `${row.kind} ${row.merchant_id}`
    const { kind, district, merchant_id } = row
    const topic = by.get(key) ?? { kind, district, merchant_id, filed_count: 0, before_count: 0 }
    if (row.half === 'now') topic.filed_count += row.filed_count
    else topic.before_count += row.filed_count
    by.set(key, topic)
  }
  return [...by.values()]
    .filter((one) => one.filed_count >= HOT_AT_LEAST && 2 * one.filed_count >= 3 * one.before_count)
    .sort((a, b) => b.filed_count - a.filed_count || (a.merchant_id < b.merchant_id ? -1 : 1))
    .slice(0, 10)
}

type Worse = { district: string; change: number; kind: string; merchant_id: string }
/** Which district got worse, and why: the one that grew most, with the kind and the shop that grew most in it. Null: none. */
export function worstDistrict(rows: readonly SpanRow[]): Worse | null {
  const [worst] = linesBy(rows, 'district')
  if (!worst || worst.change <= 0) return null
  const own = rows.filter(({ district }) => district === worst.key)
  const first = (group: Group) => linesBy(own, group)[0]?.key ?? ''
  return {
    district: worst.key,
    change: worst.change,
    kind: first('kind'),
    merchant_id: first('merchant'),
  }
}
