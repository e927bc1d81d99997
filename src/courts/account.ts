import type { Kit } from '../platform/world'

export const COURT_SEALED = 'court_deductions.to_account_no'
export const courtPlace = (deduction_id: string): string => `${COURT_SEALED}|${deduction_id}`
/** A court's account: its number sealed for this deduction alone, and the last four digits to read. */
export const sealCourtAccount = async (
  kit: Kit,
  { id, account_no }: { id: string; account_no: string },
): Promise<{ to_account_no: string; to_account_mask: string }> => ({
  to_account_no: await kit.secrets.seal(COURT_SEALED, courtPlace(id), account_no),
  to_account_mask: `尾号 ${account_no.slice(-4)}`,
})
export const openCourtAccount = (
  kit: Kit,
  { id, sealed }: { id: string; sealed: string },
): Promise<string> => kit.secrets.open(COURT_SEALED, courtPlace(id), sealed)
