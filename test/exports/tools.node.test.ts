import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plusDays } from '../../src/kernel/time'
import { exportText, type Office, openOffice } from './support'

const hledger = process.env.HLEDGER ?? 'hledger'
const bean_check = process.env.BEAN_CHECK ?? 'bean-check'
const isInstalled = (program: string) =>
  spawnSync(program, ['--version'], { encoding: 'utf8' }).status === 0

/** One fen more in the last amount but one: of the transfers or of what is asserted. */
const spoilt = (text: string) => {
  const at = [...text.matchAll(/\d(?= (?:CNY|~ 0\.00))/g)].at(-2)?.index ?? 0
  return text.slice(0, at) + (text[at] === '9' ? '8' : Number(text[at]) + 1) + text.slice(at + 1)
}

describe('the programs that accountants use', () => {
  let office: Office
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yufubao-exports-'))
    office = await openOffice()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const files = async (format: 'hledger' | 'beancount') => {
    const from = plusDays(office.first_day, 4)
    const merchant_id = office.shop.id
    return Promise.all([
      exportText(office, format),
      exportText(office, format, { from }),
      exportText(office, format, { view: { merchant_id: null, detail: 'card' } }),
      exportText(office, format, { from, view: { merchant_id, detail: 'shop' } }),
      exportText(office, format, { from, view: { merchant_id, detail: 'card' } }),
    ])
  }
  const checks = (program: string, args: string[], text: string) => {
    const file = join(folder, 'books.txt')
    writeFileSync(file, text)
    const env = { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' }
    return spawnSync(program, [...args, file], { encoding: 'utf8', env })
  }

  it.skipIf(!isInstalled(hledger))(
    'hledger check --strict finds nothing, and finds one fen (only where hledger is installed)',
    async () => {
      for (const text of await files('hledger')) {
        const said = checks(hledger, ['check', '--strict', '-f'], text)
        expect([said.status, said.stderr]).toEqual([0, ''])
        expect(checks(hledger, ['check', '--strict', '-f'], spoilt(text)).status).not.toBe(0)
      }
    },
  )
  it.skipIf(!isInstalled(bean_check))(
    'bean-check finds nothing, and finds one fen (only where Beancount is installed)',
    async () => {
      for (const text of await files('beancount')) {
        const said = checks(bean_check, ['--no-cache'], text)
        expect([said.status, said.stdout + said.stderr]).toEqual([0, ''])
        expect(checks(bean_check, ['--no-cache'], spoilt(text)).status).not.toBe(0)
      }
    },
  )
})
