/** Money is a whole number of fen (分), CNY only. Never a float, never yuan. */
export type Fen = number & { readonly unit: 'fen' }

/** Brands a whole, safe, finite number of fen; anything else is a bug of the caller and throws. */
export function fen(value: number): Fen {
  if (!Number.isSafeInteger(value)) throw new Error(`not a whole number of fen: ${value}`)
  return value as Fen
}

/** The part of `whole` that belongs to `share` out of `total`, rounded down; exact for any size. */
export function proportion(whole: number, share: number, total: number): Fen {
  return fen(Number((BigInt(whole) * BigInt(share)) / BigInt(total)))
}

export function sumFen(amounts: Iterable<number>): Fen {
  let sum = 0
  for (const amount of amounts) sum = fen(sum + amount)
  return fen(sum)
}

/** As people type it: 4850 is `48.50`. */
export function plainYuan(amount_fen: number): string {
  const cents = String(Math.abs(fen(amount_fen)) % 100).padStart(2, '0')
  return `${amount_fen < 0 ? '-' : ''}${Math.trunc(Math.abs(amount_fen) / 100)}.${cents}`
}
/** Whole yuan, the rest dropped: for the axis of a drawing, never for a sum that is told. */
export const wholeYuan = (amount_fen: number): number => Math.trunc(fen(amount_fen) / 100)

/** For people: `¥1,286.50`. Integer arithmetic only, so that no digit can drift. */
export function yuan(amount_fen: number): string {
  const whole = Math.trunc(Math.abs(fen(amount_fen)) / 100)
  const cents = String(Math.abs(amount_fen) % 100).padStart(2, '0')
  const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${amount_fen < 0 ? '−' : ''}¥${grouped}.${cents}`
}
