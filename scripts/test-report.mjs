// What a run of tests says: counts from vitest's report, time and CPU of the processes that ran it.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { ROOT } from './setup.mjs'

const TICKS_PER_SECOND = 100
/** A fixed piece of work; what it costs now beside what it costs on a quiet machine is how slow the machine is now. */
const WORK = Buffer.alloc(4_000_000, 7)

/** Tests that passed and failed; a file that could not be loaded, and a run that ended badly, are a failure too. */
export function countIn(file, status) {
  let counts = { passed: 0, failed: 0, files: [] }
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'))
    const broken = testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
    )
    const files = testResults.map(({ name, assertionResults }) => ({
      file: relative(ROOT, name),
      seconds: assertionResults.reduce((sum, { duration }) => sum + (duration ?? 0), 0) / 1000,
    }))
    counts = { passed: numPassedTests, failed: numFailedTests + broken.length, files }
  } catch {
    // No report: vitest itself fell over.
  }
  const failed = Math.max(counts.failed, status !== 0 || counts.passed === 0 ? 1 : 0)
  return { ...counts, failed }
}

/** CPU seconds of a process and all below it, workerd and browsers included; what ended keeps its last reading. */
export class CpuMeter {
  seen = new Map()
  slowness = []
  constructor(pid) {
    this.pid = pid
    this.timer = setInterval(() => this.look(), 1_000)
  }
  look() {
    for (const [key, seconds] of below(this.pid)) this.seen.set(key, seconds)
    this.slowness.push(calibration())
  }
  /** The seconds so far, and the same in seconds of a quiet machine (null where the system does not say). */
  stop(quiet_ms) {
    clearInterval(this.timer)
    this.look()
    const cpu_s = [...this.seen.values()].reduce((sum, seconds) => sum + seconds, 0)
    const sorted = this.slowness.sort((a, b) => a - b)
    const slowness = sorted[sorted.length >> 1] / quiet_ms
    return cpu_s > 0
      ? { cpu_s: Math.round(cpu_s), quiet_cpu_s: Math.round(cpu_s / slowness) }
      : { cpu_s: null, quiet_cpu_s: null }
  }
}

function* below(root) {
  let processes
  try {
    processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return
  }
  const parents = new Map()
  const times = new Map()
  for (const pid of processes) {
    const stat = statOf(pid)
    if (!stat) continue
    parents.set(pid, stat[1])
    const key = `${pid} ${stat[19]}`
    times.set(pid, [key, (Number(stat[11]) + Number(stat[12])) / TICKS_PER_SECOND])
  }
  const isBelow = (pid) => {
    for (let at = pid; at && at !== '0'; at = parents.get(at)) if (at === String(root)) return true
    return false
  }
  for (const [pid, time] of times) if (isBelow(pid)) yield time
}

/** The fields of /proc/<pid>/stat after the name; a process may be gone by now. */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

/** CPU milliseconds of the fixed piece of work, now. */
export function calibration() {
  const began = process.cpuUsage()
  createHash('sha256').update(WORK).digest()
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1000
}
