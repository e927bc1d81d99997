// How every verb reads what it was asked: `--help` is answered, a wrong word gets a sentence and exit code 2, and a
// reader that stops reading (`… | head`) ends the verb quietly.
import { parseArgs } from 'node:util'
import { USAGE } from './usage.mjs'

/**
 * The values of these options (as `parseArgs` takes them); answers `--help` and refuses what nobody declared.
 * `positionals` lets words through.
 */
export function readArguments(verb, options, { args = process.argv.slice(2), positionals } = {}) {
  endQuietlyWithReader()
  if (asksForHelp(args)) help(verb)
  try {
    const read = parseArgs({ args, options, allowPositionals: positionals ?? false })
    return positionals ? { ...read.values, words: read.positionals } : read.values
  } catch (error) {
    if (!String(error.code).startsWith('ERR_PARSE_ARGS')) throw error
    const said = /'([^']+)'/.exec(error.message)?.[1] ?? ''
    stop(`不懂这个选项：${said}\n\n${USAGE[verb]}`)
  }
}

export const asksForHelp = (args) => args.includes('--help') || args.includes('-h')

export function help(verb) {
  console.log(USAGE[verb])
  process.exit(0)
}

/** A port somebody can be served on; anything else gets a sentence. */
export function portFrom(said) {
  const port = /^\d{1,5}$/.test(said) ? Number(said) : 0
  if (port < 1 || port > 65_535) stop(`端口须是 1 到 65535 的整数，收到的是“${said}”`)
  return port
}

/** A whole number within limits; anything else gets a sentence. */
export function numberFrom(name, said, { min, max }) {
  const number = /^\d{1,6}$/.test(said) ? Number(said) : Number.NaN
  if (!(number >= min && number <= max))
    stop(`--${name} 须是 ${min} 到 ${max} 的整数，收到的是“${said}”`)
  return number
}

/** Ends with a sentence and, unless something else is said, the code of a wrong question. */
export function stop(sentence, code = 2) {
  console.error(sentence)
  process.exit(code)
}

function endQuietlyWithReader() {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error) => {
      if (error.code === 'EPIPE') process.exit(0)
      throw error
    })
}
