// npm run test:times: writes the time of each project and the ten slowest files of the last whole run of the tests
// into bench/README.md, between its two marks.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { asksForHelp, help, stop } from './arguments.mjs'
import { ROOT } from './setup.mjs'

if (asksForHelp(process.argv)) help('test:times')
const report = resolve(ROOT, '.build/tests.json')
if (!existsSync(report)) stop('还没有完整跑过一遍测试：先 npm test', 1)
const { at, runs } = JSON.parse(readFileSync(report, 'utf8'))
const { quiet_cpu_s: budget } = JSON.parse(readFileSync(resolve(ROOT, 'test/budgets.json'), 'utf8'))
const slowest = runs
  .flatMap(({ project, files }) => files.map((one) => ({ project, ...one })))
  .sort((a, b) => b.seconds - a.seconds)
  .slice(0, 10)
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
const text = `${at.slice(0, 10)}, the last whole run.

${table(
  ['project', 'tests', 'wall s', 'CPU s', 'CPU s on a quiet machine', 'budget'],
  runs.map(({ project, passed, failed, wall_s, cpu_s, quiet_cpu_s }) => [
    project,
    passed + failed,
    wall_s,
    cpu_s ?? '–',
    quiet_cpu_s ?? '–',
    budget[project] ?? '–',
  ]),
)}

${table(
  ['slowest files', 'project', 's'],
  slowest.map(({ file, project, seconds }) => [file, project, seconds.toFixed(1)]),
)}
`
const readme = resolve(ROOT, 'bench/README.md')
const whole = readFileSync(readme, 'utf8')
const marked = /(<!-- test times -->\n)[\s\S]*?(<!-- end of test times -->)/
if (!marked.test(whole)) stop('bench/README.md 里没有放测试用时的地方', 1)
writeFileSync(
  readme,
  whole.replace(marked, (_all, from, to) => `${from}${text}${to}`),
)
