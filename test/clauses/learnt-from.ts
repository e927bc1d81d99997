import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { corpus } from './corpus'

/** What the weights were learnt from: the half that may be looked at, and the words it was read with. */
export function learntFrom(): string {
  const hash = createHash('sha256')
  for (const { label, kind, clause } of corpus().filter(({ half }) => half === 'tuned'))
    hash.update(`${label}|${kind}|${clause}\n`)
  hash.update(readFileSync('test/clauses/corpus/phrases.txt'))
  for (const words of ['lexicon', 'forms'])
    hash.update(readFileSync(`src/clauses/words/${words}.json`))
  return hash.digest('hex')
}
