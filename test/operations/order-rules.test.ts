import { describe, expect, it } from 'vitest'
import { JOBS, type Job, orderedJobs } from '../../src/jobs'
import { HOURS } from '../../src/kernel/declare'
import { declaredBy } from '../support/declared'

const turnOf = (name: string): number => JOBS.find((job) => job.name === name)?.turn ?? Number.NaN

describe('the order in which jobs run', () => {
  it('is that of their turns, and no two have the same', () => {
    const turns = JOBS.map(({ turn }) => turn)
    expect(turns).toEqual([...new Set(turns)].sort((a, b) => a - b))
  })
  it('has every job that a room declares, once', () => {
    const declared = [...declaredBy('jobs').room_of.keys()]
    expect(JOBS.map(({ name }) => name).sort()).toEqual(declared.sort())
  })
  it('tells last: what moved in a tick is told in it', () => {
    expect(JOBS.slice(-2).map(({ name }) => name)).toEqual(['deliverEvents', 'sendNotices'])
  })
  /** Where one job makes what the next one works on, in the same tick. */
  it.each([
    ['settleIntoCustody', 'readProviderBook', 'finishSettlements', 'chargeFees'],
    ['settleCorrections', 'payAfternoon', 'settlePayouts'],
    ['payEvening', 'settlePayouts'],
    ['paySilentRefunds', 'payOverdueRefunds', 'advanceRefunds', 'sendRefunds', 'fundRefunds'],
    ['findDisputes', 'reviewDisputes', 'collectClaims', 'fundDisputes'],
    ['tellChanges', 'applyChanges', 'releaseTakeovers', 'runEndings'],
    ['fetchBankStatements', 'reconcileBankDays', 'closeBankDays', 'sealResolutionPacks'],
    ['sealResolutionPacks', 'startNightlyRun', 'continueRuns', 'deliverEvents'],
  ])('%s → %s …', (...chain) => {
    const turns = chain.map(turnOf)
    expect(turns).toEqual([...turns].sort((a, b) => a - b))
    expect(turns.every(Number.isFinite)).toBe(true)
  })
  it('is told by number, whatever room comes first', () => {
    const run = async () => 0
    const job = (turn: number) => ({ turn, when: 'often', what: '', what_en: '' }) as const
    const of = (name: string, jobs: Record<string, number>) => ({
      room: {
        name,
        about: '',
        jobs: Object.fromEntries(Object.entries(jobs).map(([key, turn]) => [key, job(turn)])),
      },
      routes: [],
      jobs: Object.fromEntries(Object.keys(jobs).map((key) => [key, run])),
    })
    const made: readonly Job[] = orderedJobs([
      of('one', { last: 90, first: 10 }),
      of('two', { second: 20 }),
    ])
    expect(made.map(({ name }) => name)).toEqual(['first', 'second', 'last'])
    expect(made[0]).toEqual({ name: 'first', turn: 10, what: '', what_en: '', run, ...HOURS.often })
  })
})
