import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, describe, expect, it } from 'vitest'
import { databasePath } from '../../scripts/local-database'
import { client } from '../../src/client/client'
import { HOLDERS } from '../../src/demo/cast'
import { freePort, newState, type Typed, type, wait } from './support'

const running: Typed[] = []
const folders: { forget: () => void }[] = []
afterEach(async () => {
  for (const { child } of running) child.kill('SIGINT')
  await Promise.all(running.splice(0).map(({ ended }) => ended))
  for (const { forget } of folders.splice(0)) forget()
})
const fresh = () => {
  const made = newState()
  folders.push(made)
  return made.state
}
function start(state: string, ...args: string[]): Typed {
  const made = type(['scripts/start.mjs', '--state', state, ...args])
  running.push(made)
  return made
}
const TOLD = ['--seed-only', '--json', '--days', '2']
const LONG = ['--days', '60']
const usesIn = (state: string) => {
  const database = new DatabaseSync(databasePath(state), { readOnly: true })
  const { n } = database.prepare('SELECT count(*) AS n FROM consumers').get() as { n: number }
  database.close()
  return n
}
const draftsIn = (state: string) =>
  readdirSync(dirname(databasePath(state))).filter((name) => name.includes('.telling'))
const lastLine = ({ said }: Typed) => JSON.parse(said().trim().split('\n').at(-1) ?? '')
/** A start in the middle of its story, with the port on which it can be read. */
async function inTheMiddle(state: string) {
  const port = await freePort()
  const told = start(state, '--port', String(port), ...LONG)
  await told.says(/已经讲到的可以先看/)
  return { told, url: `http://127.0.0.1:${port}` }
}

