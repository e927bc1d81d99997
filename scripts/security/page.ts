import { existsSync, readFileSync } from 'node:fs'
import { LEVEL_3_LEFT_OUT, SECTIONS } from './asvs'
import { TESTS } from './tests'

type Row = { id: string; level: string; words: string; held: string }
const words = (list: string): string[] => list.trim().split(/\s+/)
const ROW = /^([\w.]+)(?: ([123]))?(?: (.*?))? = (.+)$/

const rowsIn = (text: string, has_level: boolean): Row[] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const found = ROW.exec(line)
      if (!found) throw new Error(`no row of the security model: ${line}`)
      const [, id = '', level = '', words = '', held = ''] = found
      return { id, level: has_level ? level : '', words, held }
    })

/** The chapters of a table: a heading each, then its lines. */
const chaptersIn = (file: string): [title: string, text: string][] =>
  readFileSync(`scripts/security/${file}`, 'utf8')
    .split(/^# /m)
    .slice(1)
    .map((part) => {
      const [title = '', ...lines] = part.trim().split('\n')
      return [title, lines.join('\n')]
    })
const API = /^OWASP API/
const asvs = () => chaptersIn('asvs.txt').filter(([title]) => !API.test(title))
const top10 = () => chaptersIn('asvs.txt').find(([title]) => API.test(title))?.[1] ?? ''
const threats = () =>
  chaptersIn('threats.txt').map(([who, text]) => {
    const said = (name: string) => new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1] ?? ''
    return {
      who,
      wants: said('wants'),
      stopped: said('stopped'),
      open: said('open'),
      tests: said('tests'),
    }
  })

/** Where a short name leads; a name without a file, or a file without its words, is a fault of the model. */
export function testNamed(name: string): string {
  const [file, words] = (TESTS[name] ?? '').split('#')
  if (!file || !existsSync(file)) throw new Error(`the security model names no test: ${name}`)
  if (words && !readFileSync(file, 'utf8').includes(words))
    throw new Error(`${file} no longer says: ${words}`)
  return file
}
const linked = (names: string): string =>
  names
    .split(' ')
    .map((name) => `[${name}](../${testNamed(name)})`)
    .join(', ')

const verdict = ({ held }: Row): 'held' | 'not held' | 'not asked' =>
  held.startsWith('- ') ? 'not held' : held.startsWith('~ ') ? 'not asked' : 'held'
const cell = (row: Row): string =>
  verdict(row) === 'held' ? linked(row.held) : `${verdict(row)}: ${row.held.slice(2)}`

/** Every number of levels 1 and 2 once, and of level 3 each either here or named as left out. */
export function missingNumbers(rows: readonly { id: string }[] = allRows()): string[] {
  const left_out = words(LEVEL_3_LEFT_OUT)
  const wanted = words(SECTIONS).flatMap((one) => {
    const [section = '', count = '0'] = one.split(':')
    return Array.from({ length: Number(count) }, (_, i) => `${section}.${i + 1}`)
  })
  const have = rows.map(({ id }) => id)
  const twice = have.filter((id, i) => have.indexOf(id) !== i)
  const missing = wanted.filter((id) => !have.includes(id) && !left_out.includes(id))
  const strange = [...have, ...left_out].filter((id) => !wanted.includes(id))
  const both = left_out.filter((id) => have.includes(id))
  return [
    ...missing.map((id) => `${id} is missing`),
    ...[...twice, ...both].map((id) => `${id} is there twice`),
    ...strange.map((id) => `${id} is no requirement`),
  ]
}
const allRows = (): Row[] => asvs().flatMap(([, text]) => rowsIn(text, true))

/** docs/SECURITY-MODEL.md. */
export function securityPage(): string {
  const faults = missingNumbers()
  if (faults.length > 0) throw new Error(`the security model: ${faults.join(', ')}`)
  const rows = allRows()
  const count = (level: string, of: ReturnType<typeof verdict>) =>
    rows.filter((row) => row.level === level && verdict(row) === of).length
  const named = new Set(Object.keys(TESTS))
  return [
    '# Security model',
    '',
    'Written by `npm run docs` from `scripts/security`; a name that no test has fails it. What a test cannot show, and what',
    'nothing holds, is said as such: *not held* is a gap that we know of, *not asked* is something this product has not got.',
    '',
    '## Who might want what',
    '',
    ...threats().flatMap(({ who, wants, stopped, open, tests }) => [
      `### ${who}`,
      '',
      `Wants: ${wants}.`,
      '',
      `- **Stopped by.** ${stopped}`,
      `- **Still open.** ${open}`,
      `- **Held by.** ${linked(tests)}`,
      '',
    ]),
    '## OWASP API Security Top 10, 2023',
    '',
    '| | in our words | tests |',
    '|---|---|---|',
    ...rowsIn(top10(), false).map((row) => `| ${row.id} | ${row.words} | ${linked(row.held)} |`),
    '',
    '## OWASP ASVS 5.0.0',
    '',
    'Every requirement of levels 1 and 2, of level 3 what touches money or rights; the numbers are the standard’s, the words',
    'ours.',
    '',
    '| level | held by tests | not held | not asked |',
    '|---|---|---|---|',
    ...['1', '2', '3'].map(
      (level) =>
        `| ${level} | ${count(level, 'held')} | ${count(level, 'not held')} | ${count(level, 'not asked')} |`,
    ),
    '',
    `Of level 3 not claimed: ${words(LEVEL_3_LEFT_OUT).join(', ')}.`,
    '',
    ...asvs().flatMap(([chapter, text]) => [
      `### ${chapter}`,
      '',
      '| | level | in our words | tests |',
      '|---|---|---|---|',
      ...rowsIn(text, true).map(
        (row) => `| ${row.id} | ${row.level} | ${row.words} | ${cell(row)} |`,
      ),
      '',
    ]),
    `${named.size} tests are named here.`,
    '',
  ].join('\n')
}
