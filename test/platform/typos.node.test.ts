import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { compiled } from '../support/compiled'

const FIXTURES = ['page.tsx', 'row.ts', 'answer.ts', 'client.ts'] as const
type Fixture = (typeof FIXTURES)[number]
const textOf = (file: Fixture) => readFileSync(`test/platform/typos/${file}.txt`, 'utf8')

const MARK = '// typo: '
/** The marked lines of a fixture, and what each is about; nothing else in it may be wrong. */
const planted = (file: Fixture): [line: number, about: string][] =>
  textOf(file)
    .split('\n')
    .flatMap((line, i) => (line.includes(MARK) ? [[i + 1, line.split(MARK)[1] ?? '']] : []))

/** Small pages, rows and answers with slips in them, compiled against the product. */
const found = new Map<Fixture, number[]>()
beforeAll(() => {
  const texts = Object.fromEntries(FIXTURES.map((file) => [file, textOf(file)]))
  compiled(texts, ({ program }, path) => {
    for (const file of FIXTURES) {
      const faults = program.getSemanticDiagnostics(path(file))
      const lineAt = (at: number) => textOf(file).slice(0, at).split('\n').length
      const lines = new Set(faults.map(({ pos }) => lineAt(pos)))
      found.set(
        file,
        [...lines].sort((a, b) => a - b),
      )
    }
  })
})

describe.each(FIXTURES)('what is mistyped in %s', (file) => {
  it.each(planted(file))('at line %i, %s, does not compile', (line) => {
    expect(found.get(file)).toContain(line)
  })
  it('is all that does not compile', () => {
    expect(found.get(file)).toEqual(planted(file).map(([line]) => line))
  })
})
