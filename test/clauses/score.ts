import { findVoidTerms } from '../../src/clauses/read'
import type { Here } from '../../src/clauses/rule'
import { corpus, type Example } from './corpus'

type Score = {
  own_corpus_recall: number
  own_corpus_false_alarms: number
  missed: Example[]
  alarmed: Example[]
}

/**
 * How the linter does on the corpus: the share of void clauses it finds, and of lawful ones it calls void. The half
 * that was never tuned on is what counts.
 */
export function corpusScore(half: Example['half'], here: Here): Score {
  const examples = corpus().filter((example) => example.half === half)
  const isFound = ({ clause }: Example): boolean => findVoidTerms([clause], here).length > 0
  const voids = examples.filter(({ label }) => label === 'void')
  const lawful = examples.filter(({ label }) => label === 'lawful')
  const missed = voids.filter((example) => !isFound(example))
  const alarmed = lawful.filter(isFound)
  return {
    own_corpus_recall: rounded(1 - missed.length / voids.length),
    own_corpus_false_alarms: rounded(alarmed.length / lawful.length),
    missed,
    alarmed,
  }
}
const rounded = (share: number): number => Math.trunc(share * 1_000 + 0.5) / 1_000
