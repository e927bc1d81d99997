import { readdirSync, writeFileSync } from 'node:fs'

/** `npm run new:migration "add x"` writes `migrations/` under the next number; 0090 to 0099 are kept for the mocks. */
const title = process.argv.slice(2).join(' ').trim()
if (!/^[a-z][a-z0-9 ]+$/.test(title)) {
  console.error('say what it does in lower case, for instance: npm run new:migration "add holds"')
  process.exit(1)
}
const isMock = (number: number) => number >= 90 && number < 100
const numbers = readdirSync('migrations').map((file) => Number(file.slice(0, 4)))
const next = Math.max(0, ...numbers.filter((number) => !isMock(number))) + 1
const number = String(isMock(next) ? 100 : next).padStart(4, '0')
const file = `migrations/${number}_${title.replace(/ +/g, '_')}.sql`
writeFileSync(file, `-- Why: ${title}.\n`, { flag: 'wx' })
console.log(file)
