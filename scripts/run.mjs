// node scripts/run.mjs <entry.ts> [arguments]: bundles a TypeScript entry and runs it under Node 24.
import { asksForHelp, help, stop } from './arguments.mjs'
import { bundle, ensureInstalled, runNode24 } from './setup.mjs'
import { verbFrom } from './usage.mjs'

const [entry, ...args] = process.argv.slice(2)
if (!entry) stop('用法：node scripts/run.mjs <入口.ts> [参数]')
// Asked for help, a fresh machine need not install anything first.
if (asksForHelp(args) && verbFrom(entry)) help(verbFrom(entry))
ensureInstalled()
process.exit(await runNode24(['--enable-source-maps', '--no-warnings', bundle(entry), ...args]))