describe('npm start', () => {
  it('tells the city once, and says what it took in one line of JSON', async () => {
    const state = fresh()
    const first = start(state, ...TOLD)
    expect(await first.ended, first.said()).toBe(0)
    const { ok, figures } = lastLine(first)
    expect(ok).toBe(true)
    expect(Object.keys(figures)).toEqual(['install_s', 'migrate_s', 'city_s', 'start_s'])
    expect(figures.migrate_s).toBeLessThan(10)
    expect(figures.city_s).toBeGreaterThan(0)
    expect(usesIn(state)).toBe(24)
    const again = start(state, ...TOLD)
    await again.ended
    expect(lastLine(again).figures.city_s).toBe(0)
    expect(usesIn(state)).toBe(24)
    const anew = start(state, ...TOLD, '--fresh')
    await anew.ended
    expect(lastLine(anew).figures.city_s).toBeGreaterThan(0)
  })

  it('shows the story so far and does nothing in it meanwhile', async () => {
    const { told, url } = await inTheMiddle(fresh())
    const page = await fetch(url)
    expect(page.status).toBe(200)
    expect(await page.text()).toMatch(/故事还在讲[\s\S]*第 \d+ \/ 60 天/)
    const api = client({ base: url, attempts_max: 1 })
    const people = await api.must('GET /dev/people', { query: { limit: 1 } })
    const person = people.data[0]?.id ?? ''
    const asking = { phone: HOLDERS.stranger.phone, kind: 'consumer', purpose: 'sign_in' } as const
    for (const told_off of [
      await api.ask('POST /dev/sign-in', { body: { subject_id: person } }),
      await api.ask('POST /dev/clock', { body: { advance_seconds: 86_400 } }),
      await api.ask('POST /v1/sms-codes', { body: asking }),
    ])
      expect(told_off).toMatchObject({ status: 503, problem: { code: 'city_being_told' } })
    const form = new URLSearchParams({ subject_id: person })
    const clicked = await fetch(`${url}/sign-in`, {
      method: 'POST',
      headers: { Origin: url },
      body: form,
      redirect: 'manual',
    })
    expect(clicked.status).toBe(503)
    expect(await clicked.text()).toContain('示范城市的故事还在讲')
    const asked = await api.ask('POST /v1/refund-calculations', {
      body: {
        cause: 'merchant',
        terminated_on: '2026-06-01',
        lots: [{ kind: 'stored_value', paid_on: '2026-01-05', paid_fen: 100_000, bonus_fen: 0 }],
        uses: [],
      },
    })
    expect(asked.is).toBe('done')
    expect(
      (await fetch(`${url}/mock/stripe/v1/customers`, { method: 'POST' })).status,
    ).toBeLessThan(500)
    told.child.kill('SIGINT')
    await told.ended
  })

  it('says who holds the city, to a second start and to a reset', async () => {
    const state = fresh()
    const { told } = await inTheMiddle(state)
    for (const args of [['--port', String(await freePort())], TOLD, [...TOLD, '--fresh']]) {
      const second = start(state, ...args)
      expect(await second.ended).toBe(1)
      expect(second.said()).toMatch(/正由 npm start 使用（进程 \d+，http.*先结束它/)
      expect(second.said()).not.toMatch(/\bat .*\(/)
    }
    expect(told.child.exitCode).toBeNull()
    told.child.kill('SIGINT')
    await told.ended
  })

  it('lets one of two starts at once tell, whole', async () => {
    const state = fresh()
    const both = [start(state, ...TOLD), start(state, ...TOLD)]
    const codes = await Promise.all(both.map(({ ended }) => ended))
    expect(codes.sort()).toEqual([0, 1])
    expect(usesIn(state)).toBe(24)
  })

  it.each(['SIGINT', 'SIGKILL'] as const)('leaves no half a city on %s', async (signal) => {
    const state = fresh()
    const { told } = await inTheMiddle(state)
    told.child.kill(signal)
    await told.ended
    expect(existsSync(databasePath(state))).toBe(false)
    const again = start(state, ...TOLD)
    expect(await again.ended, again.said()).toBe(0)
    expect(usesIn(state)).toBe(24)
    expect(draftsIn(state)).toEqual([])
  })

  it('leaves no half a city on a full disk, and says so', async () => {
    const state = fresh()
    const shell = 'ulimit -f 12000; exec node scripts/start.mjs "$@"'
    const told = type(['--state', state, '--seed-only', '--days', '60'], { shell })
    expect(await told.ended).not.toBe(0)
    expect(told.said()).toMatch(/磁盘满了/)
    expect(told.said()).not.toMatch(/\n\s+at /)
    expect(existsSync(databasePath(state))).toBe(false)
    expect(draftsIn(state)).toEqual([])
  })

  it('leaves a database alone that somebody else has open', async () => {
    const state = fresh()
    const first = start(state, ...TOLD)
    expect(await first.ended).toBe(0)
    const database = new DatabaseSync(databasePath(state))
    database.exec('PRAGMA journal_mode = WAL; SELECT 1')
    database.prepare('SELECT count(*) FROM consumers').get()
    const second = start(state, ...TOLD)
    expect(await second.ended).toBe(1)
    expect(second.said()).toContain('正被另一个进程打开')
    database.close()
  })

  it.each(['abc', '0', '99999', '-1', '1.5', ''])(
    'answers port %j with a sentence',
    async (port) => {
      const asked = start(fresh(), `--port=${port}`)
      expect(await asked.ended).toBe(2)
      expect(asked.said()).toBe(`端口须是 1 到 65535 的整数，收到的是“${port}”\n`)
    },
  )
  it('answers a port in use, and an unknown option, with a sentence', async () => {
    const server = createServer()
    const port = await freePort()
    await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
    const asked = start(fresh(), '--port', String(port))
    expect(await asked.ended).toBe(1)
    expect(asked.said()).toContain(`端口 ${port} 已被别的程序占用`)
    server.close()
    const wrong = start(fresh(), '--prot', '1')
    expect(await wrong.ended).toBe(2)
    expect(wrong.said()).toMatch(/^不懂这个选项：--prot\n/)
  })
})

describe('the server of npm start', () => {
  it('takes over where the story ends, and does not outlive who started it', async () => {
    const state = fresh()
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const served = start(state, '--port', String(port), '--days', '2', '--json')
    await served.says(/"ok":true/)
    const said = served.said().trim().split('\n')
    expect(said.filter((line) => /warn|error|⛅|▲|✘/i.test(line))).toEqual([])
    const page = await (await fetch(url)).text()
    expect(page).not.toContain('故事还在讲')
    const api = client({ base: url })
    const people = await api.must('GET /dev/people', { query: { limit: 1 } })
    const body = { subject_id: people.data[0]?.id ?? '' }
    expect(await api.must('POST /dev/sign-in', { body })).toMatchObject({ object: 'session' })
    served.child.kill('SIGKILL')
    await served.ended
    let up = true
    for (let tries = 0; up && tries < 150; tries++) {
      await wait(100)
      up = await fetch(url).then(
        () => true,
        () => false,
      )
    }
    expect(up).toBe(false)
    expect(served.said()).not.toMatch(/\n\s+at |ERR_/)
    const again = start(state, '--port', String(port), '--json')
    await again.says(/"ok":true/)
    again.child.kill('SIGTERM')
    await again.ended
    expect(again.said()).not.toMatch(/\n\s+at |ERR_/)
  })
})

describe('a reader that stops reading', () => {
  it('ends a verb quietly', async () => {
    const state = fresh()
    const told = start(state, ...TOLD)
    expect(await told.ended).toBe(0)
    const file = databasePath(state)
    for (const verb of [
      'scripts/export.ts --format hledger --from 2020-01-01 --to 2020-01-02',
      'scripts/export.ts --format csv --from "$1" --to "$1" --detail card',
      'scripts/books.ts',
    ]) {
      const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
      const shell = `set -o pipefail; node scripts/run.mjs ${verb} --db ${file} | head -n 1 > /dev/null`
      const asked = type([day], { shell })
      running.push(asked)
      await asked.ended
      expect(asked.said(), verb).not.toMatch(/EPIPE|\n\s+at /)
    }
  })
  it('gets a sentence for a file that is no database of ours', async () => {
    const state = fresh()
    const text = `${dirname(state)}/notes.txt`
    writeFileSync(text, 'not a database')
    expect(statSync(text).size).toBeGreaterThan(0)
    const asked = type(['scripts/run.mjs', 'scripts/books.ts', '--db', text])
    expect(await asked.ended).toBe(2)
    expect(asked.said()).toBe('这个文件不是数据库\n')
  })
})
