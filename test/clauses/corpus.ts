import { readFileSync } from 'node:fs'

/** A clause somebody wrote, with what the law makes of it: the kind of void term, or lawful with its topic. */
export type Example = {
  label: 'void' | 'lawful'
  kind: string
  source: string
  clause: string
  half: 'tuned' | 'kept'
  /** The fresh set it came in; null for what was there before. */
  set: number | null
}

/**
 * All of the corpus, split once and for all by a hash of the clause: the linter is tuned on one half and only scored
 * on the other. What was written while the rules were made (`more`) is all of the tuned half.
 */
export const corpus = (): Example[] =>
  (['void', 'lawful'] as const).flatMap((label) => [
    ...read(label, label),
    ...read(label, `more-${label}`).map((more) => ({ ...more, half: 'tuned' as const })),
    ...pairs(label),
    ...FRESH.flatMap((set) => read(label, `fresh-${set}-${label}`, set)),
  ])

/** Sets written unseen; each was scored whole before it was split like the rest. */
export const FRESH = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]
/** Up to it they are all learnt from by now: newer ones are what is scored. */
const LEARNT_UP_TO = 12

const SHORT = new Map([['liability', 'exclusion_of_liability']])
function read(label: Example['label'], file: string, set: number | null = null): Example[] {
  return readFileSync(`test/clauses/corpus/${file}.txt`, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [said = '', source = '', ...rest] = line.split('|')
      const kind = label === 'void' ? (SHORT.get(said) ?? said) : said
      const clause = rest.join('|')
      return {
        label,
        kind,
        source,
        clause,
        half: set !== null && set <= LEARNT_UP_TO ? 'tuned' : halfOf(clause),
        set,
      }
    })
}

/** FNV-1a over the code units, its parity. */
function halfOf(clause: string): Example['half'] {
  let hash = 0x811c9dc5
  for (const letter of clause) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0
  }
  return ((hash >>> 8) & 1) === 0 ? 'tuned' : 'kept'
}

/** What is void and, in the same words nearly, what is not. */
function pairs(label: Example['label']): Example[] {
  return readFileSync('test/clauses/corpus/pairs.txt', 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [kind = '', is_void = '', lawful = ''] = line.split('|')
      const clause = label === 'void' ? is_void : lawful
      return { label, kind, source: 'pair', clause, half: 'tuned', set: null }
    })
}
