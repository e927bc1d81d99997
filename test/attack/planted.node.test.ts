import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app'
import { DOORS } from '../../src/doors'
import { log } from '../../src/environment/log'
import { newRouter, OPERATIONS } from '../../src/platform/http'
import { routesWithoutPolicy } from '../support/undeclared'
import { fuzzSingly, shrunk } from './fuzz'
import { walkMatrix } from './matrix'
import { listening, sweepStorage, sweepText, townSecrets } from './sweep'
import { type AttackedTown, openAttackedTown } from './town'

let town: AttackedTown
beforeAll(async () => {
  town = await openAttackedTown()
})
beforeEach(() => {
  Object.assign(town.holes, { storage: undefined, reply: undefined })
})
const only = (...names: string[]) =>
  OPERATIONS.filter(({ operationId }) => names.includes(operationId))
const faultsIn = async (...names: string[]) =>
  (await walkMatrix(town, only(...names))).flatMap(({ fault }) => fault ?? [])

/** The town's holes are read by what it was opened with: they are changed in place. */
const plant = (holes: AttackedTown['holes']) => Object.assign(town.holes, holes)

describe('a hole that was planted is found:', () => {
  it('a route without a policy', () => {
    const door = newRouter()
    door.get('/v1/debug/dump', (c) => c.json({}))
    const host = { open: async () => ({ faults: [] }) }
    expect(routesWithoutPolicy(createApp(host))).toEqual([])
    const holed = createApp(host, [...DOORS, { room: DOORS[0]!.room, routes: [door], jobs: {} }])
    expect(routesWithoutPolicy(holed)).toEqual(['GET /v1/debug/dump'])
  })
  it('an owner’s check dropped from a statement', async () => {
    expect(await faultsIn('readPurchase')).toEqual([])
    plant({
      storage: (statements, batch) =>
        batch(
          statements.map((one) => ({
            ...one,
            text: one.text.replace(
              /(?:\w+\.)?consumer_id = \(\s*SELECT subject_id FROM live_sessions WHERE token_hash = \?\s*\)/g,
              '? IS NOT NULL',
            ),
          })),
        ),
    })
    expect((await faultsIn('readPurchase')).join()).toMatch(/missing: 404 .* foreign: 200/)
  })
  it('a refusal that tells a stranger’s thing from none', async () => {
    plant({
      reply: (path, reply) =>
        path.includes('/holds/') &&
        reply.status === 404 &&
        town.things.has(path.split('/')[3] ?? '')
          ? { ...reply, status: 403 }
          : reply,
    })
    expect((await faultsIn('readHold')).join()).toContain('foreign: 403')
  })
  it('a role let in that the policy does not name, and a stranger let in without a token', async () => {
    plant({ reply: (_path, reply) => ({ ...reply, status: 200, text: '{}' }) })
    const faults = await faultsIn('readTrialBalance')
    expect(faults.join()).toContain('200 null instead of 403')
    expect(faults.join()).toContain('200 instead of 401')
  })
  it('a field too many in an answer', async () => {
    plant({
      reply: (_path, reply) => ({ ...reply, text: reply.text.replace(/^\{/, '{"phone":"x",') }),
    })
    expect((await faultsIn('readMe')).join()).toContain('readMe 200')
  })
  it('a neighbour’s card in a list', async () => {
    const crd = [...town.things.values()].find(
      ({ prefix, merchant_id }) => prefix === 'crd' && merchant_id !== town.desk.shop.id,
    )?.id
    plant({ reply: (_path, reply) => ({ ...reply, text: `${reply.text} ${crd}` }) })
    expect((await faultsIn('listRedemptions')).length).toBeGreaterThan(0)
  })
  it('an answer that breaks off', async () => {
    plant({
      storage: (statements, batch) => {
        if (statements.some(({ text }) => text.includes('shop_tips'))) throw new Error('planted')
        return batch(statements)
      },
    })
    const { found } = await fuzzSingly(town, 24, 1, only('tellOfShop'))
    expect(found.map(({ kind }) => kind)).toContain('5xx')
  })
  it('a refusal that writes, and the smallest request that shows it', async () => {
    plant({
      storage: (statements, batch) => {
        const refusing = statements.some(
          ({ text, values }) =>
            text.startsWith('INSERT INTO journal ') &&
            values.some((value) => [404, 409, 422].includes(Number(value))),
        )
        const rename = { text: "UPDATE consumers SET nickname = nickname || '!'", values: [] }
        return batch(refusing ? [...statements, rename] : statements)
      },
    })
    const { found } = await fuzzSingly(town, 40, 1, only('redeemByCode'))
    const changed = found.find(({ kind }) => kind === 'changed')
    expect(changed?.why).toContain('consumers.nickname')
    const least = changed && (await shrunk(town, changed))
    const fields = (said: unknown) => Object.keys((said ?? {}) as object).length
    expect(fields(least?.body)).toBeLessThanOrEqual(fields(changed?.said?.body))
    expect(least?.body).toHaveProperty('code')
  })
  it('a secret in storage, in the log, in a message', async () => {
    const secrets = townSecrets(town)
    const code = secrets.find(({ what }) => what === 'a code by SMS')?.text ?? ''
    expect(sweepStorage(town.database, secrets)).toEqual([])
    town.database.exec('BEGIN')
    town.database.prepare('UPDATE job_failures SET error = ?').run(`验证码 ${code}`)
    expect(sweepStorage(town.database, secrets)).toEqual(['job_failures.error holds a code by SMS'])
    town.untouched()
    const { lines } = await listening(async () => log('planted', { error: `code ${code}` }))
    expect(sweepText('the log', lines, secrets)).toHaveLength(1)
    expect(sweepText('a message', [`{"code":"${code}"}`], secrets)).toHaveLength(1)
  })
})
