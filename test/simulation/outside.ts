import { type AnswerKind, setBankAnswer } from '../../src/mocks/bank-answers'
import { type FaultKind, liftBankFaults, setBankFault } from '../../src/mocks/bank-faults'
import { deliverDueWebhooks } from '../../src/mocks/stripe/app'
import { all, sql } from '../../src/platform/d1'
import type { City } from '../support/city'
import { testConfig } from '../support/world'
import type { Scene } from './scene'

/** Something that the world does to us; null: there is nothing to do it to. */
type Happening = {
  name: string
  weight: number
  make: (scene: Scene, city: City) => Promise<(() => Promise<unknown>) | null>
}

const control = (city: City, path: string) =>
  city.call('POST', `/mock/stripe/__mock/${path}`, {
    token: testConfig.stripe_secret_key,
    key: null,
  })
const OPEN = sql`SELECT provider_ref AS id FROM disputes WHERE outcome IS NULL ORDER BY id DESC`
/** The provider's own disputes, those nobody has told us of among them. */
const KNOWN_THERE = sql`SELECT id FROM mock_stripe_objects WHERE object = 'dispute' ORDER BY seq DESC`
const CHARGES = sql`SELECT id FROM mock_stripe_objects WHERE object = 'charge' ORDER BY seq DESC`
const KNOBS = ['drop', 'dup', 'reorder', 'delay'] as const
const CALLS = [
  'submitPayout',
  'queryPayout',
  'creditCustody',
  'takeFee',
  'payProvider',
  'queryEntry',
  'verifyAccount',
] as const
const KINDS: readonly AnswerKind[] = ['not_served', 'served_not_answered', 'unknown_yet']
const TOLD_WRONG: readonly FaultKind[] = [
  'omitted',
  'omitted',
  'missing',
  'charge',
  'unknown_credit',
  'reissued',
  'reordered',
]

/** What payers' banks, the provider, its line and the custody bank do, at any time, beside whatever else runs. */
export const OUTSIDE: readonly Happening[] = [
  {
    name: 'a payer takes a payment back',
    weight: 5,
    make: async (scene, city) => {
      const charge = await scene.any(CHARGES)
      const how = scene.dice.pick(['', '', `?amount=${1 + scene.dice.below(60_000)}`])
      const inquiry = scene.dice.percent(30) ? '?inquiry=true' : how
      return charge === null ? null : () => control(city, `dispute/${charge}${inquiry}`)
    },
  },
  {
    name: 'a dispute is decided',
    weight: 5,
    make: async (scene, city) => {
      const id = await scene.any(scene.dice.percent(50) ? OPEN : KNOWN_THERE)
      const as = scene.dice.percent(50) ? 'won' : 'lost'
      return id === null ? null : () => control(city, `close_dispute/${id}?as=${as}`)
    },
  },
  {
    name: 'an inquiry becomes a dispute',
    weight: 1,
    make: async (scene, city) => {
      const id = await scene.any(KNOWN_THERE)
      return id === null ? null : () => control(city, `escalate_dispute/${id}`)
    },
  },
  {
    name: 'a lost dispute is won on appeal',
    weight: 1,
    make: async (scene, city) => {
      const id = await scene.any(sql`SELECT provider_ref AS id FROM disputes WHERE status = 'lost'`)
      return id === null ? null : () => control(city, `reinstate_dispute/${id}`)
    },
  },
  {
    name: 'notices arrive',
    weight: 4,
    make: async (_scene, city) => async () => {
      if (city.stripe_mock_deps) await deliverDueWebhooks(city.stripe_mock_deps)
    },
  },
  {
    name: 'notices get lost, doubled, late or out of order',
    weight: 2,
    make: async (scene, city) => {
      const path = `webhooks/${scene.dice.pick(KNOBS)}?next=${1 + scene.dice.below(4)}`
      return () => control(city, path)
    },
  },
  {
    name: 'the bank does not answer',
    weight: 5,
    make: async (scene, city) => {
      const call = scene.dice.pick(CALLS) ?? 'submitPayout'
      const asks = call === 'queryPayout'
      const kind = scene.dice.pick(asks ? KINDS : KINDS.slice(0, 2)) ?? 'not_served'
      const turns = 1 + scene.dice.below(3)
      return () => setBankAnswer(city.db, { call, kind, turns })
    },
  },
  {
    name: 'the bank tells a day wrong',
    weight: 2,
    make: async (scene, city) => {
      const kind = scene.dice.pick(TOLD_WRONG) ?? 'omitted'
      const account_no = await scene.any(
        sql`SELECT custody_account_no AS id FROM merchants WHERE custody_account_no IS NOT NULL`,
      )
      const day = dayOf(scene.now())
      const amount_fen = 1 + scene.dice.below(500)
      return () => setBankFault(city.db, { day, kind, account_no, amount_fen })
    },
  },
  {
    name: 'the bank tells a day anew',
    weight: 2,
    make: async (scene, city) => {
      const day = await scene.any(sql`SELECT DISTINCT day AS id FROM mock_bank_faults
        WHERE lifted = 0 AND day < ${dayOf(scene.now())}`)
      return day === null ? null : () => tellAnew(city, day)
    },
  },
]
export const OUTSIDE_WEIGHTS = OUTSIDE.reduce((sum, { weight }) => sum + weight, 0)

/** The day in Asia/Shanghai. */
const dayOf = (now: string) => new Date(Date.parse(now) + 8 * 3_600_000).toISOString().slice(0, 10)

/** The bank's day is right again: one teller brings the file, and a second one where it must be two. */
export async function tellAnew(city: City, day: string): Promise<void> {
  await liftBankFaults(city.db, day)
  const file = await city.world.bank.statement({ day })
  if (file === null) return
  const raw = new TextDecoder().decode(file.bytes)
  const tellers = await all(
    city.db,
    sql<{ id: string }>`SELECT id FROM officials WHERE kind = 'bank' ORDER BY id`,
  )
  for (const { id } of tellers)
    await city.call('POST', '/v1/bank/statements?restates=true', {
      token: await city.as(id),
      raw,
      headers: { 'Content-Type': 'text/csv' },
    })
}

/** The line to the provider: some answers never arrive, whether it has done what it was told or not. */
export function loseProviderAnswers(city: City, percent: number, dice: Scene['dice']): () => void {
  const mock = city.stripe_mock
  if (!mock) return () => undefined
  const whole = mock.fetch
  const dead = () =>
    Response.json(
      { error: { type: 'api_error', message: 'no answer' } },
      { status: 504, headers: { 'stripe-should-retry': 'false' } },
    )
  const fetch: typeof whole = async (request, ...rest) => {
    const is_ours = !request.url.includes('/__mock/') && !request.url.includes('/pay/')
    if (!is_ours || !dice.percent(percent)) return whole(request, ...rest)
    if (dice.percent(50)) await whole(request, ...rest)
    return dead()
  }
  Object.assign(mock, { fetch })
  return () => Object.assign(mock, { fetch: whole })
}
