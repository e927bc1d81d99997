import { HOLDERS } from '../../src/demo/cast'
import { type Statement, sql } from '../../src/platform/d1'
import type { Chance } from './scheduler'

/** Who may speak; `boss` and `checker` are the platform's operators, a `stranger` is a consumer who owns nothing. */
export type Person =
  | 'gym_owner'
  | 'gym_cashier'
  | 'li'
  | 'wang'
  | 'owner'
  | 'cashier'
  | 'supervisor'
  | 'second'
  | 'bank'
  | 'boss'
  | 'checker'
  | 'stranger'
export type Request = {
  who: Person
  method: 'POST' | 'PUT'
  path: string
  body: Record<string, unknown>
}
/** What a command may look at when it is made up: rows as they are, chance, the clock, a fresh code. */
export type Scene = {
  dice: Chance
  now: () => string
  /** One of the rows: mostly the first, which the statement puts where something is still open. */
  id: (from: Statement) => Promise<string | null>
  /** Any of the rows, each as likely. */
  any: (from: Statement) => Promise<string | null>
  code: (card_id: string, who: Person) => Promise<string | null>
  owner_of: (card_id: string) => Promise<Person>
  phone_of: (who: Person) => string
  /** The hash of an offer's contract, as its buyer reads it. */
  contract_of: (offer_id: string) => Promise<string>
  merchant_id: string
}
export type Command = {
  name: string
  weight: number
  make: (scene: Scene) => Promise<Request | null>
}

export const post = (who: Person, path: string, body: Record<string, unknown> = {}): Request => ({
  who,
  method: 'POST',
  path,
  body,
})
export const anyCard = sql`SELECT id FROM cards`
export const stored = sql`SELECT id FROM cards WHERE kind = 'stored_value'`
export const period = sql`SELECT id FROM cards WHERE kind = 'period'`
export const hold = (kind: string) =>
  sql`SELECT id FROM holds WHERE kind = ${kind} ORDER BY (status IN ('held', 'contested')) DESC, id DESC`
export const refund = sql`SELECT id FROM refunds ORDER BY (status IN ('asked', 'contested', 'decided')) DESC, id DESC`

/** On a card of one of the two holders, said by its holder. */
export const byHolder =
  (
    from: Statement,
    of: (card: string, who: Person, scene: Scene) => Request | Promise<Request | null> | null,
  ) =>
  async (scene: Scene) => {
    const card = await scene.any(from)
    return card === null ? null : of(card, await scene.owner_of(card), scene)
  }
/** On something found by a statement. */
export const on =
  (from: Statement, of: (id: string, scene: Scene) => Request | Promise<Request | null>) =>
  async (scene: Scene) => {
    const id = await scene.id(from)
    return id === null ? null : of(id, scene)
  }
export const some = (scene: Scene, max: number) => 1 + scene.dice.below(max)

export const holdOwner = async (scene: Scene, hold_id: string): Promise<Person> =>
  scene.owner_of((await scene.id(sql`SELECT card_id AS id FROM holds WHERE id = ${hold_id}`)) ?? '')
export const refundHolder = async (scene: Scene, refund_id: string): Promise<Person> =>
  (await scene.id(
    sql`SELECT c.id FROM refunds r JOIN consumers c ON c.id = r.consumer_id WHERE r.id = ${refund_id} AND c.nickname = ${HOLDERS.li.name}`,
  ))
    ? 'li'
    : 'wang'
