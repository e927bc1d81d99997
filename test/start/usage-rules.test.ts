import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { USAGE, verbFrom } from '../../scripts/usage.mjs'

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  scripts: Record<string, string>
}

it('every verb of package.json says what it does, and nothing else does', () => {
  expect(Object.keys(USAGE).sort()).toEqual(Object.keys(scripts).sort())
})
it('every compiled verb is found by its entry, so that --help needs no install', () => {
  for (const [verb, script] of Object.entries(scripts)) {
    const entry = /^node scripts\/run\.mjs (\S+)/.exec(script)?.[1]
    if (entry !== undefined) expect(verbFrom(entry), entry).toBe(verb)
  }
})
