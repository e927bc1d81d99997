import type { Page } from 'playwright-core'
import { holderPhone } from '../../src/demo/cast'
import { newestCode } from '../../src/demo/people'
import { sql } from '../../src/platform/d1'
import { joinRequests } from '../joining/read-through'
import { type Desk, good, openDesk } from '../refunds/support'
import type { House } from './house'

/** A job as one person does it: how many taps and typed characters it may cost, and the way through the pages. */
type Journey = {
  name: string
  taps_max: number
  typed_max: number
  /** Whose window, of the desk's people. */
  as: (desk: Desk) => readonly string[] | Promise<readonly string[]>
  play: (at: Played) => Promise<void>
}
type Played = { desk: Desk; house: House; page: Page; by: Counting }
type Cost = { taps: number; typed: number }
/** Does what a finger does, and counts it: nothing else may move a journey on. */
type Counting = {
  tap: (selector: string) => Promise<void>
  type: (selector: string, text: string) => Promise<void>
  /** A scanner gun or a camera: no tap, whatever it reads. */
  scan: (selector: string, text: string) => Promise<void>
}

function counting(page: Page): Counting & { cost: Cost } {
  const cost: Cost = { taps: 0, typed: 0 }
  const settled = () => page.waitForLoadState('load')
  return {
    cost,
    tap: async (selector) => {
      cost.taps++
      await page.click(selector)
      await settled()
    },
    type: async (selector, text) => {
      cost.typed += [...text].length
      await page.fill(selector, text)
    },
    scan: async (selector, text) => {
      await page.fill(selector, text)
      await page.press(selector, 'Enter')
      await settled()
    },
  }
}
const payCode = async (desk: Desk, card: string): Promise<string> => {
  good(await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/pay-code-key`))
  const { digits } = good(await desk.says(desk.li.id, 'GET', `/v1/cards/${card}/pay-code`))
  return String(digits).replace(/\s/g, '')
}
const done = async (page: Page, words: string) => {
  const said = (await page.textContent('main')) ?? ''
  if (!said.includes(words)) throw new Error(`the journey did not arrive at "${words}": ${said}`)
}

const operatorOf = async (desk: Desk): Promise<string> =>
  String((await desk.rows(sql`SELECT id FROM officials WHERE kind = 'operator'`))[0]?.id)

/** The jobs people come for; a screen that gets a better way changes its line here. */
const JOURNEYS: readonly Journey[] = [
  {
    name: 'first card: from the shop’s code on the wall to a card that is paid for',
    taps_max: 7,
    typed_max: 17,
    as: () => [],
    play: async ({ desk, house, page, by }) => {
      const phone = holderPhone(777)
      await page.goto(`${house.url}/s/${desk.shop.code}`)
      await by.tap('article a.button >> nth=0')
      await by.tap('a:has-text("办这张卡")')
      await by.type('input[name=phone]', phone)
      await by.tap('main button[type=submit]')
      await by.type('input[name=code]', await newestCode(desk.client, phone))
      await by.tap('main button[type=submit]')
      await by.tap('input[value=pm_card_visa]')
      await by.tap('input[name=accepted]')
      await by.tap('button:has-text("到银行专户")')
      await done(page, '已付款')
    },
  },
  {
    name: 'pay: from the cards to the code',
    taps_max: 1,
    typed_max: 0,
    as: (desk) => [desk.li.id],
    play: async ({ desk, house, page, by }) => {
      await desk.buysCard(0)
      await page.goto(`${house.url}/c`)
      await by.tap('button:has-text("出示消费码")')
      await page.waitForSelector('.digits')
    },
  },
  {
    name: 'refund: from the card until it is asked for',
    taps_max: 3,
    typed_max: 0,
    as: (desk) => [desk.li.id],
    play: async ({ desk, house, page, by }) => {
      const card = await desk.buysCard(0)
      await page.goto(`${house.url}/c/cards/${card}`)
      await by.tap('a:has-text("退这张卡")')
      if ((await page.locator('a:has-text("不想要了")').count()) > 0)
        await by.tap('a:has-text("不想要了")')
      await by.tap('main button[type=submit] >> nth=0')
      await done(page, '退')
      if (!/\/c\/refunds\//.test(page.url())) throw new Error(`no refund yet: ${page.url()}`)
    },
  },
  {
    name: 'till: a use of a sum by a scanned code',
    taps_max: 0,
    typed_max: 2,
    as: (desk) => [desk.shop.cashier_id],
    play: async ({ desk, house, page, by }) => {
      const card = await desk.buysCard(0)
      const code = await payCode(desk, card)
      await page.goto(`${house.url}/m`)
      await by.type('[data-amount]', '48')
      await by.scan('[data-code]', code)
      await done(page, '已付 ¥48.00')
    },
  },
  {
    name: 'lost: from the card until nobody can use it',
    taps_max: 2,
    typed_max: 0,
    as: (desk) => [desk.li.id],
    play: async ({ desk, house, page, by }) => {
      const card = await desk.buysCard(0)
      await page.goto(`${house.url}/c/cards/${card}`)
      await by.tap('a:has-text("挂失、停卡")')
      await by.tap('button:has-text("挂失这张卡")')
      await done(page, '谁都用不了')
    },
  },
  {
    name: 'check: from the front door to how a shop’s money stands, by its code',
    taps_max: 1,
    typed_max: 8,
    as: () => [],
    play: async ({ desk, house, page, by }) => {
      await page.goto(house.url)
      await by.type('input[name=code]', desk.shop.code)
      await by.tap('button:has-text("查这家店")')
      await done(page, '钱够不够退')
    },
  },
  {
    name: 'terms: from the wall code to the whole contract, without signing in',
    taps_max: 2,
    typed_max: 0,
    as: () => [],
    play: async ({ desk, house, page, by }) => {
      await page.goto(`${house.url}/s/${desk.shop.code}`)
      await by.tap('article a.button >> nth=0')
      await by.tap('summary')
      await page.waitForSelector('pre', { state: 'visible' })
    },
  },
  {
    name: 'joining: a request with a day',
    taps_max: 1,
    typed_max: 15,
    as: () => [],
    play: async ({ house, page, by }) => {
      await page.goto(`${house.url}/join`)
      await by.type('input[name=shop_name]', '海边琴行')
      await by.type('input[name=phone]', holderPhone(778))
      await by.tap('button:has-text("约好")')
      await done(page, '约好了')
    },
  },
  {
    name: 'progress: from the cards to who is at turn in a refund',
    taps_max: 2,
    typed_max: 0,
    as: (desk) => [desk.li.id],
    play: async ({ desk, house, page, by }) => {
      const id = await desk.buysCard(1)
      const body = { ground: 'cooling_off', expected_fen: 100_000 } as const
      good(await desk.says(desk.li.id, 'POST', `/v1/cards/${id}/refunds`, body))
      await page.goto(`${house.url}/c`)
      await by.tap('nav a:has-text("退款")')
      await by.tap('main a.row')
      await done(page, '走到哪一步')
    },
  },
  {
    name: 'operator: the number of a shop that waits for a call',
    taps_max: 1,
    typed_max: 0,
    as: async (desk) => [await operatorOf(desk)],
    play: async ({ desk, house, page, by }) => {
      await joinRequests(desk, await operatorOf(desk))
      await page.goto(`${house.url}/o/join-requests`)
      await by.tap('button:has-text("看号码")')
      await done(page, holderPhone(731))
    },
  },
]

/** What each journey costs, in a town of its own; one that costs more than it may is over budget. */
export async function journeyCosts(
  open: (desk: Desk) => Promise<House>,
): Promise<(Cost & { name: string; is_over: boolean })[]> {
  const costs = []
  for (const { name, taps_max, typed_max, as, play } of JOURNEYS) {
    const desk = await openDesk()
    const house = await open(desk)
    try {
      const page = await house.opens({ as: await as(desk) })
      const by = counting(page)
      await play({ desk, house, page, by })
      const is_over = by.cost.taps > taps_max || by.cost.typed > typed_max
      costs.push({ name, ...by.cost, is_over })
    } finally {
      await house.close()
    }
  }
  return costs
}
