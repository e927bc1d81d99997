// One state, one owner: whoever migrates, tells or serves a local city writes its name beside it first.

import { spawnSync } from 'node:child_process'
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { resolve } from 'node:path'

const folderOf = (state) => `${resolve(state)}.owner`
const TRIES_MAX = 50

/**
 * Makes this process the owner of a state folder, or says who is: `{ holder }`. The owner's file is numbered; a number
 * is given once (link(2) lets nobody overwrite it) and never taken away before a higher one stands, so two processes
 * that find the same dead owner cannot both succeed it.
 */
export function takeState(state, { what, port = null }) {
  const folder = folderOf(state)
  mkdirSync(folder, { recursive: true })
  const me = {
    pid: process.pid,
    began: beganAt(process.pid),
    what,
    port,
    since: new Date().toISOString(),
  }
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const last = lastOf(folder)
    const before = last === 0 ? null : read(folder, last)
    if (before && isHeld(before)) return { holder: before }
    const mine = last + 1
    if (!put(folder, mine, me)) continue
    if (lastOf(folder) !== mine) {
      rmSync(fileOf(folder, mine), { force: true })
      continue
    }
    for (const number of numbersIn(folder))
      if (number < mine) rmSync(fileOf(folder, number), { force: true })
    return { owner: ownerOf(folder, mine, me) }
  }
  throw new Error(`nobody could be made the owner of ${state}`)
}

/** Who holds a state folder now, or null. */
export function stateHolder(state) {
  const folder = folderOf(state)
  const last = lastOf(folder)
  const holder = last === 0 ? null : read(folder, last)
  return holder && isHeld(holder) ? holder : null
}

/** Says in a sentence who holds the state and how to go on. */
export function heldBy({ pid, what, port, since, server }) {
  const where = port === null ? '' : `，http://127.0.0.1:${port}/`
  const time = new Date(since).toLocaleTimeString('zh-CN', { hour12: false })
  const running = alive(pid) ? pid : (server?.pid ?? pid)
  return `这个城市正由 ${what} 使用（进程 ${running}${where}，自 ${time} 起）；先结束它：到它的窗口按 Ctrl-C，或 kill ${running}`
}

function ownerOf(folder, number, me) {
  let said = me
  const write = (more) => {
    said = { ...said, ...more }
    const draft = `${fileOf(folder, number)}.${process.pid}.draft`
    writeFileSync(draft, JSON.stringify(said))
    renameSync(draft, fileOf(folder, number))
  }
  const release = () => write({ released: true })
  process.on('exit', release)
  return {
    /** From now on the server holds the state as well, should this process be gone. */
    handTo: (pid) => write({ server: { pid, began: beganAt(pid) } }),
    release,
  }
}

function put(folder, number, me) {
  const draft = resolve(folder, `draft.${process.pid}`)
  writeFileSync(draft, JSON.stringify(me))
  try {
    linkSync(draft, fileOf(folder, number))
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

const fileOf = (folder, number) => resolve(folder, `owner.${number}.json`)
function numbersIn(folder) {
  try {
    const names = readdirSync(folder)
    return names.flatMap((name) => /^owner\.(\d+)\.json$/.exec(name)?.[1] ?? []).map(Number)
  } catch {
    return []
  }
}
const lastOf = (folder) => Math.max(0, ...numbersIn(folder))

function read(folder, number) {
  try {
    return JSON.parse(readFileSync(fileOf(folder, number), 'utf8'))
  } catch {
    // Gone meanwhile, because somebody went on to a higher number; or not ours: nobody holds it.
    return null
  }
}

const isHeld = ({ released, pid, began, server }) =>
  !released && (isSame({ pid, began }) || (server !== undefined && isSame(server)))
const isSame = ({ pid, began }) => alive(pid) && beganAt(pid) === began

function alive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** When a process began, in its system's own words: a number given to another process is not the same one. */
function beganAt(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ')
    // A process that has ended and waits to be asked about is no owner.
    return fields[0] === 'Z' ? 'ended' : fields[19]
  } catch {
    const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
    return (stdout ?? '').trim()
  }
}
