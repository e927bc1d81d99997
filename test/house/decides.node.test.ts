import { describe, expect, it } from 'vitest'
import { asked, outsideReaches } from '../support/decides'

const PLANTED = `
import { type Ask, actOf } from '../../src/platform/act'
import { answerOnce, jobAct } from '../../src/platform/journal'
import { sql } from '../../src/platform/d1'
import type { Kit, World } from '../../src/platform/world'
import { tellEntry } from '../../src/instructions/entry'

const answered = (body: object) => ({ status: 200, subject_id: '', body, statements: [] })
const named = (kit: Kit) => answered({ id: kit.newId('req') })
const reads = () => ({ one: sql<{ one: number }>\`SELECT 1 AS one\` })

export const good = (world: World, ask: Ask) =>
  answerOnce(world, ask, {
    reads,
    call: () => world.payments.balance(),
    decide: ({ kit, called }) => answered({ ...named(kit), ...called, by: kit.payments.name }),
  })
export const pays = (world: World, ask: Ask) =>
  answerOnce(world, ask, {
    reads,
    decide: async () => answered(await world.payments.balance()), // outside
  })
export const handsOn = (world: World, ask: Ask) =>
  answerOnce(world, ask, { reads, decide: () => named(world) }) // outside
export const tells = (world: World) =>
  jobAct(world, { operation: 'o', key: 'k', said: [] }, {
    reads,
    decide: async () => {
      const order = { id: 'a', kind: 'fee', subject_id: 'b', merchant_id: null, amount_fen: 1 } as const
      const how = { by: 'takeFee', custody_account_no: '1', reference: 'r' } as const
      return answered(await tellEntry(world, order, how)) // outside
    },
  })
export function byAnother(world: World, ask: Ask) {
  const looks = () => world.db.batch([]) // outside
  const asks = async () => answered(await looks())
  return answerOnce(world, ask, { reads, decide: () => asks() })
}
const changed = (world: World, change: () => Promise<object>) =>
  jobAct(world, { operation: 'o', key: 'k', said: [] }, {
    reads,
    decide: async () => answered(await change()),
  })
export const changes = (world: World) => changed(world, () => world.payments.balance()) // outside
type Round = { turn: (kit: Kit) => Promise<object> }
const turned = (world: World, round: Round) =>
  jobAct(world, { operation: 'o', key: 'k', said: [] }, {
    reads,
    decide: async ({ kit }) => answered(await round.turn(kit)),
  })
export const turns = (world: World) =>
  turned(world, { turn: () => world.payments.balance() }) // outside
export const taken = ({ bank }: World) =>
  actOf({
    reads,
    decide: async () => answered(await bank.statement({ day: '2026-01-01' as never }) ?? {}), // outside
  })
export const fetches = () =>
  actOf({
    reads,
    decide: async () => answered({ said: await (await fetch('https://a.test')).text() }), // outside
  })
export const early = () => actOf({ reads, decide: () => answered({ at: Date.now() }) }) // outside
`

describe('a decision', () => {
  it('is found wherever it reaches outside, and nowhere else', () => {
    const { acts, found } = asked({ 'acts.ts': PLANTED })
    const lines = found.map((what) => Number(/:(\d+) /.exec(what)?.[1]))
    const marked = PLANTED.split('\n').flatMap((line, i) =>
      / \/\/ outside$/.test(line) ? i + 1 : [],
    )
    expect(
      [...new Set(lines)].sort((a, b) => a - b),
      found.join('\n'),
    ).toEqual(marked)
    expect(acts).toBe(10)
  })
  it('of the product draws upon its rows, its moment and its kit alone', () => {
    const { acts, found } = outsideReaches()
    expect(found).toEqual([])
    expect(acts).toBeGreaterThan(150)
  })
})
