import { ACCOUNT_SEALS } from '../accounts/seals'
import { CODE_SEALS } from '../codes/seals'
import { COURT_SEALS } from '../courts/seals'
import { PHONE_SEALS } from '../identity/phone'
import { JOINING_SEALS } from '../joining/seals'
import { MANDATE_SEALS } from '../mandates/seals'
import { MERCHANT_SEALS } from '../merchants/settlement-account'
import { PAYOUT_SEALS } from '../payouts/seals'
import type { SealedColumn } from '../platform/d1'
import { PUSH_SEALS } from '../pushes/seals'
import { RECOVERY_SEALS } from '../recoveries/seals'
import { REFUND_SEALS } from '../refunds/store'

/**
 * Every column of sealed values. What is copied from another column comes after it. Segments of the archive are sealed as a
 * whole and not anew: they are counted by the key they are under. The keys that are kept are sealed anew by themselves.
 */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  ...CODE_SEALS,
  ...PHONE_SEALS,
  ...JOINING_SEALS,
  ...RECOVERY_SEALS,
  ...PUSH_SEALS,
  ...ACCOUNT_SEALS,
  ...MERCHANT_SEALS,
  ...COURT_SEALS,
  ...PAYOUT_SEALS,
  ...REFUND_SEALS,
  ...MANDATE_SEALS,
]
