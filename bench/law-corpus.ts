import { corpusScore } from '../test/clauses/score'
import { HERE } from '../test/support/weihai'

/** How the clause linter does on the half of its corpus it was not tuned on. */
export const ownCorpus = async (): Promise<{
  own_corpus_recall: number
  own_corpus_false_alarms: number
}> => {
  const { own_corpus_recall, own_corpus_false_alarms } = corpusScore('kept', HERE)
  return { own_corpus_recall, own_corpus_false_alarms }
}
