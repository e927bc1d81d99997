import { expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { LINTER_VERSION, TEXT_MAX } from '../../src/clauses/read'
import { type BodyAt, mistaken } from '../support/addresses'
import { openWorld } from '../support/world'

it(`judges a notice for anybody, without a key or a sign-in, and writes nothing on ${ENGINE}`, async () => {
  const world = await openWorld()
  const trips: number[] = []
  world.faulty.next = (statements) => {
    trips.push(statements.length)
    return null
  }
  const body = { text: '请提前预约。本卡一经售出概不退款；现做面包不退不换' }
  await world.call('POST', '/v1/clause-checks', { body, key: null })
  // The city's tables are read once by each process, and by no answer after that.
  trips.length = 0
  const reply = await world.call('POST', '/v1/clause-checks', { body, key: null })
  expect(reply.status, reply.text).toBe(200)
  expect(reply.body).toMatchObject({
    object: 'clause_check',
    linter_version: LINTER_VERSION,
    verdict: 'void',
    void_sentences_count: 1,
    sentences: [
      { text: '请提前预约', verdict: 'clear', findings: [] },
      {
        text: '本卡一经售出概不退款',
        verdict: 'void',
        findings: [
          {
            kind: 'no_refund',
            severity: 'void',
            excerpt: '概不退款',
            article: '法释〔2025〕4号第九条第一项',
            sources: [{ law: '法释〔2025〕4号', article: 9, paragraph: null, item: 1 }],
          },
        ],
      },
      { text: '现做面包不退不换', verdict: 'clear', findings: [] },
    ],
  })
  expect(trips).toEqual([])
})

it(`reads as many letters as it says, and no more, on ${ENGINE}`, async () => {
  const world = await openWorld()
  const ask = (body: BodyAt<'POST /v1/clause-checks'>) =>
    world.call('POST', '/v1/clause-checks', { body, key: null })
  expect((await ask({ text: '余额过期作废。'.repeat(TEXT_MAX / 7) })).status).toBe(200)
  for (const wrong of [{ text: '字'.repeat(TEXT_MAX + 1) }, { text: '' }, {}, { text: '', a: 1 }]) {
    const reply = await ask(mistaken(wrong))
    expect([reply.status, reply.body.code]).toEqual([422, 'request_invalid'])
  }
  const long = await ask({ text: '字'.repeat(60_000) })
  expect([long.status, long.body.code]).toEqual([413, 'body_too_large'])
})
