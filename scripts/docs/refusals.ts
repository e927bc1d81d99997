import { readdirSync, readFileSync } from 'node:fs'
import { REFUSALS } from '../../src/kernel/refusals'
import { ROOMS } from '../../src/rooms'

/** docs/REFUSALS.md: every way the service says no, with its status, its words and the rooms that say it. */
export function refusalsPage(): string {
  const files = [...under('src'), ...under('migrations')].filter(
    (file) => !file.endsWith('/room.ts'),
  )
  const texts = files.map((file) => ({ file, text: readFileSync(file, 'utf8') }))
  const rows = Object.entries(REFUSALS).map(([code, refusal]) => {
    const quoted = new RegExp(`['"\`]${code}['"\`]|CONSTRAINT ${code}\\b`)
    const said = texts.filter(({ text }) => quoted.test(text)).map(({ file }) => placeOf(file))
    const frozen = 'frozen' in refusal ? '是' : ''
    const room = ROOMS.find((one) => 'refusals' in one && code in one.refusals)?.name
    const where = [...new Set(said)].sort().join(', ')
    const words = `${refusal.message} · ${refusal.message_en}`
    return `| <a id="${code}"></a>\`${code}\` | ${refusal.status} | ${words} | ${frozen} | ${room} | ${where} |`
  })
  return [
    '# Refusals',
    '',
    'Generated from each `src/<room>/room.ts`; do not edit. Order is precedence. A frozen refusal is the answer',
    'to its Idempotency-Key for ever. Errors are RFC 9457 `application/problem+json` with this `code`.',
    '',
    '| code | status | message | frozen | room | said in |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

/** A room is named as a whole; a file outside of the rooms by itself. */
const placeOf = (file: string): string =>
  file.startsWith('migrations/') ? 'migrations' : file.split('/').slice(0, 2).join('/')

const under = (folder: string): string[] =>
  readdirSync(folder, { recursive: true })
    .map((file) => `${folder}/${file}`)
    .filter((file) => /\.(tsx?|sql)$/.test(file))
    .sort()
