/** What is held, and to whom it belongs: the kinds of the equation that the books must keep to the fen. */
const HELD = { custody: ['custody'], transit: ['psp'] } as const
const OWED = {
  consumers: ['escrow'],
  held: ['held', 'refunding', 'disputed'],
  payable: ['payable'],
  paying: ['paying'],
} as const
type Term = {
  /** A named one, or the kind of account itself where no name covers it: nothing hides. */
  term: string
  fen: number
  /** How it is written in the equation: `− size_fen` where it takes away. */
  is_less: boolean
  size_fen: number
}
const termOf = (term: string, fen: number): Term => ({
  term,
  fen,
  is_less: fen < 0,
  size_fen: Math.abs(fen),
})
type Equation = {
  held: Term[]
  owed: Term[]
  held_fen: number
  owed_fen: number
  /** Held less owed: 0 as long as the books are right. */
  differs_fen: number
}

/**
 * The books as one equation, from the trial balance by kind of account, in fen: what is held on one side, whose it is on
 * the other. Mirrors of the outside stand negative in the ledger and are turned round; a kind that no named term covers
 * is a term of its own as long as it is not nought.
 */
export function booksEquation(
  lines: readonly { account: string; balance_fen: number }[],
): Equation {
  const sums = new Map(lines.map(({ account, balance_fen }) => [account, balance_fen]))
  const of = (kinds: readonly string[]) =>
    kinds.reduce((sum, kind) => sum + (sums.get(kind) ?? 0), 0)
  const held = keysOf(HELD).map((term) => termOf(term, 0 - of(HELD[term])))
  const named = new Set<string>([...Object.values(HELD), ...Object.values(OWED)].flat())
  const owed: Term[] = keysOf(OWED).map((term) => termOf(term, of(OWED[term])))
  for (const { account, balance_fen } of lines)
    if (!named.has(account) && balance_fen !== 0) owed.push(termOf(account, balance_fen))
  const held_fen = sumOf(held)
  const owed_fen = sumOf(owed)
  return { held, owed, held_fen, owed_fen, differs_fen: held_fen - owed_fen }
}
const sumOf = (terms: readonly Term[]): number => terms.reduce((sum, { fen }) => sum + fen, 0)
function keysOf<T extends object>(of: T): (keyof T & string)[] {
  return Object.keys(of) as (keyof T & string)[]
}
