import { sumFen } from '../kernel/money'

/**
 * Several payments onto one card have one balance: what was charged is what they brought, gifts included, less what is
 * left. Null where more is left than ever came onto the card.
 */
export function chargedByBalance(
  lots: readonly { paid_fen: number; bonus_fen: number }[],
  balance_fen: number,
): number | null {
  const charged_fen =
    sumFen(lots.flatMap(({ paid_fen, bonus_fen }) => [paid_fen, bonus_fen])) - balance_fen
  return charged_fen < 0 ? null : charged_fen
}
