import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ROOMS_BELOW, WRITER_OF } from './support/rooms'
import { speaksOfSafety } from './support/safe-words'

const under = (folder: string) =>
  readdirSync(folder, { recursive: true })
    .map((file) => `${folder}/${file}`)
    .filter((file) => /\.(tsx?|mjs)$/.test(file))
const sources = under('src')
const roomOf = (file: string) => (file.split('/').length > 2 ? file.split('/')[1]! : '')
const read = (file: string) => readFileSync(file, 'utf8')

describe.each(sources)('%s', (file) => {
  const room = roomOf(file)
  const text = read(file)
  const fileName = file.split('/').at(-1)!

  it('imports only rooms below its own', () => {
    if (room === '') return
    const depth = file.split('/').length - 2
    const up = `(?:\\.\\./){${depth}}`
    const imported = [...text.matchAll(new RegExp(`from '${up}([\\w-]+)/`, 'g'))].map((m) => m[1]!)
    expect(ROOMS_BELOW[room], `${room} is a room of the house`).toBeDefined()
    expect(
      imported.filter((other) => other !== room && !ROOMS_BELOW[room]!.includes(other)),
    ).toEqual([])
  })
  it('writes only the tables of its own room', () => {
    const written = [
      ...text.matchAll(
        /(?:INSERT(?: OR \w+)? INTO|UPDATE(?! SET)(?: OR \w+)?|DELETE FROM|REPLACE INTO)\s+(?!SET\b)([a-z_]+)/g,
      ),
    ]
    expect(written.map((m) => m[1]!).filter((table) => WRITER_OF[table] !== room)).toEqual([])
  })
  it('is pure if it is called rules', () => {
    // A port's types are words, not machinery: only what runs counts.
    if (/rules(-\w+)?\.ts$/.test(fileName)) {
      expect(text.replace(/^import type .*$/gm, '')).not.toMatch(
        /\/platform\/|Date\.now|new Date\(\)|Math\.random|\basync\b|\bawait\b|sql`/,
      )
    }
  })
  it('keeps money away from floating point', () => {
    expect(text).not.toMatch(/parseFloat|\.toFixed\(|Math\.round\(/)
  })
  it('imports zod as a namespace, without its locales', () => {
    expect(text).not.toMatch(/import \{ z \}/)
  })
})

it.each([...sources, ...under('test'), ...under('scripts'), ...under('bench')])(
  '%s stays under 300 lines of 140 columns',
  (file) => {
    const lines = read(file).split('\n')
    expect(lines.length).toBeLessThanOrEqual(300)
    expect(lines.filter((line) => line.length > 140)).toEqual([])
  },
)

describe('the house', () => {
  it('commits in one place only', () => {
    const writers = sources.filter(
      (file) => /\.batch\(/.test(read(file)) && roomOf(file) !== 'mocks',
    )
    const expected = [
      'src/platform/clock.ts',
      'src/platform/d1.ts',
      'src/platform/journal.ts',
      'src/platform/world.ts',
    ]
    expect(writers.sort()).toEqual(expected)
  })
  it('passes constant SQL to the database', () => {
    for (const file of sources.filter((f) => !/platform\/(d1|sqlite)\.ts$/.test(f)))
      expect(read(file)).not.toMatch(/\.prepare\(/)
  })
  it('speaks of the safety of money in one room only', () => {
    const elsewhere = sources.filter((file) => roomOf(file) !== 'standing')
    const said = elsewhere.flatMap((file) =>
      speaksOfSafety(read(file)).map((words) => `${file}: ${words}`),
    )
    expect(said).toEqual([])
  })
  it.each([
    "t('钱在银行专户，店家拿不走', 'Held by a bank')",
    "message: '已退；您的钱一分不少'",
    '<p>资金受保护</p>',
    "t('放心充', 'Top up')",
    '受保护余额 ¥10.00',
    "t('绿色', 'green means safe')",
    "'Of it the shop cannot take a fen'",
    "t('专户里有您的钱', 'Your money is in custody')",
  ])('would find %s', (planted) => {
    expect(speaksOfSafety(planted)).not.toEqual([])
  })
  it.each([
    "incorrect_cvc: '安全码不对'",
    "'用同一个请求重试是安全的'",
    '<Notice is="safe">',
    '// the shop cannot take it',
    "t('银行专户', 'Custody account')",
  ])('leaves alone %s', (harmless) => {
    expect(speaksOfSafety(harmless)).toEqual([])
  })
  it('speaks of itself alone', () => {
    const texts = [
      ...sources,
      ...under('test').filter((file) => !file.endsWith('tidy.test.ts')),
      ...under('scripts'),
      ...under('bench'),
    ]
    for (const file of texts)
      expect(read(file), file).not.toMatch(/\bTODO\b|\bFIXME\b|\/work\/|\bas any\b/)
  })
})
