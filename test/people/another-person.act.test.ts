import { expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { OFFICIALS } from '../../src/demo/cast'
import { sql } from '../../src/platform/d1'
import { good, openCourt } from '../disputes/support'
import { clerk } from '../ends/support'
import type { Body, Path } from '../support/addresses'
import type { Official } from '../support/city'

/** Acts that take two people; each is one person's again when their telephone is entered anew. */
it(`an official entered again is nobody else, on ${ENGINE}`, async () => {
  const court = await openCourt()
  const card = await court.buysCard()
  const [person] = await court.rows(sql`SELECT id FROM officials WHERE kind = 'operator'`)
  const boss = String(person?.id)
  const enters = async (
    kind: Official['kind'],
    role: Official['role'],
    phone: string,
    districts?: string[],
  ) => {
    const body = { kind, role, name: '同一人', phone, ...(districts ? { districts } : {}) } as const
    return String(good(await court.says(boss, 'POST', '/v1/officials', body)).id)
  }
  const again = async (id: string, enter: () => Promise<string>) => {
    good(await court.says(boss, 'POST', `/v1/officials/${id}/disabling`))
    return enter()
  }
  const code = async <P extends string>(
    who: string,
    path: Path<'POST', P>,
    body?: Body<'POST', P>,
  ) => (JSON.parse((await court.says(who, 'POST', path, body)).text) as { code?: string }).code

  await court.contests(card)
  const [dispute] = await court.disputes(card)
  const operator = () => enters('operator', 'operator', OFFICIALS.reviewer.phone)
  const one = await operator()
  good(
    await court.says(one, 'POST', `/v1/disputes/${dispute.id}/evidence`, {
      statement: '当面用过六次',
    }),
  )
  expect(await code(await again(one, operator), `/v1/disputes/${dispute.id}/submission`)).toBe(
    'checker_must_not_be_maker',
  )

  const supervisor = () =>
    enters('regulator', 'supervisor', OFFICIALS.supervisor_second.phone, [court.shop.plan.district])
  const two = await supervisor()
  const report = { merchant_id: court.shop.id, reason: '店门关了两天', evidence: '现场照片三张' }
  const incident = good(await court.says(two, 'POST', '/v1/incidents', report))
  expect(
    await code(await again(two, supervisor), `/v1/incidents/${incident.id}/confirmation`),
  ).toBe('incident_needs_another_official')

  const teller = () => clerk(court, OFFICIALS.teller.phone)
  const three = await teller()
  await court.db.batch([
    sql`INSERT INTO parked_facts (id, kind, provider, ref, reason, amount_fen, currency, opened_at)
        VALUES ('pkd_0000000000000000000000000A', 'balance', 'stripe', 'x', 'balance_differs', 5, 'cny', ${court.world.now()})`,
  ])
  const fact = '/v1/parked-facts/pkd_0000000000000000000000000A'
  good(await court.says(three, 'POST', `${fact}/proposal`, { end: 'suspense', note: '查过了' }))
  expect(await code(await again(three, teller), `${fact}/approval`, { end: 'suspense' })).toBe(
    'checker_must_not_be_maker',
  )
})
