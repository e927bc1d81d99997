import { type Counter, openCounter, type Person, PIN } from '../redemptions/support'
import type { AnswerAt, Reply, Says } from '../support/addresses'

export const YEAR = {
  paid_fen: 36_500,
  face_units: 365,
  list_price_fen: 100,
  starts_on: '2026-03-02',
  ends_on: '2027-03-01',
}
export type Care = Counter & {
  /** As this person, freshly signed in. */
  says: Says<Person>
  sees: (who: Person, card: string) => Promise<Reply<AnswerAt<'GET /v1/cards/:id'>>>
}
export async function openCare(): Promise<Care> {
  const counter = await openCounter()
  await counter.setPin(counter.li)
  await counter.setPin(counter.wang)
  const says: Care['says'] = async (who, method, path, body) =>
    counter.call(method, path, { token: await counter.as(who.id), ...(body ? { body } : {}) })
  return { ...counter, says, sees: (who, card) => says(who, 'GET', `/v1/cards/${card}`) }
}
export { PIN }
