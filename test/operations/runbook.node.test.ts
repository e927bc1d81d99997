import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ALERTED } from '../../src/operations/alert-rules'
import { RUNBOOK } from '../../src/operations/runbook-rules'

describe('the runbook', () => {
  it('has an entry for each trouble, with the line that the page shows, and says what wakes', () => {
    const text = readFileSync('docs/RUNBOOK.md', 'utf8')
    const entries = new Map(
      text
        .split('\n## ')
        .slice(1)
        .map((entry) => [entry.split(/[ \n]/)[0] ?? '', entry] as const),
    )
    expect([...entries.keys()].sort()).toEqual(Object.keys(RUNBOOK).sort())
    for (const [kind, [zh, en]] of Object.entries(RUNBOOK)) {
      expect(entries.get(kind)).toContain(`1. ${zh}。`)
      expect(entries.get(kind)).toContain(`2. ${en}.`)
      expect(/^\S+ · wakes/.test(entries.get(kind) ?? '')).toBe(ALERTED.some((one) => one === kind))
    }
  })
})
