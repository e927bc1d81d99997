import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { requestFingerprint } from '../../src/environment/fingerprint'
import { fen } from '../../src/kernel/money'
import { Refusal, refuse } from '../../src/kernel/refusals'
import { openAccountStatement, post } from '../../src/ledger/book'
import { type Act, type Ask, RefusalWith } from '../../src/platform/act'
import { CLOCK } from '../../src/platform/actor'
import { one, sql } from '../../src/platform/d1'
import { answerOnce } from '../../src/platform/journal'
import { asked } from '../support/asked'
import { openWorld, type TestWorld } from '../support/world'

const ask = (key: string, fingerprint = 'same'): Ask => ({
  who: CLOCK,
  key,
  fingerprint: requestFingerprint('moveSome', fingerprint),
  operation: 'moveSome',
  policy: 'clock',
  request_id: `req_${key}`,
  shape: (_status, body) => body,
})

type Escrow = { balance_fen: number }
describe(`answerOnce on ${ENGINE}`, () => {
  let city: TestWorld
  const readEscrow = () => ({
    escrow: sql<Escrow>`SELECT balance_fen FROM ledger_accounts WHERE id = 'escrow:a'`,
  })
  type Moving = Act<ReturnType<typeof readEscrow>>
  const moving = (amount: number): Moving => ({
    reads: readEscrow,
    decide: ({ rows, now }) => {
      const { balance_fen } = rows.escrow[0]!
      if (balance_fen < amount) refuse('redemption_exceeds_balance')
      const transfer = {
        from: 'escrow:a',
        to: 'payable:m',
        amount_fen: fen(amount),
        reason: 'moved',
        subject_id: 's',
        event_at: now,
      }
      return {
        status: 201,
        subject_id: 's',
        body: { left_fen: balance_fen - amount },
        statements: post(city.world, transfer),
      }
    },
  })
  let calls: string[] = []
  /** The same, after something was asked outside. */
  const calling = (): Moving => ({
    ...moving(100),
    call: async () => void calls.push('asked'),
  })
  const leases = () => asked(city.db, sql`SELECT * FROM journal_leases`)
  const move = (key: string, amount: number, fingerprint?: string) =>
    answerOnce(city.world, ask(key, fingerprint), moving(amount))
  const balance = async (id: string) =>
    (await one(
      city.db,
      sql<{ balance_fen: number }>`SELECT balance_fen FROM ledger_accounts WHERE id = ${id}`,
    ))!.balance_fen

  beforeEach(async () => {
    city = await openWorld()
    calls = []
    const fund = {
      from: 'psp:t',
      to: 'escrow:a',
      amount_fen: fen(1000),
      reason: 'funded',
      subject_id: 's',
      event_at: city.world.now(),
    }
    await city.db.batch([
      ...['psp:t', 'escrow:a', 'payable:m'].map(openAccountStatement),
      ...post(city.world, fund),
    ])
  })

  it('decides a fresh request and replays its answer for ever', async () => {
    const first = await move('k1', 300)
    expect(first).toEqual({ status: 201, body: '{"left_fen":700}', replayed: false })
    expect(await move('k1', 300)).toEqual({ ...first, replayed: true })
    expect(await balance('escrow:a')).toBe(700)
  })
  it('refuses the same key with another request', async () => {
    await move('k1', 300)
    await expect(move('k1', 300, 'other')).rejects.toThrow('idempotency_key_reused')
  })
  it('freezes a decided refusal: more money later does not change the answer', async () => {
    const refused = await move('k1', 5000)
    expect([refused.status, JSON.parse(refused.body).code]).toEqual([
      409,
      'redemption_exceeds_balance',
    ])
    const fund = {
      from: 'psp:t',
      to: 'escrow:a',
      amount_fen: fen(9000),
      reason: 'funded',
      subject_id: 's',
      event_at: city.world.now(),
    }
    await city.db.batch(post(city.world, fund))
    expect(await move('k1', 5000)).toEqual({ ...refused, replayed: true })
    expect((await move('k2', 5000)).status).toBe(201)
  })
  it('answers twenty twins with one answer and one transfer', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => move('twin', 300)))
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1)
    expect(await balance('payable:m')).toBe(300)
  })
  it('lets rivals through only as far as the money goes', async () => {
    const answers = await Promise.all(Array.from({ length: 15 }, (_, i) => move(`rival-${i}`, 100)))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(10)
    expect(statuses.filter((status) => status === 409)).toHaveLength(5)
    expect([await balance('escrow:a'), await balance('payable:m')]).toEqual([0, 1000])
  })
  it.each(['before', 'after'] as const)(
    'survives an answer lost %s the commit without moving money twice',
    async (when) => {
      let writes = 0
      city.faulty.next = (statements) =>
        statements.some(({ text }) => text.includes('INTO journal')) && writes++ === 0 ? when : null
      const answer = await move('lost', 300)
      expect(answer.status).toBe(201)
      expect(await balance('payable:m')).toBe(300)
      expect(await asked(city.db, sql`SELECT 1 AS one FROM journal`)).toHaveLength(1)
    },
  )
  it('keeps what a refusal has to remember, and only that', async () => {
    const act: Act = {
      reads: () => ({}),
      decide: () => {
        throw new RefusalWith('code_wrong', [openAccountStatement('escrow:counted')])
      },
    }
    expect((await answerOnce(city.world, ask('bad'), act)).status).toBe(422)
    expect(await balance('escrow:counted')).toBe(0)
  })
  it('does not freeze what was never decided', async () => {
    const act: Act = { reads: () => ({}), decide: () => refuse('payment_unclear') }
    await expect(answerOnce(city.world, ask('unclear'), act)).rejects.toThrow(Refusal)
    expect((await move('unclear', 100)).status).toBe(201)
  })
  it('tells a twin that a provider is still being asked', async () => {
    let release = () => {}
    const provider = new Promise<void>((resolve) => {
      release = resolve
    })
    const act: Moving = { ...moving(100), call: () => provider.then(() => undefined) }
    const first = answerOnce(city.world, ask('slow'), act)
    await new Promise((resolve) => setTimeout(resolve, 20))
    await expect(
      answerOnce(city.world, { ...ask('slow'), request_id: 'req_twin' }, act),
    ).rejects.toThrow('request_in_flight')
    release()
    expect((await first).status).toBe(201)
    expect((await answerOnce(city.world, ask('slow'), act)).replayed).toBe(true)
  })
  it('takes over from a request that died while it talked to a provider', async () => {
    const dying: Moving = { ...moving(100), call: () => new Promise(() => {}) }
    void answerOnce(city.world, ask('dead'), dying)
    await new Promise((resolve) => setTimeout(resolve, 20))
    const again = () => answerOnce(city.world, { ...ask('dead'), request_id: 'req_2' }, calling())
    await expect(again()).rejects.toThrow('request_in_flight')
    city.advance(31_000)
    expect((await again()).status).toBe(201)
    expect(calls).toEqual(['asked'])
  })
  it.each([
    ['before', 2],
    ['after', 1],
  ] as const)(
    'asks outside anew, and moves the money once, when the connection is lost %s the commit',
    async (when, times) => {
      let lost = 0
      city.faulty.next = (statements) => {
        const commits = statements.some(({ text }) => text.startsWith('INSERT INTO ledger_tra'))
        return commits && lost++ === 0 ? when : null
      }
      const { status, replayed } = await answerOnce(city.world, ask('lost'), calling())
      expect([status, replayed, calls.length]).toEqual([201, when === 'after', times])
      expect(await balance('escrow:a')).toBe(900)
      expect(await leases()).toEqual([])
    },
  )
  it('lets the same request be made again at once when the outside, or the decision, said no', async () => {
    const no: Moving = { ...moving(100), call: () => Promise.reject(new Error('no answer')) }
    await expect(answerOnce(city.world, ask('again'), no)).rejects.toThrow('no answer')
    const unclear: Moving = { ...calling(), decide: () => refuse('payment_unclear') }
    await expect(answerOnce(city.world, ask('again'), unclear)).rejects.toThrow('payment_unclear')
    expect(await leases()).toEqual([])
    expect((await answerOnce(city.world, ask('again'), calling())).status).toBe(201)
  })
  it('says what went wrong outside, though storage is gone too when the lease is to end', async () => {
    const no: Moving = {
      ...moving(100),
      call: () => {
        city.faulty.next = () => 'before'
        return Promise.reject(new Error('no answer'))
      },
    }
    await expect(answerOnce(city.world, ask('both'), no)).rejects.toThrow('no answer')
  })
  it('gives a decision names of the outside and a clock that stands still, and nothing to ask', async () => {
    const act: Act = {
      reads: () => ({}),
      decide: ({ kit }) => {
        const before = kit.now()
        city.advance(1_000)
        const body = { ...kit, payments: Object.keys(kit.payments), bank: Object.keys(kit.bank) }
        expect(kit.now()).toBe(before)
        expect([body.payments, body.bank]).toEqual([['name'], ['name']])
        return { status: 200, subject_id: '', body: Object.keys(body).sort(), statements: [] }
      },
    }
    const { body } = await answerOnce(city.world, ask('kit'), act)
    expect(JSON.parse(body)).toEqual([
      'bank',
      'config',
      'newId',
      'now',
      'payments',
      'random',
      'secrets',
    ])
  })
  it('refuses every change of a journal row', async () => {
    await move('k1', 300)
    const texts = [
      'UPDATE journal SET answer = 1',
      'DELETE FROM journal',
      'REPLACE INTO journal SELECT * FROM journal',
      `INSERT OR REPLACE INTO journal SELECT seq, id, actor_kind, actor_id, 'k9', operation, fingerprint,
         subject_id, 200, '{}', request_id, at, content_hash FROM journal`,
    ]
    for (const text of texts)
      await expect(city.db.batch([{ text, values: [] }])).rejects.toThrow(
        /append_only|already_answered/,
      )
  })
})
