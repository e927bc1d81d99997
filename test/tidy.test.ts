import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { asksByHand, BY_HAND } from './support/by-hand'
import { COMPOUND_TERMS_MAX, compoundTerms } from './support/compounds'
import { actFiles, actsOnD1, NAMED_ON_D1, ON_EVERY_ENGINE } from './support/engines'
import { ROOMS_BELOW, TABLE_WRITERS } from './support/rooms'
import { safetyClaims } from './support/safe-words'
import { migrated, migrationFiles } from './support/schema'
import { searchesSentences } from './support/sentence-search'
import { offence, upwardReads } from './support/sql-graph'
import { sqlTexts } from './support/sql-texts'

const under = (folder: string) =>
  readdirSync(folder, { recursive: true })
    .map((file) => `${folder}/${file}`)
    .filter((file) => /\.(tsx?|mjs)$/.test(file))
const texts = new Map<string, string>()
const read = (file: string) => {
  const text = texts.get(file) ?? readFileSync(file, 'utf8')
  texts.set(file, text)
  return text
}
const sources = under('src')
const everything = [...sources, ...under('test'), ...under('scripts'), ...under('bench')]
const roomOf = (file: string) => (file.split('/').length > 2 ? file.split('/')[1]! : '')

/** A rule of the house is one test; what breaks it is named by file. */
const broken = (files: string[], rule: (text: string, file: string) => readonly string[]) =>
  files.flatMap((file) => rule(read(file), file).map((what) => `${file}: ${what}`))
const found = (text: string, pattern: RegExp, group = 0) =>
  [...text.matchAll(pattern)].map((match) => match[group]!)

