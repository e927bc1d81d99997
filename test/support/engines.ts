import { readdirSync, readFileSync } from 'node:fs'

/** Where the database itself is what is tested: everything here runs on D1 too. */
const ROOMS_ON_D1 = ['engines', 'environment', 'ledger', 'platform', 'properties', 'payments']
/** Named, so that each room has a story on the engine that production runs. */
export const NAMED_ON_D1 = [
  'test/readers/readers.act.test.ts',
  'test/changes/expiry.act.test.ts',
  'test/exports/journal.act.test.ts',
  'test/identity/dev.act.test.ts',
  'test/journeys/a-card-from-sale-to-last-cake.act.test.ts',
  'test/journeys/lessons-and-mistakes.act.test.ts',
  'test/journeys/two-weeks-of-payouts.act.test.ts',
  'test/merchants/readers.act.test.ts',
  'test/offers/publish.act.test.ts',
  'test/packs/readers.act.test.ts',
  'test/policy.act.test.ts',
  'test/proofs/proofs.act.test.ts',
  'test/statements/statements.act.test.ts',
  'test/web/pages.act.test.ts',
]
/**
 * What tells a race, a fault on the line, or a constraint from other tests: requests sent together, storage that
 * loses an answer, statements that go around the acts. Such a file runs on D1 without anybody naming it.
 */
const ENGINE_MATTERS = [
  /Promise\.(?:all|allSettled)\(|\bfaulty\b/,
  /\brac(?:e|es|ing)\b|one moment|same moment|at once/,
  /sql`\s*(?:INSERT|UPDATE|DELETE|DROP|PRAGMA)|D1_ERROR|\.batch\(/,
]

/**
 * What engines can differ in, and one whole story, on all four: D1, a Durable Object, node:sqlite, libSQL. The other acts
 * go there with `npm run simulate` only.
 */
export const ON_EVERY_ENGINE = [
  'test/engines/contract.act.test.ts',
  'test/engines/races.act.test.ts',
  'test/engines/told.act.test.ts',
  'test/journeys/a-card-from-sale-to-last-cake.act.test.ts',
  'test/ledger/closed.act.test.ts',
  'test/platform/journal.act.test.ts',
]
export const actsOnEveryEngine = (all: boolean): string[] => (all ? actFiles() : ON_EVERY_ENGINE)

export const actFiles = (): string[] =>
  readdirSync('test', { recursive: true })
    .map((file) => `test/${String(file).replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.act.test.ts'))
    .sort()

/** The files of acts that run on D1 in workerd as well as on node:sqlite; `all` of them for `npm run simulate`. */
export function actsOnD1(all: boolean): string[] {
  const chosen = actFiles().filter((file) => all || matters(file))
  const rooms = new Set(chosen.map(roomOf))
  // A room that nobody named and nothing marks still has a file there.
  for (const file of actFiles())
    if (!rooms.has(roomOf(file))) {
      rooms.add(roomOf(file))
      chosen.push(file)
    }
  return chosen.sort()
}

const roomOf = (file: string) => file.split('/')[1] ?? ''
const matters = (file: string): boolean => {
  if (NAMED_ON_D1.includes(file) || ROOMS_ON_D1.includes(roomOf(file))) return true
  const text = readFileSync(file, 'utf8')
  return ENGINE_MATTERS.some((mark) => mark.test(text))
}
