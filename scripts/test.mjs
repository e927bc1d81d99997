// npm test [-- vitest's arguments]: runs the tests; the last line is "N passed, N failed".
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { asksForHelp, help } from './arguments.mjs'
import { copyReader, ensureInstalled, ensureTypes, ROOT, run } from './setup.mjs'

if (asksForHelp(process.argv)) help('test')
ensureInstalled()
ensureTypes()
copyReader()
const report = resolve(ROOT, '.build', `test-report-${process.pid}.json`)
mkdirSync(resolve(ROOT, '.build'), { recursive: true })
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
const status = run('vitest', ['run', ...reporters, ...process.argv.slice(2)], { mayFail: true })
const { passed, failed } = countIn(report)
rmSync(report, { force: true })
// A run without a test, or one that ended badly without naming a test, is a failure as well.
const failures = Math.max(failed, status !== 0 || passed === 0 ? 1 : 0)
console.log(`${passed} passed, ${failures} failed`)
process.exit(failures > 0 ? 1 : 0)

/** Tests that passed and failed; a file that could not be loaded counts as one failure. */
function countIn(file) {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'))
    const broken = testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
    )
    return { passed: numPassedTests, failed: numFailedTests + broken.length }
  } catch {
    return { passed: 0, failed: 1 }
  }
}
