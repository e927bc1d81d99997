// npm run check: types, lint and format, tidy, docs fresh. Every step runs; failures are named at the end.
import { asksForHelp, help } from './arguments.mjs'
import { ensureInstalled, ensureTypes, run } from './setup.mjs'

if (asksForHelp(process.argv)) help('check')
ensureInstalled()
ensureTypes()
const TIDY = ['run', '--project', 'rules', 'test/tidy.test.ts', '--reporter=dot']
const STEPS = [
  ['types', 'tsc', ['--noEmit', '--pretty', 'false']],
  ['types of islands', 'tsc', ['--noEmit', '--pretty', 'false', '-p', 'src/web/islands']],
  ['lint and format', 'biome', ['ci', '--colors=off', '.']],
  ['tidy', 'vitest', TIDY],
  ['assets fresh', 'node', ['scripts/run.mjs', 'scripts/assets.ts', '--check']],
  ['docs fresh', 'node', ['scripts/run.mjs', 'scripts/docs.ts', '--check']],
]
const failures = STEPS.filter(([name, tool, args]) => {
  const began = Date.now()
  const failed = run(tool, args, { mayFail: true }) !== 0
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  console.log(`${failed ? '✗' : '✓'} ${name} (${seconds} s)`)
  return failed
})
if (failures.length > 0) {
  console.error(`failed: ${failures.map(([name]) => name).join(', ')}`)
  process.exit(1)
}
