import { withoutShopsDuties } from '../../src/clauses/duties'
import { clauseLetters } from '../../src/clauses/letters'
import { KIND_TRAITS, readTraits, TRAITS } from '../../src/clauses/likeness'
import { Statement } from '../../src/clauses/statement'
import { clauseTokens } from '../../src/clauses/tokens'

/** How much each trait of a sentence speaks for a void term, and for which kind: the same clauses give the same weights. */
const ROUNDS = 20
const KEPT_SMALL = 6e-4
const STEP = 0.3

/** A judged clause with the traits it is learnt by. */
export type Known = { traits: number[]; is_void: boolean; kind: string }
const LIABILITY = new Map([['liability', 'exclusion_of_liability']])
export function knownClause(clause: string, is_void: boolean, kind: string): Known {
  const text = clauseLetters(clause).text.replace(/[。;]$/, '')
  const traits = readTraits(new Statement(clauseTokens(withoutShopsDuties(text))))
  return { traits, is_void, kind: LIABILITY.get(kind) ?? kind }
}

export const learnVoid = (known: readonly Known[]) =>
  learn(
    known.map(({ traits, is_void }) => ({ traits, is_so: is_void })),
    TRAITS,
    ROUNDS,
  )

export function learnKinds(known: readonly Known[]) {
  const voids = known
    .filter(({ is_void }) => is_void)
    .map(({ traits, kind }) => ({ kind, traits: [...new Set(traits.map((t) => t % KIND_TRAITS))] }))
  const names = [...new Set(voids.map(({ kind }) => kind))].sort()
  return Object.fromEntries(
    names.map((name) => [
      name,
      learn(
        voids.map(({ traits, kind }) => ({ traits, is_so: kind === name })),
        KIND_TRAITS,
        ROUNDS,
      ),
    ]),
  )
}

/** Logistic regression, each weight with its own step (AdaGrad); the mean of the later rounds is kept. */
function learn(of: readonly { traits: number[]; is_so: boolean }[], size: number, rounds: number) {
  const weights = new Float64Array(size)
  const steps = new Float64Array(size)
  const sums = new Float64Array(size)
  let bias = 0
  let bias_sum = 0
  const random = randomFrom(7)
  for (let round = 0; round < rounds; round++) {
    for (const at of shuffled(of.length, random)) {
      const { traits, is_so } = of[at] ?? { traits: [], is_so: false }
      const share = 1 / Math.sqrt(Math.max(1, traits.length))
      let sum = bias
      for (const trait of traits) sum += (weights[trait] ?? 0) * share
      const off = 1 / (1 + Math.exp(-sum)) - (is_so ? 1 : 0)
      bias -= 0.05 * off
      for (const trait of traits) {
        const pull = off * share + KEPT_SMALL * (weights[trait] ?? 0)
        steps[trait] = (steps[trait] ?? 0) + pull * pull
        weights[trait] = (weights[trait] ?? 0) - (STEP * pull) / Math.sqrt(steps[trait] + 1e-6)
      }
    }
    if (round < rounds / 2) continue
    for (let at = 0; at < size; at++) sums[at] = (sums[at] ?? 0) + (weights[at] ?? 0)
    bias_sum += bias
  }
  const kept_rounds = rounds - Math.ceil(rounds / 2)
  const means = sums.map((sum) => sum / kept_rounds)
  const most = means.reduce((top, weight) => Math.max(top, Math.abs(weight)), 1e-9)
  const scale = most / 127
  const bytes = Int8Array.from(means, (weight) => Math.round(weight / scale))
  return { bias: bias_sum / kept_rounds, scale, of: Buffer.from(bytes.buffer).toString('base64') }
}

function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return state / 0x7fffffff
  }
}
function shuffled(length: number, random: () => number): number[] {
  const order = Array.from({ length }, (_, at) => at)
  for (let last = length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1)) % (last + 1)
    const moved = order[last] ?? 0
    order[last] = order[other] ?? 0
    order[other] = moved
  }
  return order
}
