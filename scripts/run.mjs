// node scripts/run.mjs <entry.ts> [arguments]: bundles a TypeScript entry and runs it under Node 24.
import { mkdirSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { ensureInstalled, ROOT, run, runNode24 } from './setup.mjs'

const [entry, ...args] = process.argv.slice(2)
if (!entry) {
  console.error('用法：node scripts/run.mjs <入口.ts> [参数]')
  process.exit(2)
}
ensureInstalled()
// Named after this process too: the same entry may run twice at once.
const name = `${entry.replace(/[\\/]/g, '-').replace(/\.tsx?$/, '')}-${process.pid}.mjs`
const outfile = resolve(ROOT, '.build', name)
mkdirSync(resolve(ROOT, '.build'), { recursive: true })
process.on('exit', () => rmSync(outfile, { force: true }))
const target = ['--platform=node', '--format=esm', '--target=node24', '--packages=external']
const jsx = ['--jsx=automatic', '--jsx-import-source=hono/jsx']
const shape = ['--bundle', ...target, ...jsx, '--sourcemap=inline', '--log-level=warning']
run('esbuild', [entry, ...shape, `--outfile=${outfile}`])
process.exit(await runNode24(['--enable-source-maps', '--no-warnings', outfile, ...args]))
