import type { City } from '../kernel/city'
import { insist } from '../kernel/refusals'
import type { Instant, LocalDate } from '../kernel/time'
import type { Statement } from '../platform/d1'
import type { Kit } from '../platform/world'
import type { SignalKind } from '../supervision/rules'
import type { ReasonRow } from './look'
import {
  dueAfter,
  dueOn,
  type Ending,
  highestLevel,
  isWorse,
  type Known,
  knownAfter,
  type Level,
  OPENS_FROM,
  type Reason,
  stepOpen,
} from './rules'
import {
  type CaseRow,
  type EntryRow,
  insertCase,
  insertEntry,
  type LookedShopRow,
  updateCase,
} from './store'

type Rows = { shop: LookedShopRow[]; newest: CaseRow[]; reasons: ReasonRow[] }
type When = { now: Instant; city: City; today: LocalDate }
/** What a look found: the reasons, and what of the shop stands beside them in its case. */
type Seen = { reasons: Reason[]; shop: LookedShopRow; ending: Ending; figures: Figures }
type Figures = Pick<CaseRow, 'stake_fen' | 'holders' | 'reasons' | 'digest' | 'looked_on'>

export const caseEnding = (shop: Pick<LookedShopRow, 'has_done_ending' | 'is_ending'>): Ending => ({
  has_ended: shop.has_done_ending === 1 && shop.is_ending === 0,
  is_ending: shop.is_ending === 1,
})

/** What one look at a shop does to its case. */
export function lookWork(kit: Kit, merchant_id: string, rows: Rows, when: When) {
  const seen = seenIn(rows, when.today)
  const [newest] = rows.newest
  const statements = newest
    ? newest.closed_at === null
      ? openCase(kit, newest, seen, when)
      : closedCase(kit, newest, seen, when)
    : freshCase(kit, null, seen, when)
  return {
    status: 200,
    subject_id: merchant_id,
    body: { object: 'case_look', merchant_id, level: highestLevel(seen.reasons) },
    statements,
  }
}

function seenIn(rows: Rows, today: LocalDate): Seen {
  const [shop] = rows.shop
  insist(shop, 'a shop with a matter or a case is there')
  const reasons = rows.reasons.map(({ digest: _digest, kind, level, ...matter }) => ({
    ...matter,
    kind: kind as SignalKind,
    level: level as Level,
  }))
  const figures = {
    stake_fen: Math.max(shop.owed_fen, 0),
    holders: shop.holders ?? 0,
    reasons: JSON.stringify(reasons),
    digest: rows.reasons[0]?.digest ?? '',
    looked_on: today,
  }
  return { reasons, shop, ending: caseEnding(shop), figures }
}

const entry = (
  kit: Kit,
  of: Pick<EntryRow, 'case_id' | 'kind' | 'at'> & Partial<EntryRow>,
): Statement =>
  insertEntry({ id: kit.newId('cae'), level: null, detail: null, note: null, by_id: null, ...of })

/** A new case, where there is enough for one; the one before it, if there was, says which follows. */
function freshCase(kit: Kit, earlier: CaseRow | null, seen: Seen, when: When): Statement[] {
  const level = highestLevel(seen.reasons)
  if (level === null || level < OPENS_FROM || seen.ending.has_ended) return []
  const { now, city, today } = when
  const id = kit.newId('cas')
  const fresh: CaseRow = {
    ...{ id, merchant_id: seen.shop.id, earlier_id: earlier?.id ?? null, next_id: null },
    ...{ level, peak_level: level, ...seen.figures, calm_since: null, opened_at: now },
    known: JSON.stringify(knownAfter({}, seen.reasons, today)),
    due_on: dueOn(city, level, today),
    ...{ extended_at: null, extended_by: null, extension_reason: null },
    ...{ assignee_id: null, assigned_at: null, visited_at: null },
    ...{ outcome: null, closed_by: null, closed_at: null, closed_note: null, version: 1 },
  }
  const detail = seen.reasons[0]?.kind ?? null
  return [
    ...(earlier ? [updateCase({ ...earlier, next_id: id })] : []),
    insertCase(fresh),
    entry(kit, { case_id: id, kind: 'opened', level, detail, at: now }),
  ]
}

function openCase(kit: Kit, open: CaseRow, seen: Seen, when: When): Statement[] {
  const { now, city, today } = when
  const step = stepOpen(open, seen.reasons, { today, ending: seen.ending })
  const known = JSON.stringify(knownAfter(JSON.parse(open.known) as Known, seen.reasons, today))
  const after: CaseRow = { ...open, ...seen.figures, known }
  if (step.is === 'closed')
    return [
      updateCase({ ...after, outcome: step.outcome, closed_at: now, calm_since: null }),
      entry(kit, { case_id: open.id, kind: 'closed', detail: step.outcome, at: now }),
    ]
  const { level, calm_since } = step
  const rose = level > open.level
  const peak_level = level > open.peak_level ? level : open.peak_level
  const due_on = dueAfter(open.due_on, dueOn(city, level, today), rose)
  const told = changeTold(open, seen.reasons, level)
  return [
    updateCase({ ...after, level, calm_since, peak_level, due_on }),
    ...told.map((one) => entry(kit, { ...one, case_id: open.id, level, at: now })),
  ]
}

/** What of a look is worth a line: the level moved, or a reason of a kind that was not there. */
function changeTold(
  open: CaseRow,
  reasons: readonly Reason[],
  level: Level,
): Pick<EntryRow, 'kind' | 'detail'>[] {
  if (level > open.level) return [{ kind: 'rose', detail: reasons[0]?.kind ?? null }]
  if (level < open.level) return [{ kind: 'fell', detail: reasons[0]?.kind ?? null }]
  const before = new Set((JSON.parse(open.reasons) as Reason[]).map(({ kind }) => kind))
  const [fresh] = reasons.filter(({ kind }) => !before.has(kind))
  return fresh ? [{ kind: 'reasons_changed', detail: fresh.kind }] : []
}

/** What is known since a case was closed lasts; what is worse than that opens another. */
function closedCase(kit: Kit, closed: CaseRow, seen: Seen, when: When): Statement[] {
  const known = JSON.parse(closed.known) as Known
  insist(closed.outcome, 'a closed case has an outcome')
  if (
    !seen.ending.has_ended &&
    isWorse({ known, outcome: closed.outcome }, seen.reasons, when.today)
  )
    return freshCase(kit, closed, seen, when)
  const { digest, looked_on } = seen.figures
  const after = JSON.stringify(knownAfter(known, seen.reasons, when.today))
  return [updateCase({ ...closed, digest, looked_on, known: after })]
}
