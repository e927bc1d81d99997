import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { OFFICIALS, officialPhone } from '../../src/demo/cast'
import { DAY_MS } from '../../src/kernel/time'
import { sendWorkNotices } from '../../src/passkeys/notices'
import { bootstrapToken } from '../../src/people/bootstrap'
import { sql } from '../../src/platform/d1'
import { openTown, type Town } from '../identity/town'

const OPERATOR = OFFICIALS.duty.phone
let town: Town
let operator: string

describe(`officials, on ${ENGINE}`, () => {
  const supervisor = { ...OFFICIALS.supervisor, districts: ['huancui'] }
  beforeEach(async () => {
    town = await openTown()
    const bootstrap_token = await bootstrapToken(town.world)
    const said = { bootstrap_token, name: '值班员', phone: OPERATOR }
    await town.post('/v1/operators/bootstrap', said)
    operator = (await town.signIn(OPERATOR, 'operator')).token
  })
  /** The second operator, whom the first brings in alone; signed in. */
  async function invites(): Promise<string> {
    const said = await town.post('/v1/officials', { ...OFFICIALS.reviewer }, { token: operator })
    expect(said.body.state).toBe('in_office')
    return (await town.signIn(OFFICIALS.reviewer.phone, 'operator')).token
  }
  const decides = (id: string, token: string, agreed = true) =>
    town.post(`/v1/nominations/${id}/decision`, { agreed }, { token })

  it('come in by two persons: one operator is not everybody', async () => {
    const second = await invites()
    const third = { ...OFFICIALS.reviewer, phone: officialPhone(50) }
    const more = await town.post('/v1/officials', third, { token: operator })
    expect(more.body).toMatchObject({ state: 'waiting', approved_by_name: null })
    const clerk = (n: number) => ({ ...OFFICIALS.teller, phone: officialPhone(n) })
    const one = (await town.post('/v1/officials', clerk(51), { token: operator })).body.id
    const two = (await town.post('/v1/officials', clerk(52), { token: operator })).body.id
    for (const id of [one, two, more.body.id])
      expect((await decides(id, operator)).body.code).toBe('checker_must_not_be_maker')
    const waiting = await town.call('GET', '/v1/nominations', { token: second })
    expect(waiting.body.data.map(({ is_own }: { is_own: boolean }) => is_own)).toEqual([
      false,
      false,
      false,
    ])
    expect((await decides(one, second)).body.state).toBe('agreed')
    expect((await decides(one, second)).body.code).toBe('nomination_not_waiting')
    expect((await decides(two, operator, false)).body.state).toBe('refused')
    expect((await decides(two, second)).body.code).toBe('nomination_not_waiting')
    // Whoever is concerned has a day to say no, also after somebody has agreed.
    expect((await decides(one, operator, false)).body.state).toBe('refused')
    town.advance(DAY_MS)
    await town.askCode(officialPhone(51), 'bank')
    expect(await town.messagesTo(officialPhone(51))).toEqual([])
  })
  it('who are entered again under the same phone agree to nothing that they proposed', async () => {
    const second = await invites()
    const { id: watcher } = (await town.post('/v1/officials', supervisor, { token: operator })).body
    await decides(watcher, second)
    const more = { ...OFFICIALS.reviewer, phone: officialPhone(50) }
    const proposed = (await town.post('/v1/officials', more, { token: second })).body.id
    const me = (await town.call('GET', '/v1/me', { token: second })).body.id
    await town.post(`/v1/officials/${me}/disabling`, {}, { token: operator })
    expect((await decides(proposed, second)).status).toBe(401)
    const again = await town.post('/v1/officials', { ...OFFICIALS.reviewer }, { token: operator })
    expect(again.body.state).toBe('waiting')

    town.advance(DAY_MS)
    const { token } = await town.signIn(supervisor.phone, 'regulator')
    expect((await decides(again.body.id, token)).body.state).toBe('in_office')
    const returned = (await town.signIn(OFFICIALS.reviewer.phone, 'operator')).token
    const said = await decides(proposed, returned)
    expect([said.status, said.body.code]).toEqual([403, 'checker_must_not_be_maker'])
    const forged = sql`UPDATE officials SET approved_by = ${again.body.id}, approved_at = ${town.world.now()},
                              effective_from = ${town.world.now()} WHERE id = ${proposed}`
    await expect(town.db.batch([forged])).rejects.toThrow('checker_must_not_be_maker')
  })
  it('are told of by message: who proposed, who is concerned, and who it is about', async () => {
    await invites()
    const { body } = await town.post('/v1/officials', supervisor, { token: operator })
    expect(body.state).toBe('waiting')
    await sendWorkNotices(town.world, 50)
    const [told] = await town.messagesTo(OPERATOR)
    expect(told?.text).toContain('要另一个人同意，满 24 小时才生效')
  })
})
