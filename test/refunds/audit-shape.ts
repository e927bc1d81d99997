/** One hand-worked case: what is asked, and what must come back, in fen. */
type Audit = {
  claim: string
  /** The article of 法释〔2025〕4号 that decides it. */
  article: string
  ask: object
  principal: number
  by_18: number
  by_19: number
  interest: number
  costs: number
}

type More = { interest?: number; costs?: number }

/** `[principal, §18, §19]` of one question; it ends on 2026-06-01 unless it says otherwise. */
export const audit = (
  claim: string,
  article: string,
  ask: object,
  [principal, by_18, by_19]: [number, number, number],
  { interest = 0, costs = 0 }: More = {},
): Audit => ({
  claim,
  article,
  ask: { terminated_on: '2026-06-01', ...ask },
  principal,
  by_18,
  by_19,
  interest,
  costs,
})

/** Uses of a stored-value card, said by their list value in fen. */
export const used = (...values: number[]) => values.map((list_value_fen) => ({ list_value_fen }))
