// npm test: every project of tests, one after another; the last line is "N passed, N failed".
// npm test -- <vitest's arguments>: what these choose, in one run. npm run simulate: with the long share (--all).
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { asksForHelp, help } from './arguments.mjs'
import { copyReader, ensureInstalled, ensureTypes, node24Env, ROOT } from './setup.mjs'
import { CpuMeter, countIn } from './test-report.mjs'

/** node before workerd: what ran on node:sqlite is asked of D1 afterwards. */
const PROJECTS = ['rules', 'node', 'workerd', 'libsql', 'durable', 'browser']
const BUILD = resolve(ROOT, '.build')
const NOTED = resolve(BUILD, `statements-${process.pid}`)
const REPORT = resolve(BUILD, `test-report-${process.pid}.json`)
const VITEST = resolve(ROOT, 'node_modules/.bin/vitest')

if (asksForHelp(process.argv)) help(process.argv.includes('--all') ? 'simulate' : 'test')
ensureInstalled()
ensureTypes()
copyReader()
mkdirSync(BUILD, { recursive: true })
process.on('exit', () => {
  rmSync(REPORT, { force: true })
  rmSync(NOTED, { recursive: true, force: true })
})
const { calibration_ms } = JSON.parse(readFileSync(resolve(ROOT, 'test/budgets.json'), 'utf8'))
const chosen = process.argv.slice(2).filter((word) => word !== '--all')
const all = process.argv.includes('--all')
const whole = chosen.length === 0
const runs = []
for (const args of whole ? PROJECTS.map((name) => ['--project', name]) : [chosen])
  runs.push({ project: args[1], ...(await vitest(args)) })
if (whole && !all) {
  const said = { at: new Date().toISOString(), runs }
  writeFileSync(resolve(BUILD, 'tests.json'), JSON.stringify(said, null, 2))
}
if (whole) for (const line of runs.map(told)) console.log(line)
const sum = (of) => runs.reduce((total, run) => total + run[of], 0)
console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
process.exit(sum('failed') > 0 ? 1 : 0)

/** Runs vitest to its end. A report of another run is never read. */
async function vitest(args) {
  rmSync(REPORT, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`]
  const env = {
    ...node24Env(),
    ...(whole ? { NOTED_STATEMENTS: NOTED } : {}),
    ...(all ? { SIMULATE: 'all' } : {}),
  }
  const began = Date.now()
  const options = { cwd: ROOT, stdio: 'inherit', env }
  const child = spawn(VITEST, ['run', ...reporters, ...args], options)
  const meter = new CpuMeter(child.pid)
  const status = await new Promise((done) => {
    child.on('error', () => done(1))
    child.on('exit', (code) => done(code ?? 1))
  })
  const time = { wall_s: Math.round((Date.now() - began) / 1000), ...meter.stop(calibration_ms) }
  return { ...countIn(REPORT, status), ...time }
}

function told({ project, passed, failed, wall_s, cpu_s }) {
  const cpu = cpu_s === null ? '' : `, ${cpu_s} s of CPU`
  return `${project}: ${passed} passed, ${failed} failed in ${wall_s} s${cpu}`
}
