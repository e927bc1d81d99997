import { describe, expect, it } from 'vitest'
import { endingProgress, endingStage, hasArrived, hasBegun, isMoving } from '../../src/ends/rules'

const RUN = {
  phase: 'done' as const,
  told_count: 2,
  counted_count: 2,
  cards_count: 2,
  refunded_count: 2,
  covered_fen: 1_000,
  on_the_way_fen: 0,
  waiting_fen: 0,
  arrived_fen: 1_000,
  done_count: 2,
  capped_count: 0,
}
describe('how far an ending is', () => {
  it.each([
    [
      'refunds opened, nothing sent',
      { on_the_way_fen: 1_000, arrived_fen: 0, done_count: 0 },
      2_000,
    ],
    ['half arrived', { on_the_way_fen: 500, arrived_fen: 500, done_count: 1 }, 6_000],
    ['all but one fen', { waiting_fen: 1, arrived_fen: 999, done_count: 1 }, 9_992],
    ['everything arrived', {}, 10_000],
    ['one failed afterwards', { waiting_fen: 500, arrived_fen: 500, done_count: 1 }, 6_000],
    ['a refund still waits for a hold', { arrived_fen: 900, done_count: 1 }, 9_999],
    [
      'what is there of a short shop arrived',
      { arrived_fen: 600, done_count: 0, capped_count: 2 },
      10_000,
    ],
    ['nobody was owed anything', { refunded_count: 0, done_count: 0, arrived_fen: 0 }, 10_000],
    [
      'the first twenty arrived, others are not opened yet',
      { phase: 'refunding' as const, arrived_fen: 400 },
      5_200,
    ],
  ])('%s', (_what, facts, bp) => {
    expect(endingProgress({ ...RUN, ...facts })).toBe(bp)
    expect(hasArrived({ ...RUN, ...facts })).toBe(bp === 10_000)
  })
})

describe('the stage of an ending', () => {
  const of = (more: object) => endingStage({ ...RUN, kind: 'incident', confirmed_at: 'x', ...more })
  it.each([
    [
      'reported, not confirmed',
      { phase: 'waiting', confirmed_at: null },
      'unconfirmed',
      false,
      false,
    ],
    [
      'dismissed before it was confirmed',
      { phase: 'dismissed', confirmed_at: null },
      'dismissed',
      false,
      false,
    ],
    [
      'a closure before its last day',
      { kind: 'closure', phase: 'waiting', confirmed_at: null },
      'waiting',
      false,
      false,
    ],
    ['telling the holders', { phase: 'telling' }, 'telling', true, true],
    ['opening refunds', { phase: 'refunding' }, 'refunding', true, true],
    ['all opened, one on its way', { on_the_way_fen: 1 }, 'arriving', true, true],
    ['all arrived', {}, 'done', true, false],
  ])('%s', (_what, more, stage, begun, moving) => {
    expect(of(more)).toBe(stage)
    expect([hasBegun(of(more)), isMoving(of(more))]).toEqual([begun, moving])
  })
})
