import { refuse } from '../kernel/refusals'

export type Part = { card_id: string; n: number }
/** Each card of the estate once, to an heir there is. Refuses estate_division_wrong. */
export function requireDivision(
  parts: readonly Part[],
  of: { cards: readonly string[]; heirs: readonly number[] },
): void {
  const said = parts.map(({ card_id }) => card_id)
  const is_whole =
    new Set(said).size === said.length && [...said].sort().join() === [...of.cards].sort().join()
  if (!is_whole || parts.some(({ n }) => !of.heirs.includes(n))) refuse('estate_division_wrong')
}
