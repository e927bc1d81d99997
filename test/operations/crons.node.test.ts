import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { JOBS } from '../../src/jobs'

it('gives every job a cron line of the worker, and every line a job', () => {
  const listed = /^crons = \[(.*)\]$/m.exec(readFileSync('wrangler.toml', 'utf8'))?.[1] ?? ''
  const lines = [...listed.matchAll(/"([^"]+)"/g)].map((match) => match[1])
  expect(lines.sort()).toEqual([...new Set(JOBS.map(({ cron }) => cron))].sort())
})
