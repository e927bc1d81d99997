import { beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import { ENGINE } from '#storage'
import { OFFICIALS } from '../../src/demo/cast'
import { bootstrapToken } from '../../src/people/bootstrap'
import { StorageError, sql } from '../../src/platform/d1'
import type { BodyAt } from '../support/addresses'
import { asked } from '../support/asked'
import { openWorld, type TestWorld } from '../support/world'

const BUSY = new StorageError('database is locked', 'SQLITE_BUSY', null)
const OVERLOADED = new Error('D1 DB is overloaded. Requests queued for too long.')
const FULL = new StorageError('database or disk is full', 'SQLITE_FULL', null)

describe(`storage that cannot do it now, on ${ENGINE}`, () => {
  let world: TestWorld
  let body: BodyAt<'POST /v1/operators/bootstrap'>
  let logged: MockInstance<typeof console.log>
  const enter = () => world.call('POST', '/v1/operators/bootstrap', { key: 'first', body })
  const failsAt = (what: RegExp, fault: Error) => {
    world.faulty.next = (statements) => {
      if (statements.some(({ text }) => what.test(text))) throw fault
      return null
    }
  }
  beforeEach(async () => {
    world = await openWorld()
    const bootstrap_token = await bootstrapToken(world.world)
    body = { bootstrap_token, name: OFFICIALS.duty.name, phone: OFFICIALS.duty.phone }
    logged = vi.spyOn(console, 'log').mockImplementation(() => {})
    return () => vi.restoreAllMocks()
  })

  it.each([
    ['busy before the decision', BUSY, /FROM journal/, 'storage_busy', '2'],
    ['busy at the commit', BUSY, /INTO journal/, 'storage_busy', '2'],
    ['overloaded', OVERLOADED, /INTO journal/, 'storage_busy', '2'],
    ['full', FULL, /INTO journal/, 'storage_full', null],
  ])(
    '%s: is told so, and the same request goes through later',
    async (_how, fault, at, code, after) => {
      failsAt(at, fault)
      const told = await enter()
      expect([told.status, told.body.code, told.headers.get('Retry-After')]).toEqual([
        503,
        code,
        after,
      ])
      expect(told.body.detail).toContain('用同一个请求重试是安全的')
      world.faulty.next = () => null
      expect(await asked(world.db, sql`SELECT id FROM officials`)).toEqual([])
      expect((await enter()).status).toBe(201)
      expect(await asked(world.db, sql`SELECT name FROM officials`)).toEqual([
        { name: OFFICIALS.duty.name },
      ])
    },
  )
  it('full, is told on a page as on the wire, and logged for whoever looks after it', async () => {
    expect((await world.call('GET', '/s/ABCDEF')).status).toBe(404)
    failsAt(/./, FULL)
    const shown = await world.call('GET', '/s/ABCDEF')
    expect([shown.status, shown.headers.get('Content-Type')]).toEqual([
      503,
      expect.stringContaining('text/html'),
    ])
    expect(shown.text).toContain('存储已满')
    expect(logged.mock.calls.join()).toContain('storage_full')
  })
})
