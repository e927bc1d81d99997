import { dayStart, epochMs, instantAt, localDate, plusDays } from '../kernel/time'
import { holderPhone, NEIGHBOURS, neighbourName, OFFICIALS, shopPlans } from './cast'
import { type Chance, type Client, chance } from './client'
import { buy, type HeldCard, type Holder, redeem, type Use } from './holders'
import { appoint, inviteSecond } from './officials'
import { devSignIn, signIn } from './people'
import type { ShopPlan } from './plans'
import { openShop, type Shop } from './shops'
import { DISTRICTS } from './templates'

type Story = {
  client: Client
  /** Secret of the very first sign-in: there is no default operator. */
  bootstrap_token: string
  seed: number
  days: number
  starts_at: string
  diary?: (line: string) => void
  /** Called after each day, so that somebody can say how far the story is. */
  dayTold?: () => void
}
export type City = {
  shops: Shop[]
  holders: Holder[]
  officials: Officials
  uses: number
  refused: number
}

/** Two of each, so that what one proposes another can agree to. */
type Officials = Record<
  'bank' | 'bank_second' | 'supervisor' | 'supervisor_second' | 'operator' | 'operator_second',
  string
>

const OPENING_HOUR_MS = 9 * 3_600_000
const NEW_HOLDERS_A_DAY = 12

/** Tells a city's first months, through the acts alone; the same seed tells the same figures. */
export async function playCity(story: Story): Promise<City> {
  const dice = chance(story.seed)
  const city = await foundCity(story)
  for (let day = 0; day < story.days; day++) {
    const on = plusDays(localDate(story.starts_at), day)
    await story.client.moveTo(instantAt(epochMs(dayStart(on)) + OPENING_HOUR_MS))
    await newNeighbours(story, city, dice, day)
    await visits(story, city, dice)
    story.dayTold?.()
    if (day % 7 === 6)
      story.diary?.(`${on} 一周过去：${city.holders.length} 位顾客，${city.uses} 次核销`)
  }
  return city
}

async function foundCity({ client, bootstrap_token, starts_at, diary }: Story): Promise<City> {
  const on = localDate(starts_at)
  await client.moveTo(starts_at)
  await client.yufubao.must('POST /v1/operators/bootstrap', {
    body: { bootstrap_token, name: OFFICIALS.duty.name, phone: OFFICIALS.duty.phone },
  })
  const { token: operator, person_id } = await signIn(client, OFFICIALS.duty)
  const officials = { operator: person_id, ...(await addOfficials(client, operator)) }
  const shops: Shop[] = []
  for (const [n, plan] of shopPlans().entries()) {
    shops.push(await openShop(client, operator, plan, n + 1, on))
    if (n < 5) diary?.(`${on} ${plan.name}接入预付保，钱从此进银行专户`)
  }
  diary?.(`${on} 共 ${shops.length} 家店接入`)
  return { shops, holders: [], officials, uses: 0, refused: 0 }
}

/** Two operators bring in everybody else; whoever was agreed to is in office from the second day on. */
async function addOfficials(client: Client, token: string): Promise<Omit<Officials, 'operator'>> {
  const first = client.yufubao.as('operator', token)
  const second = await inviteSecond(first)
  const add = async (who: (typeof OFFICIALS)[keyof typeof OFFICIALS]) => {
    const districts = who.kind === 'regulator' ? [...DISTRICTS] : []
    return appoint(client, [first, second], { ...who, districts })
  }
  return {
    bank: await add(OFFICIALS.teller),
    bank_second: await add(OFFICIALS.checker),
    supervisor: await add(OFFICIALS.supervisor),
    supervisor_second: await add(OFFICIALS.supervisor_second),
    operator_second: second,
  }
}

async function newNeighbours({ client, diary }: Story, city: City, dice: Chance, day: number) {
  for (let n = 0; n < NEW_HOLDERS_A_DAY && city.holders.length < NEIGHBOURS; n++) {
    const i = city.holders.length
    const { token, person_id } = await signIn(client, { phone: holderPhone(i), kind: 'consumer' })
    const holder: Holder = {
      id: person_id,
      name: neighbourName(i),
      phone: holderPhone(i),
      cards: [],
    }
    city.holders.push(holder)
    await client.yufubao
      .as('consumer', token)
      .must('PUT /v1/me', { body: { nickname: holder.name } })
    const first = i < 5 ? i : dice.below(city.shops.length)
    await buyOne(client, token, holder, city.shops[first], dice)
    if (dice.percent(35))
      await buyOne(client, token, holder, city.shops[dice.below(city.shops.length)], dice)
    if (day === 0 && n === 0) diary?.(`${holder.name}在${city.shops[0]?.plan.name}办了第一张卡`)
  }
}

async function buyOne(
  client: Client,
  token: string,
  holder: Holder,
  shop: Shop | undefined,
  dice: Chance,
) {
  const offer = shop?.offers[dice.below(shop.offers.length)]
  if (!shop || !offer) return
  const { card_id: id } = await buy(client, token, offer)
  if (id === null) throw new Error(`${holder.name} has paid and has no card`)
  if (!holder.cards.some((card) => card.id === id))
    holder.cards.push({ id, shop, kind: offer.kind, used_up: false })
}

async function visits({ client }: Story, city: City, dice: Chance) {
  for (const holder of city.holders) {
    for (const card of holder.cards) {
      const comes = dice.percent(card.shop.plan.visit_percent)
      const what = whatToUse(card, card.shop.plan, dice)
      if (!comes || !what || card.used_up) continue
      const used = await redeem(client, holder, card, what)
      if (used.status === 201) city.uses += 1
      else city.refused += 1
      if (used.is === 'refused' && used.problem.code === 'redemption_exceeds_balance')
        await runOut(client, holder, card, dice)
    }
  }
}

/** The card is empty or nearly so: half the people top up again, the others leave it. */
async function runOut(client: Client, holder: Holder, card: HeldCard, dice: Chance) {
  if (dice.percent(50)) {
    card.used_up = true
    return
  }
  const offer = card.shop.offers.find(({ kind }) => kind === card.kind)
  if (offer) await buy(client, await devSignIn(client, holder.id), offer)
}

function whatToUse(card: HeldCard, plan: ShopPlan, dice: Chance): Use | null {
  if (card.kind === 'period') return null
  if (card.kind === 'count') return { visits: 1 }
  const affordable = plan.items.filter(([, fen]) => fen <= 20_000)
  const [, amount_fen] = affordable[dice.below(Math.max(affordable.length, 1))] ?? ['', 1000]
  return { amount_fen }
}
