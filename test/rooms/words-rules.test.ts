import { describe, expect, it } from 'vitest'
import { EVENTS, type EventType } from '../../src/events/catalogue'
import { declare } from '../../src/kernel/declare'
import { PREFIXES, type Prefix } from '../../src/kernel/ids'
import { REFUSALS, type RefusalCode } from '../../src/kernel/refusals'
import { bindDoors } from '../../src/platform/jobs'

describe('the words that rooms declare', () => {
  it('are unions of literals: a misspelt one does not compile', () => {
    const code: RefusalCode = 'shop_tips_used_up'
    // @ts-expect-error no room declares it
    const no_code: RefusalCode = 'shop_tips_used_upp'
    const prefix: Prefix = 'tip'
    // @ts-expect-error no room declares it
    const no_prefix: Prefix = 'tpi'
    const type: EventType = 'card.frozen'
    // @ts-expect-error no room declares it
    const no_type: EventType = 'card.frosen'
    expect([code in REFUSALS, prefix in PREFIXES, type in EVENTS]).toEqual([true, true, true])
    expect([no_code in REFUSALS, no_prefix in PREFIXES, no_type in EVENTS]).not.toContain(true)
  })
  it('bind a job to its function, both ways', () => {
    const job = { turn: 1, when: 'often', what: '', what_en: '' } as const
    const busy = declare({ name: 'busy', about: '', jobs: { sweepFloor: job } })
    const idle = declare({ name: 'idle', about: '' })
    const run = async () => 0
    expect(bindDoors(busy, { jobs: { sweepFloor: run } }).jobs).toEqual({ sweepFloor: run })
    // @ts-expect-error a declared job has no function
    bindDoors(busy, { jobs: {} })
    // @ts-expect-error a function is no declared job
    bindDoors(busy, { jobs: { sweepFloor: run, washWindows: run } })
    // @ts-expect-error a room without jobs runs none
    bindDoors(idle, { jobs: { sweepFloor: run } })
  })
})
