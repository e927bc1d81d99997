import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { type DisputeRow, insertDispute } from '../../src/disputes/store'
import { plusMs, SECOND_MS } from '../../src/kernel/time'
import type { Statement } from '../../src/platform/d1'
import { insertRedemption, type NewRedemption } from '../../src/redemptions/store'
import { BREAD, type Counter, HAIRCUTS, openCounter } from '../redemptions/support'
import { good, type Path } from '../support/addresses'

/** What waits on a card is found however much else has happened since. */
describe(`a busy card on ${ENGINE}`, () => {
  let counter: Counter
  let card: string
  let quiet: string
  let use: string
  let dispute: string

  const disputes = async (of: string, n: number) => {
    const { li, shop, world } = counter
    const rows = Array.from({ length: n }, (): DisputeRow => {
      const id = world.newId('dsp')
      const at = world.now()
      return {
        ...{ id, provider: 'stripe', provider_ref: `du_${id}`, payment_ref: `pi_${id}` },
        ...{ purchase_id: null, lot_id: null, card_id: of, merchant_id: shop.id, payer_id: li.id },
        ...{ amount_fen: 100, currency: 'cny', reason: 'general', status: 'needs_response' },
        ...{ taken_fen: 0, fee_fen: 0, respond_by: null, has_evidence: 0, held_fen: 0 },
        ...{ reserved_fen: 0, outcome: null, unused_fen: 0, claim_fen: 0, payer_fen: 0 },
        ...{ collected_fen: 0, evidence: null, evidence_by: null, evidence_at: null },
        ...{ submitted_by: null, submitted_at: null, opened_at: at, seen_at: at },
        ...{ next_check_at: null, decided_at: null, version: 1 },
      }
    })
    await inBatches(rows.map(insertDispute))
    return rows[0]?.id ?? ''
  }
  const lapsedUses = async (n: number) => {
    const { shop, world } = counter
    const rows = Array.from({ length: n }, (): NewRedemption => {
      const at = world.now()
      return {
        ...{ id: world.newId('rdm'), card_id: card, merchant_id: shop.id, out_no: null },
        ...{ staff_id: shop.cashier_id, unit: 'fen', units: 100, item_id: null, label: '消费' },
        ...{ list_value_fen: null, asked_units: null, released_fen: 0, status: 'user_confirming' },
        ...{ balance_after_units: null, escrow_after_fen: null, lot_uses: '[]', started_at: at },
        ...{ confirm_by: plusMs(at, SECOND_MS), ended_at: null, shop_id: null, way: 'code_use' },
        consent: null,
      }
    })
    await inBatches(rows.map(insertRedemption))
    return rows.map(({ id }) => id)
  }
  const inBatches = async (statements: Statement[]) => {
    for (let i = 0; i < statements.length; i += 50)
      await counter.db.batch(statements.slice(i, i + 50))
  }
  const page = async (id: string) => {
    const headers = { cookie: `yfb_consumer=${counter.li.token}` }
    const answer = await counter.app.fetch(
      new Request(`http://127.0.0.1:8787/c/cards/${id}`, { headers }),
      {} as Env,
    )
    expect(answer.status).toBe(200)
    return answer.text()
  }
  const get = async <P extends string>(path: Path<'GET', P>) =>
    good(await counter.call('GET', path, { token: counter.li.token }))

  beforeAll(async () => {
    counter = await openCounter()
    card = await counter.holds({ lots: [BREAD] })
    quiet = await counter.holds({ lots: [BREAD], at: counter.other })
    dispute = await disputes(card, 1)
    await disputes(quiet, 200)
    const code = (await counter.code(card)).digits
    use = (await counter.redeem({ code, amount_fen: 30_000 })).body.id
    for (const id of await lapsedUses(50))
      await counter.call('POST', `/v1/redemptions/${id}/cancellation`, { token: counter.li.token })
  })

  it('asks for its one use to be confirmed, behind fifty later ones', async () => {
    const { data: waiting } = await get(`/v1/redemptions?card_id=${card}&is_waiting=true`)
    expect(waiting.map(({ id }: { id: string }) => id)).toEqual([use])
    const shown = await page(card)
    expect(shown.match(/action="\/c\/redemptions\/rdm_\w+"/g)).toEqual([
      `action="/c/redemptions/${use}"`,
    ])
    expect(shown).toContain(`/c/cards/${card}/uses`)
    expect(await page(quiet)).not.toContain('action="/c/redemptions/')
  })
  it('leads to its own dispute, behind two hundred later ones of another card', async () => {
    const { data: open } = await get(`/v1/disputes?card_id=${card}&is_open=true`)
    expect(open.map(({ id }: { id: string }) => id)).toEqual([dispute])
    expect(await page(card)).toContain(`/c/disputes?card_id=${card}`)
    const haircuts = { lots: [HAIRCUTS], kind: 'count', service: '剪发', at: counter.other }
    expect(await page(await counter.holds(haircuts))).not.toContain('/c/disputes?')
  })
})
