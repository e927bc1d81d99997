import type { DatabaseSync } from 'node:sqlite'
import { licenceNo } from '../../src/demo/shops'
import type { Canary } from './canaries'
import type { AttackedTown } from './town'

/** Columns that hold such values because that is what they are for; all others hold none. */
const DECLARED: Readonly<Record<string, readonly string[]>> = {
  // What people call themselves, what they are told by it, and what they were answered when they said it.
  'a name': ['consumers.nickname', 'notices.text', 'journal.answer'],
}
/** What plays the outside world is not ours: a gateway knows numbers, a bank its accounts. */
const OUTSIDE = /^mock_|^dev_/

/** Secrets that the town made and that storage may keep only sealed or hashed. */
export function townSecrets(town: AttackedTown): Canary[] {
  const { database, known } = town
  const texts = database.prepare('SELECT text FROM mock_sms_outbox').all()
  const codes = texts.flatMap(({ text }) => /验证码 (\d{6})/.exec(String(text))?.[1] ?? [])
  const secret = (what: string, values: readonly unknown[]): Canary[] =>
    [...new Set(values.map(String))].map((text) => ({ text, what, may_hear: () => false }))
  return [
    ...secret('a code by SMS', codes),
    ...secret('a pay code', [known['redeemByCode.code']]),
    ...secret('an account number', settlementAccounts(database)),
  ]
}
/** As the demonstration writes them (src/demo/shops.ts): by the shop's licence. */
const settlementAccounts = (database: DatabaseSync): string[] =>
  [1, 2, 3]
    .filter((n) =>
      database.prepare('SELECT 1 FROM merchants WHERE licence_no = ?').get(licenceNo(n)),
    )
    .map((n) => `62170000${String(n).padStart(7, '0')}1`)

/** Every place in storage that holds a canary in the open, by table and column. */
export function sweepStorage(database: DatabaseSync, canaries: readonly Canary[]): string[] {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
  const hits = new Set<string>()
  for (const { name } of tables) {
    const table = String(name)
    if (OUTSIDE.test(table) || table.startsWith('sqlite_')) continue
    for (const row of database.prepare(`SELECT * FROM "${table}"`).all())
      for (const [column, value] of Object.entries(row)) {
        if (typeof value !== 'string') continue
        const place = `${table}.${column}`
        const hit = canaries.find(
          ({ text, what }) => holds(value, text) && !DECLARED[what]?.includes(place),
        )
        if (hit) hits.add(`${place} holds ${hit.what}`)
      }
  }
  return [...hits].sort()
}

/** Lines of text (a log, what was sent to subscribers) that hold a canary. */
export const sweepText = (
  where: string,
  lines: readonly string[],
  canaries: readonly Canary[],
): string[] => [
  ...new Set(
    lines.flatMap((line) => {
      const hit = canaries.find(({ text }) => holds(line, text))
      return hit ? [`${where} holds ${hit.what}: ${line.slice(0, 120)}`] : []
    }),
  ),
]

/** Six digits stand in many a longer number: only by themselves are they a code. */
const holds = (value: string, text: string): boolean =>
  /^\d{4,18}$/.test(text)
    ? new RegExp(`(?<![0-9A-Za-z])${text}(?![0-9A-Za-z])`).test(value)
    : value.includes(text)

/** What the process writes to its log while something is done. */
export async function listening<T>(act: () => Promise<T>): Promise<{ result: T; lines: string[] }> {
  const lines: string[] = []
  // biome-ignore-start lint/suspicious/noConsole: what the process logs is what is listened to.
  const before = console.log
  console.log = (...words: unknown[]) => lines.push(words.map(String).join(' '))
  try {
    return { result: await act(), lines }
  } finally {
    console.log = before
    // biome-ignore-end lint/suspicious/noConsole: heard.
  }
}
