import { unpackedWeights, type Weights } from '../../src/clauses/likeness'
import { findVoidTerms } from '../../src/clauses/read'
import { corpus, type Example, FRESH } from '../../test/clauses/corpus'
import { clauseSentences } from '../../test/clauses/phrases'
import { HERE } from '../../test/support/weihai'
import { knownClause, learnVoid } from './learning'

/**
 * Each fresh set read by weights learnt from all the others: what a hand nobody has seen would find. Two halves of one
 * set are of one hand and say too much. `--show` tells what was read wrongly.
 */
export function readHands() {
  const all = corpus().map((of) => ({
    of,
    known: knownClause(of.clause, of.label === 'void', of.kind),
  }))
  const told = clauseSentences().map(({ clause, is_void, kind }) =>
    knownClause(clause, is_void, kind),
  )
  const sums = { void: 0, lawful: 0, missed: 0, alarmed: 0 }
  const rows = FRESH.map((set) => {
    const others = all.filter(({ of }) => of.set !== set).map(({ known }) => known)
    const void_term = unpackedWeights(learnVoid([...others, ...told]))
    const own = all.filter(({ of }) => of.set === set).map(({ of }) => of)
    const wrong = own.filter((of) => isFound(of, void_term) !== (of.label === 'void'))
    if (process.argv.includes('--show'))
      for (const { label, kind, clause } of wrong)
        console.log(`${set} ${label === 'void' ? '-' : '+'} ${kind} ${clause}`)
    const count = (of: Example[], label: Example['label']) =>
      of.filter((one) => one.label === label).length
    const row = {
      void: count(own, 'void'),
      lawful: count(own, 'lawful'),
      missed: count(wrong, 'void'),
      alarmed: count(wrong, 'lawful'),
    }
    for (const name of ['void', 'lawful', 'missed', 'alarmed'] as const) sums[name] += row[name]
    return { set: String(set), ...shares(row), ...row }
  })
  return [...rows, { set: 'all', ...shares(sums), ...sums }]
}

const isFound = ({ clause }: Example, void_term: Weights): boolean =>
  findVoidTerms([clause], HERE, void_term).length > 0
const shares = (of: { void: number; lawful: number; missed: number; alarmed: number }) => ({
  recall: Math.round(1_000 * (1 - of.missed / of.void)) / 1_000,
  false_alarms: Math.round((1_000 * of.alarmed) / of.lawful) / 1_000,
})
