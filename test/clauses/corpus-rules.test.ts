import { expect, it } from 'vitest'
import { KIND_IDS } from '../../src/clauses/kinds'
import LEARNT from '../../src/clauses/words/learnt.json'
import { HERE } from '../support/weihai'
import { corpus } from './corpus'
import { learntFrom } from './learnt-from'
import { corpusScore } from './score'

it('finds what the law makes void in the half it was tuned on', () => {
  const { own_corpus_recall, own_corpus_false_alarms } = corpusScore('tuned', HERE)
  expect(own_corpus_recall).toBeGreaterThanOrEqual(0.98)
  expect(own_corpus_false_alarms).toBeLessThanOrEqual(0.01)
})

it('finds most of it in the half nobody looked at, and leaves the lawful alone', () => {
  const { own_corpus_recall, own_corpus_false_alarms } = corpusScore('kept', HERE)
  expect(own_corpus_recall).toBeGreaterThanOrEqual(0.92)
  expect(own_corpus_false_alarms).toBeLessThanOrEqual(0.03)
})

it('keeps a corpus of many clauses, each once, of kinds it knows', () => {
  const all = corpus()
  const clauses = all.map(({ clause }) => clause)
  const of = (label: string) => all.filter((example) => example.label === label)
  expect(new Set(clauses).size).toBe(clauses.length)
  expect(of('void').length).toBeGreaterThanOrEqual(300)
  expect(of('lawful').length).toBeGreaterThanOrEqual(300)
  const kinds = new Set(of('void').map(({ kind }) => kind))
  expect([...kinds].filter((kind) => !(KIND_IDS as readonly string[]).includes(kind))).toEqual([])
})

it('has learnt from the corpus and the words as they are now: `npm run learn`', () => {
  expect(LEARNT.learnt_from).toBe(learntFrom())
})
