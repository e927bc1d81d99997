import type { ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** A server of ours in a process group of its own. */
export type Running = {
  url: string
  pid: number
  /** Peak resident memory of its processes so far, in MB (from /proc, so on Linux only). */
  rss_mb: () => number
  /** Processor time of its processes so far, user and system, in ms (in ticks of 10 ms). */
  cpu_ms: () => number
  /** Sends a signal to all of its processes. */
  kill: (signal: NodeJS.Signals) => void
  /** Ends it and resolves when it is gone. */
  stop: () => Promise<void>
}

const READY_WITHIN_MS = 60_000
const STOP_WITHIN_MS = 3_000
const children = new Set<ChildProcess>()

/** Waits until a child spawned with `detached: true` answers `/healthz`; it never outlives this process. */
export async function whenReady(child: ChildProcess, url: string): Promise<Running> {
  endWithUs(child)
  const began = Date.now()
  while (!(await answers(url))) {
    if (hasEnded(child)) throw new Error(`the server at ${url} ended before it was ready`)
    if (Date.now() - began > READY_WITHIN_MS) {
      signalGroup(child, 'SIGKILL')
      throw new Error(`the server at ${url} did not become ready`)
    }
    await pause(50)
  }
  const pid = child.pid ?? 0
  return {
    url,
    pid,
    rss_mb: () => groupOf(pid).reduce((sum, member) => sum + peakMb(member), 0),
    cpu_ms: () => groupOf(pid).reduce((sum, member) => sum + cpuMs(member), 0),
    kill: (signal) => signalGroup(child, signal),
    stop: () => stop(child),
  }
}

/** A port of 127.0.0.1 that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

const answers = (url: string) =>
  fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  )

/** A group of its own gets no Ctrl-C, so whatever ends this process ends the children first. */
function endWithUs(child: ChildProcess): void {
  if (children.size === 0) {
    process.on('exit', killAll)
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        killAll()
        process.kill(process.pid, signal)
      })
    }
  }
  children.add(child)
}

function killAll(): void {
  for (const child of children) signalGroup(child, 'SIGKILL')
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // The whole group has ended already.
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const gone = new Promise((done) => child.once('exit', done))
  signalGroup(child, 'SIGTERM')
  const late = setTimeout(() => signalGroup(child, 'SIGKILL'), STOP_WITHIN_MS)
  await gone
  clearTimeout(late)
  signalGroup(child, 'SIGKILL')
}

function groupOf(pgid: number): string[] {
  return readdirSync('/proc').filter((pid) => {
    const stat = /^\d+$/.test(pid) ? read(`/proc/${pid}/stat`) : ''
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]) === pgid
  })
}

function peakMb(pid: string): number {
  const kb = /VmHWM:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`))?.[1]
  return Math.ceil(Number(kb ?? 0) / 1024)
}

const TICK_MS = 10
function cpuMs(pid: string): number {
  const stat = read(`/proc/${pid}/stat`)
  const [user = '0', system = '0'] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
  return (Number(user) + Number(system)) * TICK_MS
}

/** A process may end between being listed and being read. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
