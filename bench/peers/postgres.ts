import { spawnSync } from 'node:child_process'
import {
  chownSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freePort } from '../serve/running'

type Peer = {
  /** Redemptions a second of so many clients, each with its own connection; null for a number it is not asked at. */
  rate: (connections: number) => Promise<number | null>
  stop: () => void
}
const CLIENTS = [8, 64]
/** Where Debian's package lays its versions. */
const DEBIAN = '/usr/lib/postgresql'

/**
 * PostgreSQL beside the product, where Debian's package is installed: a cluster of its own with stock settings (every commit
 * on the disk), asked by pgbench over a socket. What it cannot do here is said in one line.
 */
export async function postgresPeer(cards: number): Promise<Peer | { missing: string }> {
  const newest = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort().at(-1) : undefined
  const uid = Number(idOf('-u'))
  if (newest === undefined || Number.isNaN(uid)) return { missing: 'no PostgreSQL on this machine' }
  const bin = join(DEBIAN, newest, 'bin')
  const dir = mkdtempSync(join(tmpdir(), 'yufubao-postgres-'))
  chownSync(dir, uid, Number(idOf('-g')))
  const port = String(await freePort())
  const run = (tool: string, ...args: string[]) => {
    const command = ['-u', 'postgres', '--', join(bin, tool), ...args]
    const { status, stdout, stderr } = spawnSync('runuser', command, { encoding: 'utf8', cwd: dir })
    if (status !== 0) throw new Error(`${tool}: ${stderr}`)
    return stdout
  }
  const at = ['-h', dir, '-p', port, '-U', 'postgres']
  const data = join(dir, 'data')
  const stop = () => {
    spawnSync('runuser', [
      '-u',
      'postgres',
      '--',
      join(bin, 'pg_ctl'),
      '-D',
      data,
      '-m',
      'immediate',
      'stop',
    ])
    rmSync(dir, { recursive: true, force: true })
  }
  try {
    run('initdb', '-D', data, '-A', 'trust', '-U', 'postgres', '--locale', 'C.UTF-8')
    const options = `-k ${dir} -p ${port} -c listen_addresses=''`
    run('pg_ctl', '-D', data, '-w', '-l', join(dir, 'log'), '-o', options, 'start')
    copyFileSync(resolve('bench/peers/redeem.sql'), join(dir, 'redeem.sql'))
    run(
      'psql',
      ...at,
      '-q',
      '-v',
      'ON_ERROR_STOP=1',
      '-v',
      `cards=${cards}`,
      '-f',
      join(dir, 'redeem.sql'),
    )
    writeFileSync(join(dir, 'use.sql'), 'SELECT redeem();\n')
  } catch (error) {
    stop()
    return { missing: error instanceof Error ? error.message : String(error) }
  }
  return {
    stop,
    rate: async (connections) => {
      if (!CLIENTS.includes(connections)) return null
      const each = String(Math.ceil(USES / connections))
      const size = ['-n', '-M', 'prepared', '-c', String(connections), '-j', '2', '-t', each]
      const said = run('pgbench', ...at, ...size, '-f', join(dir, 'use.sql'), 'postgres')
      return Number(/tps = ([\d.]+) \(without initial/.exec(said)?.[1] ?? 0)
    },
  }
}
/** Uses of one round, at every number of clients. */
export const USES = 384

const idOf = (what: '-u' | '-g') =>
  spawnSync('id', [what, 'postgres'], { encoding: 'utf8' }).stdout || 'none'
