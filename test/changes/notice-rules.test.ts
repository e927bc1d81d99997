import { describe, expect, it } from 'vitest'
import { decideChange, earliestMove } from '../../src/changes/rules'
import { plusDays } from '../../src/kernel/time'

describe('the first day of a move', () => {
  const facts = { address: '海滨路 2 号', district: 'huancui' }
  const moves = (from_on: string, today: string) => () =>
    decideChange({ kind: 'move', facts, from_on }, today)
  it.each(['2026-03-02', '2026-12-31', '2028-02-01'])(
    'announced on %s is one that is taken',
    (today) => {
      const first = earliestMove(today)
      expect(moves(first, today)).not.toThrow()
      expect(moves(plusDays(first, -1), today)).toThrow('change_notice_too_short')
    },
  )
})
