import { writeFileSync } from 'node:fs'
import { readArguments, stop } from './arguments.mjs'
import { DEV, migrationsIn, PRODUCT } from './migration-files'

/**
 * `npm run new:migration "add x"` writes a file under the next number; with `--dev` it writes into migrations/dev, which
 * production never sees. A number is taken once in both folders; 0090 to 0099 were the mocks' before they had theirs.
 */
const { dev, words } = readArguments(
  'new:migration',
  { dev: { type: 'boolean' } },
  { positionals: true },
)
const title = words.join(' ').trim()
if (!/^[a-z][a-z0-9 ]+$/.test(title))
  stop('用小写英文说它做什么，例如 npm run new:migration "add holds"', 1)
const folder = dev ? DEV : PRODUCT
const numbersIn = (folders: string[]) =>
  migrationsIn(folders).map(({ name }) => Number(name.slice(0, 4)))
const taken = new Set([
  ...numbersIn([PRODUCT, DEV]),
  ...Array.from({ length: 10 }, (_, i) => 90 + i),
])
let number = Math.max(0, ...numbersIn([folder])) + 1
while (taken.has(number)) number += 1
const file = `${folder}/${String(number).padStart(4, '0')}_${title.replace(/ +/g, '_')}.sql`
writeFileSync(file, `-- Why: ${title}.\n`, { flag: 'wx' })
console.log(file)
