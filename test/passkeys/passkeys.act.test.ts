import { beforeEach, describe, expect, it } from 'vitest'
import { OFFICIALS } from '../../src/demo/cast'
import { MINUTE_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { atOnce, tally } from '../identity/town'
import { openAuthenticator, type Wrong } from '../support/authenticator'
import { DUTY, type Gate, ORIGIN, openGate } from './support'

let gate: Gate
beforeEach(async () => {
  gate = await openGate()
})
const code = ({ body }: { body: { code?: string } }) => body.code
const power = async (token: string) => (await gate.call('GET', '/v1/officials', { token })).status

describe('a message to the phone of somebody who acts for others', () => {
  it('lets them set a first passkey and do nothing else', async () => {
    const session = await gate.signIn(DUTY, 'operator')
    expect(session).toMatchObject({ passkey_needed: true })
    expect((await gate.me(session.token)).status).toBe(200)
    const said = await gate.call('GET', '/v1/officials', { token: session.token })
    expect([said.status, said.body.code]).toEqual([403, 'passkey_needed'])
    const wrote = await gate.post(`/v1/officials/${gate.operator_id}/disabling`, {}, session)
    expect(code(wrote)).toBe('passkey_needed')

    const key = await openAuthenticator(ORIGIN)
    expect((await gate.enrol(session.token, key)).body).toMatchObject({
      object: 'passkey',
      name: '我的手机',
      device: 'single',
    })
    expect((await gate.me(session.token)).status).toBe(401)
    const { status, body } = await gate.enter(key)
    expect(status).toBe(201)
    expect(body.passkey_needed).toBe(undefined)
    expect(await power(body.token)).toBe(200)
  })
  it('is no way in beside a passkey, not even to set another', async () => {
    await gate.enters(DUTY)
    gate.advance(2 * MINUTE_MS)
    const { token } = await gate.signIn(DUTY, 'operator')
    expect(await power(token)).toBe(403)
    expect(code(await gate.enrol(token, await openAuthenticator(ORIGIN)))).toBe(
      'passkey_sign_in_first',
    )
  })
  it('is enough in development until there is a passkey, and never after', async () => {
    gate = await openGate('dev')
    const { token } = await gate.signIn(DUTY, 'operator')
    expect(await power(token)).toBe(200)
    const key = await openAuthenticator('http://localhost:8787')
    expect((await gate.enrol(token, key)).status).toBe(201)
    expect(await power(token)).toBe(401)
    gate.advance(2 * MINUTE_MS)
    expect(await power((await gate.signIn(DUTY, 'operator')).token)).toBe(403)
    expect(await power((await gate.enter(key)).body.token)).toBe(200)
  })
})

describe('a passkey', () => {
  it('signs in only for our address, this challenge, and a holder made sure of', async () => {
    const { key } = await gate.enters(DUTY)
    const wrongs: Record<string, Wrong> = {
      'another site': { origin: 'https://weihai.yufubao.example.evil.cn' },
      'another scheme': { origin: 'http://weihai.yufubao.example' },
      'another party': { rp_id: 'example' },
      'another challenge': { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
      'the making of one': { type: 'webauthn.create' },
      'nobody made sure of': { flags: 0x01 },
      'nobody there': { flags: 0x04 },
      'a frame': { framed: true },
      'nobody’s handle': { user_handle: null },
      'somebody else’s handle': { user_handle: 'c29tZWJvZHk' },
      'copies where it was one of a kind': { flags: 0x0d },
    }
    for (const [what, wrong] of Object.entries(wrongs))
      expect(code(await gate.enter(key, 'operator', wrong)), what).toBe('passkey_wrong')
    expect((await gate.enter(key)).status).toBe(201)
    expect(code(await gate.enter(key, 'bank'))).toBe('passkey_wrong')
    const rows = sql`SELECT count(*) AS n FROM journal WHERE operation = 'signInWithPasskey'`
    expect(await gate.count(rows)).toBe(2)
  })
  it('is made only for our address, this challenge, and a holder made sure of', async () => {
    const { token } = await gate.signIn(DUTY, 'operator')
    const wrongs: Record<string, Wrong> = {
      'another site': { origin: 'https://evil.cn' },
      'another party': { rp_id: 'evil.cn' },
      'another challenge': { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
      'the use of one': { type: 'webauthn.get' },
      'nobody made sure of': { flags: 0x41 },
      'a frame': { framed: true },
    }
    for (const [what, wrong] of Object.entries(wrongs)) {
      const said = await gate.enrol(token, await openAuthenticator(ORIGIN), { wrong })
      expect(code(said), what).toBe('passkey_wrong')
    }
    expect(await gate.count(sql`SELECT count(*) AS n FROM passkeys`)).toBe(0)
  })
  it('answers a challenge once, within five minutes, where it was asked', async () => {
    const { key, token } = await gate.enters(DUTY)
    const { ticket, public_key } = await gate.challengeIn('operator')
    const passkey = await key.get(public_key)
    const said = { kind: 'operator', ticket, passkey }
    const both = await atOnce(2, () => gate.post('/v1/passkey-sessions', said))
    expect(tally(both)).toEqual({ '201 session': 1, '409 passkey_challenge_over': 1 })
    expect(code(await gate.post('/v1/passkey-sessions', said))).toBe('passkey_challenge_over')

    const other = await gate.challengeIn('operator')
    const swapped = { ...said, ticket: other.ticket, passkey: await key.get(public_key) }
    expect(code(await gate.post('/v1/passkey-sessions', swapped))).toBe('passkey_wrong')
    const step = await gate.challenge('step_up', token)
    const moved = { ...said, ticket: step.ticket, passkey: await key.get(step.public_key) }
    expect(code(await gate.post('/v1/passkey-sessions', moved))).toBe('passkey_wrong')
    const late = await gate.challengeIn('operator')
    gate.advance(5 * MINUTE_MS)
    const slow = { ...said, ticket: late.ticket, passkey: await key.get(late.public_key) }
    expect(code(await gate.post('/v1/passkey-sessions', slow))).toBe('passkey_challenge_over')
    for (const ticket of ['', 'x', `zzzzzzzz.${'A'.repeat(22)}`])
      expect(code(await gate.post('/v1/passkey-sessions', { ...slow, ticket }))).toBe(
        'passkey_challenge_over',
      )
  })
  it('is one person’s: another session’s challenge or another person’s key is nothing', async () => {
    const first = await gate.signIn(DUTY, 'operator')
    gate.advance(2 * MINUTE_MS)
    const second = await gate.signIn(DUTY, 'operator')
    const { ticket, public_key } = await gate.challenge('enrol', first.token)
    const key = await openAuthenticator(ORIGIN)
    const passkey = await key.create(public_key)
    const elsewhere = { ticket, name: '钥匙', passkey }
    expect(code(await gate.post('/v1/me/passkeys', elsewhere, second))).toBe('passkey_wrong')
    expect((await gate.post('/v1/me/passkeys', elsewhere, first)).status).toBe(201)
  })
  it('that has been copied is suspended when the copy shows itself, and everybody is told', async () => {
    const { key } = await gate.enters(DUTY)
    expect((await gate.enter(key)).status).toBe(201)
    key.countsFrom(1)
    expect(code(await gate.enter(key))).toBe('passkey_suspended')
    expect(code(await gate.enter(key))).toBe('passkey_suspended')
    expect(
      await gate.count(sql`SELECT count(*) AS n FROM work_notices WHERE text LIKE '%复制%'`),
    ).toBe(1)
  })
  it('that counts nothing, as synced ones do, goes on signing in', async () => {
    const key = await openAuthenticator(ORIGIN, { counts: false, flags: 0x1d })
    const { token } = await gate.signIn(DUTY, 'operator')
    expect((await gate.enrol(token, key)).body.device).toBe('synced')
    for (let n = 0; n < 3; n++) expect((await gate.enter(key)).status).toBe(201)
  })
})

describe('the passkeys of one person', () => {
  it('are several with names; the last that works stays', async () => {
    const { token, passkey_id } = await gate.enters(DUTY)
    const path = `/v1/me/passkeys/${passkey_id}`
    expect(code(await gate.post(`${path}/removal`, {}, { token }))).toBe('last_passkey_must_stay')
    const spare = await openAuthenticator(ORIGIN)
    expect((await gate.enrol(token, spare, { name: '备用钥匙' })).status).toBe(201)
    const renamed = await gate.call('PUT', `${path}/name`, { token, body: { name: '旧手机' } })
    expect(renamed.body.name).toBe('旧手机')
    const list = await gate.call('GET', '/v1/me/passkeys', { token })
    expect(list.body.data.map(({ name }: { name: string }) => name)).toEqual(['旧手机', '备用钥匙'])
    expect((await gate.post(`${path}/removal`, {}, { token })).status).toBe(201)
    expect(code(await gate.post(`${path}/removal`, {}, { token }))).toBe('passkey_not_found')
    expect((await gate.enter(spare)).status).toBe(201)
  })
  it('change only with a fresh proof, which gives the session a new token', async () => {
    const { key, token } = await gate.enters(DUTY)
    gate.advance(6 * MINUTE_MS)
    const another = await openAuthenticator(ORIGIN)
    expect(code(await gate.enrol(token, another))).toBe('passkey_proof_too_old')
    const { ticket, public_key } = await gate.challenge('step_up', token)
    const said = { ticket, passkey: await key.get(public_key) }
    const stepped = await gate.post('/v1/me/step-ups', said, { token })
    expect(stepped.status).toBe(201)
    expect(await power(token)).toBe(401)
    expect((await gate.enrol(stepped.body.token, another)).status).toBe(201)
  })
  it('are nobody else’s: the same key under another id is refused, and both stay two people', async () => {
    const { key } = await gate.enters(DUTY)
    await gate.db.batch([
      sql`INSERT INTO officials (id, kind, role, name, districts, phone_index, phone_sealed, phone_mask, created_by, created_at)
          SELECT 'ofc_0000000000000000000000000Z', kind, role, '第二个', '[]', 'other', phone_sealed, phone_mask, id, created_at
            FROM officials WHERE id = ${gate.operator_id}`,
    ])
    const taken = sql`INSERT INTO passkeys (id, person_id, credential_id, public_key, counter, device, name, created_at)
      SELECT 'pky_x', 'ofc_0000000000000000000000000Z', credential_id, public_key, 0, device, '抄的', created_at FROM passkeys`
    await expect(gate.db.batch([taken])).rejects.toThrow('passkey_taken')
    expect((await gate.enter(key)).body.person.id).toBe(gate.operator_id)
  })
})

describe('who has lost every passkey', () => {
  const body = { agreed: true }
  it('waits for another person and a day, and the lost ones end', async () => {
    const { key, token } = await gate.enters(DUTY)
    const helper = await second(token)
    gate.advance(2 * MINUTE_MS)
    const lost = await gate.signIn(DUTY, 'operator')
    const asked = await gate.post('/v1/me/passkey-recoveries', {}, lost)
    expect(asked.body).toMatchObject({ state: 'waiting', is_own: true })
    const path = `/v1/passkey-recoveries/${asked.body.id}/decision`
    expect(code(await gate.post('/v1/me/passkey-recoveries', {}, lost))).toBe('recovery_is_open')
    expect(code(await gate.post(path, body, lost))).toBe('passkey_needed')
    const mine = (await gate.enter(key)).body.token
    expect(code(await gate.post(path, body, { token: mine }))).toBe('recovery_needs_another_person')

    expect((await gate.post(path, body, { token: helper })).body.state).toBe('agreed')
    const fresh = await openAuthenticator(ORIGIN)
    expect(code(await gate.enrol(lost.token, fresh))).toBe('passkey_sign_in_first')
    gate.advance(24 * 60 * MINUTE_MS)
    const again = await gate.signIn(DUTY, 'operator')
    expect((await gate.enrol(again.token, fresh)).status).toBe(201)
    expect(code(await gate.enter(key))).toBe('passkey_wrong')
    expect((await gate.enter(fresh)).status).toBe(201)
    expect(
      code(
        await gate.post(path, { agreed: false }, { token: (await gate.enter(fresh)).body.token }),
      ),
    ).toBe('recovery_not_open')
  })
  it('may be stopped by themselves until it is used', async () => {
    const { key, token } = await gate.enters(DUTY)
    const helper = await second(token)
    gate.advance(2 * MINUTE_MS)
    const thief = await gate.signIn(DUTY, 'operator')
    const asked = await gate.post('/v1/me/passkey-recoveries', {}, thief)
    const path = `/v1/passkey-recoveries/${asked.body.id}/decision`
    expect((await gate.post(path, body, { token: helper })).status).toBe(200)
    const owner = (await gate.enter(key)).body.token
    expect((await gate.post(path, { agreed: false }, { token: owner })).body.state).toBe('refused')
    gate.advance(24 * 60 * MINUTE_MS)
    const again = await gate.signIn(DUTY, 'operator')
    expect(code(await gate.enrol(again.token, await openAuthenticator(ORIGIN)))).toBe(
      'passkey_sign_in_first',
    )
  })
  it('is not somebody who never had one', async () => {
    const { token } = await gate.signIn(DUTY, 'operator')
    expect(code(await gate.post('/v1/me/passkey-recoveries', {}, { token }))).toBe(
      'recovery_not_needed',
    )
  })
  /** The second operator, invited by the first, with a passkey of their own. */
  async function second(token: string): Promise<string> {
    const invited = await gate.post('/v1/officials', { ...OFFICIALS.reviewer }, { token })
    if (invited.status !== 201) throw new Error(invited.text)
    return (await gate.enters(OFFICIALS.reviewer.phone)).token
  }
})
