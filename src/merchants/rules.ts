import { type EntityType, isInGroups, ORDER_9_GROUPS } from '../kernel/places'
import { refuse } from '../kernel/refusals'
import { type Instant, type LocalDate, plusDays } from '../kernel/time'

/**
 * A shop as the rules see it. A null licence day means 长期 (no end); a null lease means own
 * premises.
 */
export type Merchant = {
  id: string
  entity_type: EntityType
  sector: string
  district: string
  licence_expires_on: LocalDate | null
  lease_ends_on: LocalDate | null
  admitted_at: Instant | null
  sales_held_at: Instant | null
}

/** A shop with less left could not even give the 30 days' notice of closure (消保法实施条例 §21). */
const LICENCE_DAYS_LEFT_MIN = 30

type AdmissionRequest = {
  licence_expires_on: LocalDate | null
  lease_ends_on: LocalDate | null
  entity_type: EntityType
  sector_groups: readonly string[]
  settlement_verified: boolean
  today: LocalDate
}
type AdmissionDecision = {
  /** The last day any card of this shop may run to; null when nothing bounds it. */
  card_ends_latest_on: LocalDate | null
  /**
   * Companies in order 9's three trades file within 30 days of their first card (商务部令2012年第9号 §7).
   */
  must_file: boolean
}

type Papers = Pick<AdmissionRequest, 'licence_expires_on' | 'lease_ends_on' | 'today'>
/**
 * Whether a shop's papers are in order; looked at before the bank is asked about its account. Refuses
 * `licence_not_valid`, `lease_ended`.
 */
export function checkPapers({ licence_expires_on, lease_ends_on, today }: Papers): void {
  const needed_on = plusDays(today, LICENCE_DAYS_LEFT_MIN)
  if (endsBefore(licence_expires_on, needed_on)) {
    refuse('licence_not_valid', { detail: `执照有效期至 ${licence_expires_on}` })
  }
  if (endsBefore(lease_ends_on, today)) {
    refuse('lease_ended', { detail: `租约到 ${lease_ends_on} 为止` })
  }
}

/**
 * May this shop join? The payee must be the licence holder (法释〔2025〕4号 §4), which is what
 * `settlement_verified` says: the bank confirmed that account and licence bear one name.
 * Refuses `licence_not_valid`, `lease_ended`, `settlement_account_not_verified`.
 */
export function decideAdmission(request: AdmissionRequest): AdmissionDecision {
  checkPapers(request)
  if (!request.settlement_verified) refuse('settlement_account_not_verified')

  return {
    card_ends_latest_on: cardEndsLatestOn(request),
    must_file:
      request.entity_type === 'company' && isInGroups(request.sector_groups, ORDER_9_GROUPS),
  }
}

/**
 * The earlier of licence and lease end: no card may promise a service past the premises or the
 * permit.
 */
export function cardEndsLatestOn(
  merchant: Pick<Merchant, 'licence_expires_on' | 'lease_ends_on'>,
): LocalDate | null {
  const ends = [merchant.licence_expires_on, merchant.lease_ends_on]
  return ends.filter((ends_on) => ends_on !== null).sort()[0] ?? null
}

const endsBefore = (ends_on: LocalDate | null, on: LocalDate): boolean =>
  ends_on !== null && ends_on < on
