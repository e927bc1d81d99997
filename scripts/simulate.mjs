// npm run simulate -- city …: tells a city for the warning; npm run simulate: the long version of all tests.
import { spawnSync } from 'node:child_process'
import { asksForHelp, help } from './arguments.mjs'

const [first, ...rest] = process.argv.slice(2)
if (asksForHelp(process.argv)) help('simulate')
const args =
  first === 'city'
    ? ['scripts/run.mjs', 'scripts/simulate-city.ts', ...rest]
    : ['scripts/test.mjs', '--all', ...process.argv.slice(2)]
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' })
process.exit(status ?? 1)
