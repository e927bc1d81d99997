import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { codesByAddress } from '../support/codes-by-address'
import { compiled } from '../support/compiled'

const FIXTURES = ['page.tsx', 'row.ts', 'answer.ts', 'client.ts', 'asked.ts'] as const
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
/** What is wrong in a text that names each operation with its codes: compiled in the same go. */
let codes_wrong: string[]
beforeAll(() => {
  const codes = codesByAddress()
  const fixtures = FIXTURES.map((file) => [file, textOf(file)])
  const texts = { ...Object.fromEntries(fixtures), 'codes.ts': codes }
  compiled(texts, ({ program }, path) => {
    const wrong = program.getSemanticDiagnostics(path('codes.ts'))
    codes_wrong = wrong.map(({ pos }) => codes.slice(pos, pos + 120))
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

describe('the types of the client', () => {
  it('have every operation, each with the very codes that its contract document says', () => {
    expect(codesByAddress().match(/^codes\[/gm)?.length).toBeGreaterThan(200)
    expect(codes_wrong).toEqual([])
  })
})
