import { type City, type CityTable, lastNamed, valueOn } from '../kernel/city'
import { REFUSALS, refuse } from '../kernel/refusals'
import type { LocalDate } from '../kernel/time'
import { ENDING, NEEDED } from './rows'
import type { ProposalRow } from './store'

/** A row as somebody enters it: checked against its table's schema already. */
export type Entered = {
  table: CityTable
  key: string
  from_on: LocalDate
  value: object | null
  source: string
  note: string | null
}

/** May this be proposed? Refuses unit_unknown, city_row_unknown, and city_row_needed for rows that cannot end. */
export function decideProposal(city: City, { table, key, value }: Entered): void {
  if (table === 'complaint_kind' && value !== null && 'unit' in value)
    knownUnit(city, String(value.unit))
  if (value !== null) return
  if (!ENDING.includes(table) || NEEDED.includes(`${table}:${key}`)) refuse('city_row_needed')
  if (lastNamed(city, table, key) === null) refuse('city_row_unknown')
}

/**
 * May this proposal come into force by this person's word? To refuse one is everybody's right, also the maker's.
 * Refuses city_proposal_not_found, city_proposal_decided, city_needs_another_person.
 */
export function decideDecision(proposal: ProposalRow | undefined, agreed: boolean): ProposalRow {
  if (!proposal) refuse('city_proposal_not_found')
  if (proposal.state !== 'waiting') refuse('city_proposal_decided')
  if (agreed && proposal.is_own === 1) refuse('city_needs_another_person')
  return proposal
}

/** A refusal that a form shows beside its field. */
function refuseAt(
  code: 'district_unknown' | 'sector_unknown' | 'unit_unknown',
  pointer: string,
): never {
  const detail = REFUSALS[code].message
  return refuse(code, { errors: [{ pointer, code, detail }] })
}
/** A district where a shop may stand on that day. Refuses district_unknown. */
export function knownDistrict(city: City, code: string, on: LocalDate): string {
  if (valueOn(city, 'district', code, on) === null) refuseAt('district_unknown', '/district')
  return code
}
/** A trade that a shop may be entered under on that day. Refuses sector_unknown. */
export function knownSector(city: City, code: string, on: LocalDate): string {
  if (valueOn(city, 'sector', code, on) === null) refuseAt('sector_unknown', '/sector')
  return code
}
/** An office of the city's list. Refuses unit_unknown. */
export function knownUnit(city: City, code: string): string {
  if (lastNamed(city, 'unit', code) === null) refuseAt('unit_unknown', '/unit')
  return code
}
/** A place to look for shops in: also a district or trade that has ended. Refuses district_unknown, sector_unknown. */
export function mayFilterBy(
  city: City,
  { district, sector }: { district?: string | undefined; sector?: string | undefined },
): void {
  if (district !== undefined && lastNamed(city, 'district', district) === null)
    refuse('district_unknown')
  if (sector !== undefined && lastNamed(city, 'sector', sector) === null) refuse('sector_unknown')
}
