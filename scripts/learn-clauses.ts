import { writeFileSync } from 'node:fs'
import { corpus } from '../test/clauses/corpus'
import { learntFrom } from '../test/clauses/learnt-from'
import { clauseSentences } from '../test/clauses/phrases'
import { readHands } from './clauses/hands'
import { type Known, knownClause, learnKinds, learnVoid } from './clauses/learning'

/**
 * `npm run learn`: how much each trait of a sentence speaks for a void term, and for which kind, learnt from the half
 * of the corpus that may be looked at. `-- --hands` writes nothing: each fresh set is read by weights that never saw it.
 */
if (process.argv.includes('--hands')) console.table(readHands())
else write()

function write(): void {
  const known: Known[] = [
    ...corpus()
      .filter(({ half }) => half === 'tuned')
      .map(({ clause, label, kind }) => knownClause(clause, label === 'void', kind)),
    ...clauseSentences().map(({ clause, is_void, kind }) => knownClause(clause, is_void, kind)),
  ]
  const kinds = learnKinds(known)
  const learnt = { learnt_from: learntFrom(), void_term: learnVoid(known), kinds }
  writeFileSync('src/clauses/words/learnt.json', `${JSON.stringify(learnt, null, 2)}\n`)
  console.log(`${known.length} clauses, ${Object.keys(kinds).length} kinds`)
}
