import { chargeFees } from '../../src/custody/fees'
import { fundRefunds } from '../../src/custody/refunds'
import { finishSettlements, settleIntoCustody } from '../../src/custody/settle'
import { HOLDERS, OFFICIALS } from '../../src/demo/cast'
import { fundDisputes } from '../../src/disputes/recover'
import { tellDeposits } from '../../src/ends/deposit'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/kernel/time'
import { setBankAnswer } from '../../src/mocks/bank-answers'
import { settleDueAsyncPayments } from '../../src/mocks/stripe/app'
import { payDaily } from '../../src/payouts/pay'
import { settlePayouts } from '../../src/payouts/settle'
import { sql } from '../../src/platform/d1'
import { sendRefunds } from '../../src/remittances/send'
import { courtAt } from '../disputes/support'
import { clerk as anotherClerk, depositedBy } from '../ends/support'
import { type Desk, good, openDesk } from '../refunds/support'
import { ACCOUNT, gives, joins, LI, setPin } from '../refunds/whose-support'

type Knob = Parameters<typeof setBankAnswer>[1]
/** One kind of thing that is told outside: how it comes to be due, and what the clock does about it. */
type Thing = {
  kind: string
  tell: Knob['call']
  ask: Knob['call']
  /** Everything up to the moment before it is told. */
  comes: (desk: Desk) => Promise<void>
  /** What tells it, and asks again. */
  runs: (desk: Desk) => Promise<unknown>
}

const paysCard = (desk: Desk, method?: string) => desk.buysCard(1, method)
const uses = async (desk: Desk) => {
  const card = await paysCard(desk)
  await desk.uses(card, 20_000)
  await desk.banks()
}
const refundsByBank = async (desk: Desk) => {
  const li = { id: desk.li.id, ...LI }
  const wang = await joins(desk, HOLDERS.wang.phone)
  await setPin(desk, li)
  const card = await paysCard(desk)
  await desk.banks()
  await gives(desk, card, li, wang)
  const refund = good(
    await desk.says(wang.id, 'POST', `/v1/cards/${card}/refunds`, { ground: 'own_wish' }),
  )
  good(await desk.says(wang.id, 'POST', `/v1/refunds/${refund.id}/account`, ACCOUNT))
}
export const refundsByProvider = async (desk: Desk, method?: string) => {
  const card = await paysCard(desk, method)
  await desk.banks()
  good(
    await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/refunds`, {
      ground: 'shop_moved',
    }),
  )
}
const clerk = async (desk: Desk) =>
  good(
    await desk.call('POST', '/v1/officials', {
      token: desk.operator,
      body: { ...OFFICIALS.teller },
    }),
  ).id as string

export const THINGS: readonly Thing[] = [
  {
    kind: 'settlement',
    tell: 'creditCustody',
    ask: 'queryEntry',
    comes: async (desk) => {
      await paysCard(desk)
      desk.advance(3 * DAY_MS)
    },
    runs: async ({ world }) => {
      await settleIntoCustody(world, 100)
      await finishSettlements(world, 100)
    },
  },
  {
    kind: 'fee',
    tell: 'takeFee',
    ask: 'queryEntry',
    comes: uses,
    runs: ({ world }) => chargeFees(world, 100),
  },
  {
    kind: 'payout',
    tell: 'submitPayout',
    ask: 'queryPayout',
    comes: async (desk) => {
      await uses(desk)
      await payDaily(desk.world, 100)
    },
    runs: ({ world }) => settlePayouts(world, 100),
  },
  {
    kind: 'bank_refund',
    tell: 'submitPayout',
    ask: 'queryPayout',
    comes: refundsByBank,
    runs: ({ world }) => sendRefunds(world, 100),
  },
  {
    kind: 'making_good',
    tell: 'payProvider',
    ask: 'queryEntry',
    comes: async (desk) => {
      await refundsByProvider(desk)
      await sendRefunds(desk.world, 100)
    },
    runs: ({ world }) => fundRefunds(world, 100),
  },
  {
    kind: 'taking_back',
    tell: 'creditCustody',
    ask: 'queryEntry',
    comes: async (desk) => {
      await refundsByProvider(desk, 'pm_card_refundFail')
      await sendRefunds(desk.world, 100)
      await fundRefunds(desk.world, 100)
      desk.advance(3 * DAY_MS)
      if (desk.stripe_mock_deps) await settleDueAsyncPayments(desk.stripe_mock_deps)
      await sendRefunds(desk.world, 100)
    },
    runs: ({ world }) => fundRefunds(world, 100),
  },
  {
    kind: 'deposit',
    tell: 'creditCustody',
    ask: 'queryEntry',
    comes: async (desk) => {
      const bank = await clerk(desk)
      const checker = await anotherClerk(desk, OFFICIALS.checker.phone)
      await setBankAnswer(desk.db, { call: 'creditCustody', kind: 'not_served' })
      const merchant_id = desk.shop.id
      await depositedBy(desk, { typist: bank, checker, merchant_id, amount_fen: 500_000 })
      desk.advance(DAY_MS)
    },
    runs: ({ world }) => tellDeposits(world, 100),
  },
  {
    kind: 'dispute_made_good',
    tell: 'payProvider',
    ask: 'queryEntry',
    comes: async (desk) => {
      const card = await paysCard(desk)
      await desk.banks()
      await courtAt(desk).contests(card, { as: 'lost' })
    },
    runs: ({ world }) => fundDisputes(world, 100),
  },
]

export async function openWith(thing: Thing): Promise<Desk> {
  const desk = await openDesk()
  await thing.comes(desk)
  return desk
}

type Told = { id: string; amount_fen: number; state: string; times: number }
/** Every instruction of a kind, and how often the bank made an entry of it. */
export const sentInstructions = async (desk: Desk, kind: string): Promise<Told[]> =>
  (await desk.rows(
    sql`SELECT i.id, i.amount_fen, i.state,
               (SELECT count(*) FROM mock_bank_entries e WHERE e.instruction_id = i.id) AS times
          FROM instructions i WHERE i.kind = ${kind} ORDER BY i.id`,
  )) as Told[]

/** What the outside does to a call: the knobs, in terms of telling and asking. */
export type Loss = { on: 'tell' | 'ask'; kind: Knob['kind']; turns?: number }
export const turns = async (desk: Desk, thing: Thing, losses: readonly Loss[]) => {
  for (const { on, kind, turns: n = 1 } of losses)
    await setBankAnswer(desk.db, { call: thing[on], kind, turns: n })
}
/** The clock runs on, longer than any wait between two tries. */
export const goesOn = async (desk: Desk, thing: Thing, hours: number) => {
  for (let i = 0; i < hours; i++) {
    await thing.runs(desk)
    desk.advance(i < 6 ? 20 * MINUTE_MS : 6 * HOUR_MS)
  }
  await thing.runs(desk)
}
