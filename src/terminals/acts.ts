/** What a terminal may be given to do. */
export const TERMINAL_ACTS = ['redeem', 'claim', 'void'] as const
export type TerminalAct = (typeof TERMINAL_ACTS)[number]

/**
 * The operations of each act; `null`: whatever it was given. A route whose policy names terminals stands here, or they
 * do not get in.
 */
const OPERATIONS: Readonly<Record<string, TerminalAct | null>> = {
  // Nothing is asked but who it is.
  '': null,
  readOwnTerminal: null,
  listPriceItems: null,
  readRedemption: null,
  listRedemptions: null,
  redeemByCode: 'redeem',
  cancelRedemption: 'redeem',
  startClaim: 'claim',
  listClaimCards: 'claim',
  correctRedemption: 'void',
}

/** Whether a terminal with these acts may ask an operation. */
export function mayAsk(acts: readonly TerminalAct[], operation: string): boolean {
  const needed = OPERATIONS[operation]
  return needed === null || (needed !== undefined && acts.includes(needed))
}
