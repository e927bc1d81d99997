// npm run check: types, lint and format, tidy, the figures of the house, docs fresh, tests within their budget. Every step
// runs; failures are named at the end. `-- --but budget` and `-- --only budget`: before and after the tests, in .ci/run.
// `-- --json`: the last line is for machines, with the figures that scripts/house.ts counts.
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { asksForHelp, help } from './arguments.mjs'
import { ensureInstalled, ensureTypes, ROOT, run } from './setup.mjs'

if (asksForHelp(process.argv)) help('check')
ensureInstalled()
ensureTypes()
const TIDY = 'run --project rules --project node test/tidy.test.ts test/house --reporter=dot'.split(
  ' ',
)
const tool = (name, args) => () => run(name, args, { mayFail: true }) === 0
const STEPS = [
  ['types', tool('tsc', ['--noEmit', '--pretty', 'false'])],
  ['types of islands', tool('tsc', ['--noEmit', '--pretty', 'false', '-p', 'src/web/islands'])],
  ['lint and format', tool('biome', ['ci', '--colors=off', '.'])],
  ['tidy', tool('vitest', TIDY)],
  ['figures', tool('node', ['scripts/run.mjs', 'scripts/house.ts'])],
  ['assets fresh', tool('node', ['scripts/run.mjs', 'scripts/assets.ts', '--check'])],
  ['docs fresh', tool('node', ['scripts/run.mjs', 'scripts/docs.ts', '--check'])],
  ['budget', isWithinBudget],
]
const as_json = process.argv.includes('--json')
const [how, named] = process.argv.slice(2).filter((word) => word !== '--json')
const steps = STEPS.filter(
  ([name]) => (how !== '--only' || name === named) && (how !== '--but' || name !== named),
)
const failures = steps.filter(([name, isFine]) => {
  const began = Date.now()
  const failed = !isFine()
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  console.log(`${failed ? '✗' : '✓'} ${name} (${seconds} s)`)
  return failed
})
if (failures.length > 0) console.error(`failed: ${failures.map(([name]) => name).join(', ')}`)
if (as_json) console.log(JSON.stringify({ ok: failures.length === 0, figures: figuresOfHouse() }))
process.exit(failures.length > 0 ? 1 : 0)

/** What the step `figures` counted in this run. */
function figuresOfHouse() {
  const file = resolve(ROOT, '.build/figures.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}

/**
 * Holds the last whole run of the tests against test/budgets.json: CPU seconds of a quiet machine, by project, so that
 * a busy machine changes nothing. A third above is too much, and never less than ten seconds: a project of a dozen
 * seconds is mostly the start of its processes, which another machine does in half or twice the time. A project without
 * a budget is too much.
 */
function isWithinBudget() {
  const report = resolve(ROOT, '.build/tests.json')
  if (!existsSync(report)) {
    console.log('budget: no whole run of the tests yet')
    return true
  }
  const { runs, at } = JSON.parse(readFileSync(report, 'utf8'))
  const { quiet_cpu_s: budget } = JSON.parse(
    readFileSync(resolve(ROOT, 'test/budgets.json'), 'utf8'),
  )
  const over = runs.filter(
    ({ project, quiet_cpu_s }) => quiet_cpu_s !== null && !(quiet_cpu_s <= mostOf(budget[project])),
  )
  for (const { project, quiet_cpu_s } of over)
    console.error(
      `${project}: ${quiet_cpu_s} s of CPU on ${at}, its budget is ${budget[project]} s`,
    )
  return over.length === 0
}

/** What a project may cost before the check fails, in seconds of CPU. */
function mostOf(budget) {
  return budget === undefined ? 0 : Math.max((budget * 4) / 3, budget + 10)
}
