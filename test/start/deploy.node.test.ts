import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/environment/config'
import { JOBS } from '../../src/jobs'

/** What wrangler says is read here, also where `npm test` asks it to say less. */
const WRANGLER = { CI: '1', WRANGLER_SEND_METRICS: 'false', WRANGLER_LOG: 'log' }

const folder = mkdtempSync(join(tmpdir(), 'yufubao-deploy-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const page = readFileSync('docs/DEPLOY.md', 'utf8')

describe('docs/DEPLOY.md', () => {
  it('tells of a worker that builds for production', () => {
    const env = { ...process.env, ...WRANGLER }
    const args = ['deploy', '--dry-run', '--outdir', folder]
    const { status, stdout, stderr } = spawnSync('node_modules/.bin/wrangler', args, {
      encoding: 'utf8',
      env,
    })
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/env\.DB \(yufubao\)/)
    expect(existsSync(join(folder, 'worker.js'))).toBe(true)
  })
  it('names every setting that production asks for, and no other', () => {
    const asked = readConfig({ SMS: 'gateway', BANK: 'bridge' })
    const missing = 'faults' in asked ? asked.faults.map((fault) => fault.split(' ')[0] ?? '') : []
    expect(missing.length).toBeGreaterThan(5)
    for (const name of [...missing, 'SMS', 'BANK']) expect(page, name).toContain(`\`${name}\``)
    const named = [...page.matchAll(/^ {3}\| (`[^|]+) \|/gm)].flatMap((row) =>
      [...(row[1] ?? '').matchAll(/`(\w+)`/g)].map((match) => match[1] ?? ''),
    )
    const known = readFileSync('src/environment/config.ts', 'utf8')
    for (const name of named)
      expect(known, name).toContain(name.replace(/^(SMS_GATEWAY|BANK_BRIDGE)_(URL|KEY)$/, '$1'))
  })
  it('counts the cron lines as they are', () => {
    expect(new Set(JOBS.map(({ cron }) => cron)).size).toBe(5)
    expect(page).toContain('its five cron lines')
  })
})
