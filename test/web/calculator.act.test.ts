import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { INTERPRETATION } from '../../src/law/texts'
import { GROUND_NAMES } from '../../src/reckoning/grounds'
import { KIND_NAMES } from '../../src/web/calculator/words'
import { anyhow } from '../support/addresses'
import { openWorld } from '../support/world'

let world: Awaited<ReturnType<typeof openWorld>>
beforeAll(async () => {
  world = await openWorld()
})
const page = async (path: string) => {
  const reply = await world.call('GET', anyhow(path), { key: null })
  return { status: reply.status, html: reply.text }
}
const PAID = 'paid_fen_0=1000&paid_on_0=2026-01-05&terminated_on=2026-06-01'
const HELD = {
  stored_value: 'bonus_fen_0=200&balance_fen_0=600',
  count: 'visits_0=10&left_0=6.5',
  period: 'months_0=12',
  package: 'used_percent_0=40',
} as const

describe(`the calculator's pages on ${ENGINE}`, () => {
  it('ask one thing at a time, and nothing more than matters then', async () => {
    expect((await page('/calculator')).html).not.toContain('paid_fen_0')
    const second = await page('/calculator?kind=period')
    expect(second.html).not.toContain('paid_fen_0')
    expect(second.html).toContain('ground=shop_closed')
    const shop = await page('/calculator?kind=period&ground=shop_closed')
    expect(shop.html).toContain('stopped_on_0')
    expect(shop.html).not.toContain('list_total_fen_0')
    const own = await page('/calculator?kind=period&ground=own_wish')
    expect(own.html).toContain('list_total_fen_0')
    expect(own.html).not.toContain('stopped_on_0')
  })
  it('keep what was typed when another answer is chosen', async () => {
    const { html } = await page(`/calculator?kind=count&ground=own_wish&${PAID}&visits_0=10`)
    expect(html).toMatch(
      /href="[^"]*ground=shop_closed[^"]*paid_fen_0=1000|href="[^"]*paid_fen_0=1000[^"]*ground=shop_closed/,
    )
  })
  it.each(KIND_NAMES.flatMap((kind) => GROUND_NAMES.map((ground) => [kind, ground] as const)))(
    'answer %s and %s, on the page and on paper',
    async (kind, ground) => {
      const asked = `kind=${kind}&ground=${ground}&${PAID}&${HELD[kind]}&do=answer`
      const answer = await page(`/calculator?${asked}`)
      expect(answer.status, answer.html.slice(0, 400)).toBe(200)
      expect(answer.html).toContain('怎么算的')
      const paper = await page(`/calculator/paper?${asked}&holder=`)
      expect(paper.status).toBe(200)
      expect(paper.html).toMatch(/rq_[0-9a-f]{20}/)
    },
  )
  it('give the same number to the address on the paper, and say when it is another', async () => {
    const asked = `kind=count&ground=shop_closed&${PAID}&${HELD.count}&do=answer`
    const first = await page(`/calculator/paper?${asked}&holder=李某`)
    const id = /rq_[0-9a-f]{20}/.exec(first.html)?.[0] ?? ''
    const address =
      /href="https?:\/\/[^"/]+(\/calculator\/paper\?[^"]*)"/.exec(first.html)?.[1] ?? ''
    expect(address).not.toContain('holder')
    const again = await page(address.replaceAll('&amp;', '&'))
    expect(again.html).toContain(id)
    expect(again.html).not.toContain('原来的编号')
    const other = await page(`/calculator/paper?${asked}&id=rq_00000000000000000000`)
    expect(other.html).toContain('原来的编号')
  })
  it('refuse both what is left and what was used', async () => {
    const asked = `kind=stored_value&ground=shop_closed&${PAID}&balance_fen_0=600&used_fen=400`
    const reply = await page(`/calculator?${asked}&do=answer`)
    expect(reply.status).toBe(422)
    expect(reply.html).toContain('填一样就行')
  })
  it('show the whole interpretation, every article at an address of its own', async () => {
    const { status, html } = await page('/law/prepaid')
    expect(status).toBe(200)
    for (const { article } of INTERPRETATION.articles) expect(html).toContain(`id="a${article}"`)
    expect(html).toContain('id="a13-1-3"')
  })
})
