import { describe, expect, it } from 'vitest'
import { tableKeys, writesByRoom } from '../../scripts/docs/shards'
import { createApp } from '../../src/app'
import { OPERATIONS } from '../../src/platform/http'
import { TABLE_WRITERS } from '../support/rooms'

createApp({ open: async () => ({ faults: [] }) })

describe('what finds the shard of a row', () => {
  const keys = tableKeys()
  it.each([
    ['cards', 'merchant'],
    ['lots', 'merchant'],
    ['redemptions', 'merchant'],
    ['pay_code_uses', 'merchant'],
    ['refund_parts', 'merchant'],
    ['ledger_transfers', 'merchant'],
    ['consumers', 'person'],
    ['passkeys', 'person'],
    ['sessions', 'person'],
    ['city_days', 'city'],
    ['bank_files', 'city'],
    ['storage_days', 'city'],
  ] as const)('%s: %s', (table, key) => {
    expect(keys.get(table)).toBe(key)
  })
  it('is said of every table of production, and of none of the mocks', () => {
    const silent = Object.keys(TABLE_WRITERS).filter((table) => !keys.has(table))
    expect(silent.filter((table) => !/^(?:mock_|dev_)/.test(table))).toEqual([])
  })
  it('is asked for every operation that writes, once', () => {
    const swept = writesByRoom().flatMap(({ operations }) => operations)
    const writes = OPERATIONS.filter(
      ({ method, path }) => method !== 'get' && !path.startsWith('/dev/'),
    )
    expect(swept.sort()).toEqual(writes.map(({ operationId }) => operationId).sort())
    expect(writesByRoom().map(({ room }) => room)).not.toContain('no room')
  })
})
