// npm run test:near: the pure rules, and what stands nearest to what was changed: the tests of the rooms whose files
// differ from main or are not committed yet, on node:sqlite.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { asksForHelp, help } from './arguments.mjs'
import { ensureInstalled, ROOT, run } from './setup.mjs'

if (asksForHelp(process.argv)) help('test:near')
ensureInstalled()
const git = (...args) => {
  const { status, stdout } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' })
  return status === 0 ? stdout.split('\n').filter(Boolean) : []
}
const [base = 'HEAD'] = git('merge-base', 'HEAD', 'main')
const changed = [
  ...git('diff', '--name-only', base),
  ...git('ls-files', '--others', '--exclude-standard'),
]
const near = new Set(changed.flatMap(testsNear).filter((file) => existsSync(resolve(ROOT, file))))
const rules = run('vitest', ['run', '--project', 'rules', '--reporter=dot'], { mayFail: true })
console.log(`${changed.length} files changed, ${near.size} files of tests near them`)
const node =
  near.size > 0 ? run('vitest', ['run', '--project', 'node', ...near], { mayFail: true }) : 0
process.exit(rules || node)

/** A test itself; for a source file, the tests of its room that speak to storage. */
function testsNear(file) {
  if (/\.(?:act|node)\.test\.ts$/.test(file)) return [file]
  const [, room] = /^(?:src|test)\/([\w-]+)\//.exec(file) ?? []
  if (!room || room === 'support' || !existsSync(resolve(ROOT, 'test', room))) return []
  return readdirSync(resolve(ROOT, 'test', room), { recursive: true })
    .filter((name) => /\.(?:act|node)\.test\.ts$/.test(name))
    .map((name) => `test/${room}/${name}`)
}
