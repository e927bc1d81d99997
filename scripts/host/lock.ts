import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

type Holder = { pid: number; what: string; since: string }
export type Lock = { release: () => void }

/**
 * Keeps a database for one process. The lock is SQLite's own on a file beside it, which the kernel ends with the process
 * however it ends, also between containers of one machine. It is none over a network file system: keep the data on a disk.
 */
export function lockFor(
  database: string,
  what: string,
): { lock: Lock } | { holder: Holder | null } {
  mkdirSync(dirname(database), { recursive: true, mode: 0o700 })
  const file = `${database}.lock`
  const lock = new DatabaseSync(file)
  try {
    lock.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch {
    lock.close()
    return { holder: holderOf(`${database}.owner`) }
  }
  const me: Holder = { pid: process.pid, what, since: new Date().toISOString() }
  writeFileSync(`${database}.owner`, JSON.stringify(me))
  return { lock: { release: () => lock.close() } }
}

/** Who wrote itself down last: for a sentence only, the lock itself is the kernel's. */
function holderOf(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

export const heldSentence = (database: string, holder: Holder | null): string =>
  `${database} 正由另一个进程使用${holder ? `（${holder.what}，进程 ${holder.pid}，自 ${holder.since} 起）` : ''}：` +
  '一个数据库只由一个进程服务，先结束它（kill 进程号）再启动'
