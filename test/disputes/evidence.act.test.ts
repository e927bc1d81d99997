import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOLDERS, OFFICIALS } from '../../src/demo/cast'
import { sql } from '../../src/platform/d1'
import { LOSSES, loses } from '../support/lost'
import { type Court, good, openCourt } from './support'

let court: Court
let card: string
let first: string
let second: string
const only = async () => (await court.disputes(card))[0]
const prepares = (who: string, id: string, statement = '持卡人当面用了六次，每次出示付款码') =>
  court.says(who, 'POST', `/v1/disputes/${id}/evidence`, { statement })
const submits = (who: string, id: string) =>
  court.says(who, 'POST', `/v1/disputes/${id}/submission`)

describe(`the evidence of a dispute on ${ENGINE}`, () => {
  beforeEach(async () => {
    court = await openCourt()
    card = await court.buysCard()
    const made = await court.call('POST', '/v1/officials', {
      token: court.operator,
      body: { ...OFFICIALS.reviewer },
    })
    second = good(made).id
    const [boss] = await court.rows(
      sql`SELECT min(id) AS id FROM officials WHERE kind = 'operator'`,
    )
    first = String(boss?.id)
  })

  it('is put together from the proof sheet and sent by a second person, once', async () => {
    await court.uses(card, 5_000)
    await court.contests(card)
    const { id } = await only()
    expect((await submits(second, id)).body.code).toBe('dispute_has_no_evidence')
    const { evidence, wants_evidence } = good(await prepares(first, id))
    expect(wants_evidence).toBe(true)
    expect(evidence!.access_activity_log).toContain('持卡人出示一次性付款码')
    expect(evidence!.refund_policy_disclosure).toContain('合同')
    expect((await submits(first, id)).body.code).toBe('checker_must_not_be_maker')
    good(await submits(second, id))
    expect(await only()).toMatchObject({ status: 'under_review', has_evidence: 1 })
    expect((await submits(second, id)).body.code).toBe('dispute_evidence_sent')
    const [told] = await court.rows(
      sql`SELECT data FROM mock_stripe_objects WHERE object = 'dispute'`,
    )
    expect(JSON.parse(String(told?.data)).evidence_details.submission_count).toBe(1)
  })

  it('whose answer was lost is asked about before it is sent again', async () => {
    await court.contests(card)
    const { id } = await only()
    good(await prepares(first, id))
    const { payments } = court.world
    const sent = payments.submitEvidence.bind(payments)
    let tries = 0
    Object.assign(payments, {
      submitEvidence: async (of: Parameters<typeof sent>[0]) => {
        tries += 1
        await sent(of)
        return null
      },
    })
    expect((await submits(second, id)).body.code).toBe('dispute_evidence_unclear')
    good(await submits(second, id))
    expect(tries).toBe(1)
  })

  it.each(LOSSES)('is handed in once, though the commit is lost (%s)', async (how) => {
    await court.contests(card)
    const { id } = await only()
    good(await prepares(first, id))
    const commit = loses(
      court.faulty,
      how,
      ({ text, values }) =>
        text.startsWith('INSERT INTO journal (') && values.includes('submitDisputeEvidence'),
    )
    const said = await submits(second, id)
    expect(commit.found()).toBeGreaterThan(0)
    if (how === 'dies') {
      expect(said.status).toBeGreaterThanOrEqual(500)
      good(await submits(second, id))
    } else good(said)
    expect(await only()).toMatchObject({ has_evidence: 1, submitted_by: second })
    const [told] = await court.rows(
      sql`SELECT data FROM mock_stripe_objects WHERE object = 'dispute'`,
    )
    expect(JSON.parse(String(told?.data)).evidence_details.submission_count).toBe(1)
    expect((await submits(second, id)).body.code).toBe('dispute_evidence_sent')
  })

  it('wins or loses as the provider decides, and then nothing more is sent', async () => {
    await court.contests(card)
    const { id } = await only()
    good(await prepares(first, id, 'winning_evidence'))
    await court.decides((await only()).provider_ref, 'won')
    expect((await submits(second, id)).body.code).toBe('dispute_is_over')
  })

  it('is for officials; holder and shop read the figures, a stranger nothing', async () => {
    await court.contests(card)
    const { id } = await only()
    good(await prepares(first, id))
    const seen = good(await court.says(court.li.id, 'GET', `/v1/disputes/${id}`))
    expect(seen).toMatchObject({ stand: 'open', held_fen: 100_000, evidence: null })
    expect(good(await court.says(court.owner, 'GET', '/v1/disputes')).data).toHaveLength(1)
    const stranger = await court.joins(HOLDERS.stranger.phone)
    const none = await court.call('GET', `/v1/disputes/${id}`, { token: stranger.token })
    expect(none.body.code).toBe('dispute_not_found')
    expect((await prepares(court.owner, id)).status).toBe(403)
  })

  it('a card transferred before is held for whoever has it now, and both are told', async () => {
    const wang = await court.joins(HOLDERS.wang.phone)
    await court.db.batch([
      sql`UPDATE cards SET consumer_id = ${wang.id}, version = version + 1 WHERE id = ${card}`,
    ])
    await court.contests(card, { as: 'lost' })
    expect(await only()).toMatchObject({ outcome: 'lost', payer_id: court.li.id })
    const told = await court.rows(
      sql`SELECT consumer_id FROM events WHERE type = 'dispute.lost' ORDER BY seq`,
    )
    expect(told).toEqual([{ consumer_id: wang.id }, { consumer_id: court.li.id }])
  })
})