describe('every source file', () => {
  it('imports only rooms below its own', () => {
    const rule = (text: string, file: string) => {
      const room = roomOf(file)
      if (room === '') return []
      if (!ROOMS_BELOW[room]) return [`${room} is no room of the house`]
      const up = `(?:\\.\\./){${file.split('/').length - 2}}`
      const imported = found(text, new RegExp(`from '${up}([\\w-]+)/`, 'g'), 1)
      return imported.filter((other) => other !== room && !ROOMS_BELOW[room]!.includes(other))
    }
    expect(broken(sources, rule)).toEqual([])
  })
  it('writes only the tables of its own room', () => {
    const writes =
      /(?:INSERT(?: OR \w+)? INTO|UPDATE(?! SET)(?: OR \w+)?|DELETE FROM|REPLACE INTO)\s+(?!SET\b)([a-z_]+)/g
    const rule = (text: string, file: string) =>
      found(text, writes, 1).filter((table) => TABLE_WRITERS[table] !== roomOf(file))
    expect(broken(sources, rule)).toEqual([])
  })
  it('reads only tables of its own room, of rooms below it, and published views', () => {
    expect(upwardReads().map(offence)).toEqual([])
  })
  it('puts no more SELECTs together than D1 takes, nor does a view or a trigger', () => {
    const pieces = sources.flatMap((file) =>
      sqlTexts(read(file)).map(({ text }) => [file, text] as const),
    )
    const files = migrationFiles()
    const database = migrated(files)
    const bodies = database
      .prepare("SELECT name, sql FROM sqlite_master WHERE type IN ('view', 'trigger')")
      .all() as { name: string; sql: string }[]
    database.close()
    expect([pieces.length > 500, bodies.length > 100]).toEqual([true, true])
    const all = [...pieces, ...bodies.map(({ name, sql }) => [name, sql] as const)]
    const over = all.filter(([, text]) => compoundTerms(text) > COMPOUND_TERMS_MAX)
    expect(over.map(([where, text]) => `${where}: ${text.trim().slice(0, 80)}`)).toEqual([])
  })
  it.each([
    ['SELECT 1', 1],
    ['SELECT 1 UNION SELECT 2 UNION ALL SELECT 3 INTERSECT SELECT 4 EXCEPT SELECT 5', 5],
    [Array.from({ length: 6 }, () => 'SELECT 1').join(' UNION ALL '), 6],
    // Each compound is counted for itself, the outer one, too.
    [
      'SELECT * FROM (SELECT 1 UNION SELECT 2 UNION SELECT 3) UNION SELECT * FROM (SELECT 4 UNION SELECT 5)',
      3,
    ],
    ['WITH a AS (SELECT 1 UNION SELECT 2) SELECT * FROM a UNION SELECT 3 UNION SELECT 4', 3],
    ['SELECT 1 UNION SELECT 2; SELECT 3 UNION SELECT 4', 2],
    ['SELECT \'a UNION b\', "union" -- UNION SELECT 1\n /* UNION */ FROM t', 1],
    ['INSERT INTO t SELECT 1 union all select 2 union all select 3', 3],
  ])('counts the terms of %s', (sql, terms) => {
    expect(compoundTerms(sql)).toBe(terms)
  })
  it('is pure if it is called rules, or is the law', () => {
    const rules = sources.filter((file) => /rules(-\w+)?\.ts$/.test(file) || roomOf(file) === 'law')
    expect(rules.length).toBeGreaterThan(0)
    const machinery =
      /\/(?:platform|environment|engines)\/|Date\.now|new Date\(\)|Math\.random|\basync\b|\bawait\b|sql`/g
    // A port's types are words, not machinery: only what runs counts.
    const rule = (text: string) => found(text.replace(/^import type .*$/gm, ''), machinery)
    expect(broken(rules, rule)).toEqual([])
  })
  it('keeps money away from floating point', () => {
    expect(broken(sources, (text) => found(text, /parseFloat|\.toFixed\(|Math\.round\(/g))).toEqual(
      [],
    )
  })
  it('imports zod as a namespace, without its locales', () => {
    expect(broken(sources, (text) => found(text, /import \{ z \}/g))).toEqual([])
  })
})

describe('the house', () => {
  it('keeps files under 300 lines of 140 columns', () => {
    const rule = (text: string) => {
      const lines = text.split('\n')
      const long = lines.filter((line) => line.length > 140)
      return [...(lines.length > 300 ? [`${lines.length} lines`] : []), ...long]
    }
    expect(broken(everything, rule)).toEqual([])
  })
  it('knows one cast: nobody else has a phone but where the number itself is tried', () => {
    const own = ['environment/crypto', 'identity/pin', 'identity/rules', 'identity/sign-in']
    const tries = (file: string) =>
      /^test\/(?:statements|csv|iso20022|intake|law)\//.test(file) ||
      ['people/people', ...own].some((name) => file.startsWith(`test/${name}.`))
    const files = everything.filter((file) => !tries(file) && !file.startsWith('src/'))
    expect(files.length).toBeGreaterThan(300)
    expect(broken(files, (text) => found(text, /['"`]1[3-9]\d{9}['"`]/g))).toEqual([])
  })
  it('commits in one place only', () => {
    const writers = sources.filter(
      (file) => /\.batch\(/.test(read(file)) && !['mocks', 'engines'].includes(roomOf(file)),
    )
    const expected = [
      'src/platform/d1.ts',
      'src/platform/journal.ts',
      'src/platform/read.ts',
      'src/platform/world.ts',
    ]
    expect(writers.sort()).toEqual(expected)
  })
  it('passes constant SQL to the database', () => {
    const files = sources.filter((file) => roomOf(file) !== 'engines')
    expect(broken(files, (text) => found(text, /\.prepare\(|\bsql\.exec\(/g))).toEqual([])
  })
  it('speaks of the safety of money in one room only', () => {
    const elsewhere = sources.filter((file) => roomOf(file) !== 'standing')
    const said = elsewhere.flatMap((file) =>
      safetyClaims(read(file)).map((words) => `${file}: ${words}`),
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
    expect(safetyClaims(planted)).not.toEqual([])
  })
  it.each([
    "incorrect_cvc: '安全码不对'",
    "'用同一个请求重试是安全的'",
    '<Notice is="safe">',
    '// the shop cannot take it',
    "t('银行专户', 'Custody account')",
  ])('leaves alone %s', (harmless) => {
    expect(safetyClaims(harmless)).toEqual([])
  })
  it('decides by fields of an answer and never by its sentences', () => {
    // A person reads the code out of the message on their phone; there is no other place where it stands.
    const reads = (file: string) => file === 'src/demo/people.ts'
    const files = [
      ...sources,
      ...everything.filter((file) => /^scripts\/(?:demo|story)/.test(file)),
    ]
    const shown = files.filter(
      (file) => /^(?:src\/(?:web|demo)|scripts)\//.test(file) && !reads(file),
    )
    expect(shown.length).toBeGreaterThan(100)
    expect(broken(shown, searchesSentences)).toEqual([])
  })
  it.each([
    "const waiting = text(custody, 'sentence').includes('等待确认')",
    "if (answer.message.startsWith('已付')) return 'safe'",
    'const failed = /没有付成|失败/.test(said)',
    "const is = said === '已退款' ? 'safe' : 'warn'",
    "switch (word) { case '已停业': return null }",
    'if (/not paid/i.test(payout.message)) return null',
    "const done = text(payout, 'message') === 'paid'",
    "refund.ground_text?.indexOf('shop')",
    'const [, sum] = said.match(/共 (¥.+)$/) ?? []',
  ])('would find %s', (planted) => {
    expect(searchesSentences(planted)).not.toEqual([])
  })
  it.each([
    "const runs = ['created', 'sent'].includes(text(payout, 'state'))",
    "<p>{text(custody, 'sentence')}</p>",
    "const plain = said.replace(/[¥,\\s元]/g, '')",
    "// said === '已付款'\nt('已付款', 'paid')",
    "if (told.code === 'role_not_allowed') return null",
    "const wanted = field.endsWith('_fen')",
  ])('leaves alone %s', (harmless) => {
    expect(searchesSentences(harmless)).toEqual([])
  })
  it('asks the API through its client, but for what is about the wire itself', () => {
    const by_hand = everything.filter(
      (file) => !file.endsWith('tidy.test.ts') && asksByHand(read(file)).length > 0,
    )
    expect(by_hand.sort()).toEqual(Object.keys(BY_HAND))
  })
  it.each([
    "await fetch(url + '/v1/cards', { method: 'GET' })",
    "app.request('/v1/purchases', { body: JSON.stringify({ a: (1) }) })",
    'app.fetch(new Request("http://127.0.0.1:8787/v1/city"), {} as Env)',
    "headers: { 'Idempotency-Key': key }",
    "said.set('Idempotency-Key', key)",
    "const headers = { Authorization: 'Bearer ' + token }",
  ])('would find %s', (planted) => {
    expect(asksByHand(planted)).not.toEqual([])
  })
  it.each([
    "await till.must('POST /v1/redemptions', { body })",
    "await city.call('GET', '/v1/cards', { token })",
    "const key = headers.get('Idempotency-Key')",
    "await fetch(url + '/sign-in', { body: form })",
    "expect(asked).toBe('/v1/cards')",
  ])('leaves alone %s', (harmless) => {
    expect(asksByHand(harmless)).toEqual([])
  })
  it('cites only texts that are in the repository', () => {
    const cited =
      /(?<![\w/:.-])(?:[\w.-]+\/)*[\w-]+\.md\b|\b(?:DESIGN|SPEC|PLAN|NOTES)(?= ?§)|\b(?:INVARIANTS|ARCHITECTURE|STYLE|GLOSSARY)(?= \d| §)/g
    const stands = (cite: string, file: string) =>
      [
        cite,
        `docs/${cite}`,
        `docs/${cite}.md`,
        `docs/decisions/${cite}`,
        join(dirname(file), cite),
      ].some((path) => existsSync(path))
    const papers = ['.', 'docs', 'docs/decisions', 'bench'].flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.md'))
        .map((name) => `${folder}/${name}`),
    )
    const sql = migrationFiles()
    const rule = (text: string, file: string) =>
      found(text, cited).filter((cite) => !stands(cite, file))
    expect(broken([...everything, ...papers, ...sql], rule)).toEqual([])
  })
  it('speaks of itself alone', () => {
    const files = everything.filter((file) => !file.endsWith('tidy.test.ts'))
    const words = /\bTODO\b|\bFIXME\b|\/work\/|\bas any\b/g
    expect(broken(files, (text) => found(text, words))).toEqual([])
  })
})

describe('every test file', () => {
  const tests = everything.filter((file) => file.endsWith('.test.ts'))

  it('sets no limit of its own: nothing fails for slowness alone', () => {
    const limits = /^\s*\}, [\d_]{4,}\)$|\},\n\s*[\d_]{4,},\n\s*\)$/gm
    expect(broken(tests, (text) => found(text, limits))).toEqual([])
    expect(found('it("waits", async () => {\n}, 60_000)', limits)).toHaveLength(1)
  })
  it('of acts runs on D1 where the engine can differ, and in each room; what must not differ, on every engine', () => {
    const room = (file: string) => file.split('/').slice(0, 2).join('/')
    const on_d1 = actsOnD1(false)
    const rooms = new Set(on_d1.map(room))
    expect(ON_EVERY_ENGINE.filter((file) => !actFiles().includes(file))).toEqual([])
    expect(ON_EVERY_ENGINE.filter((file) => !on_d1.includes(file))).toEqual([])
    expect(NAMED_ON_D1.filter((file) => !actFiles().includes(file))).toEqual([])
    expect(actFiles().filter((file) => !rooms.has(room(file)))).toEqual([])
    for (const known of ['ledger/closed', 'platform/journal', 'redemptions/redeem', 'policy'])
      expect(on_d1).toContain(`test/${known}.act.test.ts`)
  })
})
