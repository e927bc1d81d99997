import { fen } from '../kernel/money'

type Share = { covered_fen: number; remainder: number }
/**
 * The part of one claim that is there: floor(claim × pool ÷ all claims), and the remainder of the division by which
 * the last fen are given out (largest remainder, Hamilton's method). Exact for any size. What a card is told to be
 * there and what an ending pays it are both this.
 */
export function claimShare(claim_fen: number, pool_fen: number, all_fen: number): Share {
  const product = BigInt(claim_fen) * BigInt(pool_fen)
  return {
    covered_fen: fen(Number(product / BigInt(all_fen))),
    remainder: Number(product % BigInt(all_fen)),
  }
}
