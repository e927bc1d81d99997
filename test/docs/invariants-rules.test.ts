import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CORRUPTIONS } from '../../scripts/books-corruptions'

const text = readFileSync('docs/INVARIANTS.md', 'utf8')
const sections = text.split(/^## /m).slice(1)
const quoted = (line: string) => [...line.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '')
/** What stands after a head, on its line and on the indented ones below it. */
const linesOf = (section: string, head: string) => [
  section.match(new RegExp(`^- ${head}:.*(?:\\n  .*)*`, 'm'))?.[0] ?? '',
]
const sources = ['src/books', 'src/checks']
  .flatMap((room) => readdirSync(room).map((file) => readFileSync(`${room}/${file}`, 'utf8')))
  .join('\n')

describe('docs/INVARIANTS.md', () => {
  it('counts from 1 to 13', () => {
    expect(sections.map((section) => Number.parseInt(section, 10))).toEqual(
      Array.from({ length: 13 }, (_, n) => n + 1),
    )
  })
  it.each(sections.map((section) => [section.split('\n')[0] ?? '', section]))(
    'names what holds “%s”',
    (_title, section) => {
      const tests = linesOf(section, 'tests')
        .flatMap(quoted)
        .filter((name) => name.startsWith('test/'))
      expect(tests.length).toBeGreaterThan(0)
      expect(tests.filter((file) => !existsSync(file))).toEqual([])
      for (const pass of linesOf(section, 'passes').flatMap(quoted)) {
        expect(sources, pass).toContain(`name: '${pass}'`)
        expect(Object.keys(CORRUPTIONS), pass).toContain(pass)
      }
    },
  )
  it('names every pass of the checker', () => {
    const named = new Set(sections.flatMap((section) => linesOf(section, 'passes')).flatMap(quoted))
    expect(Object.keys(CORRUPTIONS).filter((name) => !named.has(name))).toEqual([])
  })
  it('is what code and tests cite, by a number there is', () => {
    const files = ['src', 'test', 'scripts', 'bench', 'migrations'].flatMap((folder) =>
      readdirSync(folder, { recursive: true }).map((file) => `${folder}/${file}`),
    )
    for (const file of files.filter((name) => /\.(tsx?|mjs|sql)$/.test(name)))
      for (const [, number] of readFileSync(file, 'utf8').matchAll(/INVARIANTS (\d+)/g))
        expect(Number(number), file).toBeLessThanOrEqual(sections.length)
  })
})
