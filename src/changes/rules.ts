import { refuse } from '../kernel/refusals'
import { daysBetween, type LocalDate, plusDays } from '../kernel/time'

export type ChangeKind = 'move' | 'legal_representative' | 'licence' | 'takeover'
/** 消保法实施条例 §21: thirty days' notice before a move; the same before somebody else takes over. */
export const NOTICE_DAYS = 30
/** How long after it holders may leave for its sake at the price really paid (our contract's promise). */
const LEAVE_DAYS = 90
/** What nobody may be sold before it was checked: who answers for the shop. */
export const STOPS_SALES: readonly ChangeKind[] = ['legal_representative', 'licence', 'takeover']

export type Facts = {
  address?: string | undefined
  district?: string | undefined
  name?: string | undefined
  legal_representative?: string | undefined
  licence_no?: string | undefined
  licence_expires_on?: LocalDate | null | undefined
}
const NEEDS: Record<ChangeKind, readonly (keyof Facts)[]> = {
  move: ['address', 'district'],
  legal_representative: ['legal_representative'],
  licence: ['licence_no'],
  takeover: ['name', 'legal_representative', 'licence_no'],
}

/** Refuses change_facts_missing when what is new is not all said, change_notice_too_short for a move or a takeover. */
export function decideChange(
  change: { kind: ChangeKind; facts: Facts; from_on: LocalDate },
  today: LocalDate,
): { leave_by: LocalDate } {
  const { kind, facts, from_on } = change
  if (NEEDS[kind].some((field) => facts[field] === undefined)) refuse('change_facts_missing')
  const notice = kind === 'move' || kind === 'takeover' ? NOTICE_DAYS : 0
  if (daysBetween(today, from_on) < notice) refuse('change_notice_too_short')
  return { leave_by: plusDays(from_on, LEAVE_DAYS) }
}

/** The first day on which a change announced today may begin that needs notice: a move, a takeover. */
export const earliestMove = (today: LocalDate): LocalDate => plusDays(today, NOTICE_DAYS)

/** The ground in the law's words that a change gives its holders; null: none of their own. */
export const CHANGE_GROUNDS: Record<ChangeKind, string> = {
  move: 'shop_moved',
  legal_representative: 'shop_changed_hands',
  licence: 'shop_changed_hands',
  takeover: 'shop_changed_hands',
}
export const holdReason = (kind: ChangeKind): string => `${WORDS[kind]}，核验后恢复售卡`
/** What a change is called, in two languages. */
export const CHANGE_NAMES: Record<ChangeKind, { zh: string; en: string }> = {
  move: { zh: '迁址', en: 'moving' },
  legal_representative: { zh: '换法定代表人', en: 'legal representative' },
  licence: { zh: '换执照', en: 'licence' },
  takeover: { zh: '转让给新经营者', en: 'takeover' },
}
export const WORDS: Record<ChangeKind, string> = {
  move: '店家迁址',
  legal_representative: '店家变更法定代表人',
  licence: '店家变更执照',
  takeover: '店家转让给新的经营者',
}
