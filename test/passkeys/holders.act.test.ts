import { beforeEach, describe, expect, it } from 'vitest'
import { HOLDERS } from '../../src/demo/cast'
import { DAY_MS, MINUTE_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { atOnce, openTown, type Town, tally } from '../identity/town'
import { type Authenticator, openAuthenticator, type Wrong } from '../support/authenticator'
import { ORIGIN } from './support'

const WANG = HOLDERS.wang.phone
const PIN = '739205'
let town: Town
let token: string
let person: string
let key: Authenticator
beforeEach(async () => {
  town = await openTown('production')
  const session = await town.signIn(WANG)
  token = session.token
  person = session.person.id
  key = await openAuthenticator(ORIGIN)
  town.advance(MINUTE_MS)
})
const as = () => ({ token })
const code = ({ body }: { body: { code?: string } }) => body.code
const askPin = async (pin: string, more: { old_pin?: string } = {}, asker = token) => {
  town.advance(MINUTE_MS)
  await town.post('/v1/me/sms-codes', { purpose: 'pin' }, { token: asker })
  const body = { pin, code: await town.codeFor(WANG), ...more }
  return town.call('PUT', '/v1/me/pin', { token: asker, body })
}
const prove = (pin = PIN) => town.post('/v1/me/proofs', { pin }, as())
const challenge = async (purpose: 'enrol' | 'step_up', asker = token) =>
  (await town.post('/v1/me/passkey-challenges', { purpose }, { token: asker })).body
const enrol = async (of = key) => {
  const { ticket, public_key } = await challenge('enrol')
  const body = { ticket, name: '我的手机', passkey: await of.create(public_key) }
  return town.post('/v1/me/passkeys', body, as())
}
const byPasskey = async (of = key, wrong: Wrong = {}, asker = token) => {
  const { ticket, public_key } = await challenge('step_up', asker)
  const body = { ticket, passkey: await of.get(public_key, wrong) }
  return town.post('/v1/me/passkey-proofs', body, { token: asker })
}
const enrolled = async () => {
  await askPin(PIN)
  await prove()
  const made = await enrol()
  if (made.status !== 201) throw new Error(made.text)
  town.advance(5 * MINUTE_MS)
  return String(made.body.id)
}
const events = async () =>
  (
    await town.db.batch([sql`SELECT type FROM events WHERE consumer_id = ${person} ORDER BY seq`])
  )[0]?.map((row) => row.type)

describe('a holder’s passkey', () => {
  it('takes the PIN to be added: the number alone adds none, with or without a PIN', async () => {
    expect(code(await enrol())).toBe('step_up_needed')
    await askPin(PIN)
    expect(code(await enrol())).toBe('step_up_needed')
    expect(code(await prove('000111'))).toBe('pin_wrong')
    expect(code(await enrol())).toBe('step_up_needed')
    await prove()
    expect((await enrol()).body).toMatchObject({ object: 'passkey', name: '我的手机' })
    expect((await town.call('GET', '/v1/me', as())).status).toBe(200)
    expect(await events()).toContain('passkey.added')
    town.advance(5 * MINUTE_MS)
    expect(code(await enrol(await openAuthenticator(ORIGIN)))).toBe('step_up_needed')
  })
  it('proves what the PIN proves, for five minutes, in this session alone', async () => {
    await enrolled()
    expect(code(await askPin('805172'))).toBe('step_up_needed')
    const proof = await byPasskey()
    expect([proof.status, proof.body]).toMatchObject([201, { object: 'proof', by: 'passkey' }])
    expect((await askPin('805172')).status).toBe(200)
    const other = (await town.signIn(WANG)).token
    expect(code(await askPin('426890', {}, other))).toBe('step_up_needed')
    town.advance(5 * MINUTE_MS)
    expect(code(await askPin('426890'))).toBe('step_up_needed')
  })
  it('counts once, for this session, our address and a holder made sure of', async () => {
    await enrolled()
    const { ticket, public_key } = await challenge('step_up')
    const passkey = await key.get(public_key)
    const body = { ticket, passkey }
    const other = (await town.signIn(WANG)).token
    expect(code(await town.post('/v1/me/passkey-proofs', body, { token: other }))).toBe(
      'passkey_wrong',
    )
    const said = await atOnce(4, () => town.post('/v1/me/passkey-proofs', body, as()))
    expect(tally(said)).toEqual({ '201 proof': 1, '409 passkey_challenge_over': 3 })
    const wrongs: Wrong[] = [
      { origin: `${ORIGIN}.evil.cn` },
      { rp_id: 'example' },
      { flags: 0x01 },
      { framed: true },
      { challenge: 'bm90LW91cnM' },
    ]
    for (const wrong of wrongs)
      expect(code(await byPasskey(key, wrong)), JSON.stringify(wrong)).toBe('passkey_wrong')
  })
  it('is the holder’s own: a stranger’s proves nothing, and nobody’s is enrolled twice', async () => {
    await enrolled()
    const stranger = await openAuthenticator(ORIGIN)
    expect(code(await byPasskey(stranger))).toBe('passkey_wrong')
    const li = await town.signIn(HOLDERS.li.phone)
    const [mine, of_wang] = [token, person]
    token = li.token
    person = li.person.id
    expect(code(await byPasskey(key))).toBe('passkey_wrong')
    ;[token, person] = [mine, of_wang]
    await byPasskey()
    expect(code(await enrol())).toBe('passkey_taken')
  })
  it('whose counter goes back is out, and its holder hears of it', async () => {
    await enrolled()
    expect((await byPasskey()).status).toBe(201)
    key.countsFrom(0)
    expect(code(await byPasskey())).toBe('passkey_suspended')
    expect(code(await byPasskey())).toBe('passkey_suspended')
    expect(await events()).toContain('passkey.suspended')
    expect((await prove()).status).toBe(201)
  })
  it('may go, the last one as well, with a proof; then it proves nothing', async () => {
    const id = await enrolled()
    const remove = () => town.post(`/v1/me/passkeys/${id}/removal`, {}, as())
    expect(code(await remove())).toBe('step_up_needed')
    await byPasskey()
    expect((await remove()).status).toBe(201)
    expect(await events()).toContain('passkey.removed')
    expect(code(await byPasskey())).toBe('passkey_wrong')
    expect((await town.call('GET', '/v1/me/passkeys', as())).body.data).toEqual([])
  })
  it('stays with the person when the number changes, and is no way in for whoever gets the number', async () => {
    await enrolled()
    town.advance(100 * DAY_MS)
    const asked = await town.askCode(WANG)
    const said = { phone: WANG, challenge: asked.body.challenge, code: await town.codeFor(WANG) }
    const device = 'd'.repeat(43)
    const anew = await town.post('/v1/silent-numbers/new-account', { ...said, device })
    expect(anew.status).toBe(201)
    token = anew.body.token
    expect((await town.call('GET', '/v1/me/passkeys', as())).body.data).toEqual([])
    expect(code(await byPasskey())).toBe('passkey_wrong')
    const list = await challenge('step_up')
    expect(list.public_key.allowCredentials).toEqual([])
  })
})
