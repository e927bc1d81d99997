import { OPERATIONS } from '../../src/platform/http'
import { townCanaries } from './canaries'
import { type Found, fuzzInStories, fuzzSingly, shrunk } from './fuzz'
import { type Cell, readsWithoutTrace, walkMatrix } from './matrix'
import { listening, sweepStorage, sweepText, townSecrets } from './sweep'
import { type AttackedTown, openAttackedTown } from './town'

type Share = { each: number; stories: number; steps: number; seed: number }
export type Attacked = {
  town: AttackedTown
  cells: Cell[]
  found: Found[]
  hits: string[]
  untraced: string[]
  figures: {
    operations: number
    matrix_cells: number
    matrix_leaks: number
    fuzz_requests: number
    fuzz_5xx: number
    fuzz_undocumented: number
    state_changed_on_refusal: number
    books_broken: number
    canary_hits: number
    reads_without_trace: number
  }
}

/**
 * Everything that can be tried from outside, in one town: who may do what to whose things, requests made wrong in every
 * way, alone and in stories, and then where what must not be told has got to.
 */
export async function attack({ each, stories, steps, seed }: Share): Promise<Attacked> {
  const { result, lines } = await listening(async () => {
    const town = await openAttackedTown()
    const cells = await walkMatrix(town)
    const alone = await fuzzSingly(town, each, seed)
    const told = await fuzzInStories(town, stories, steps, seed)
    return { town, cells, alone, told }
  })
  const { town, cells, alone, told } = result
  const canaries = townCanaries(town)
  const secrets = [...canaries, ...townSecrets(town)]
  const found = [...alone.found, ...told.found]
  for (const one of found) one.said = (await shrunk(town, one)) ?? one.said
  const hits = [
    ...sweepStorage(town.database, secrets),
    ...sweepText('the log', lines, secrets),
    ...sweepText('a message to a subscriber', town.sent, secrets),
    ...found
      .filter(({ kind }) => kind === 'told')
      .map(({ operation, why }) => `${operation} ${why}`),
  ]
  const count = (kind: Found['kind']) => found.filter((one) => one.kind === kind).length
  const untraced = readsWithoutTrace(cells, town)
  const figures = {
    operations: OPERATIONS.length,
    matrix_cells: cells.length,
    matrix_leaks: cells.filter(({ fault }) => fault !== null).length,
    fuzz_requests: alone.requests + told.requests,
    fuzz_5xx: count('5xx'),
    fuzz_undocumented: count('undocumented'),
    state_changed_on_refusal: count('changed') + count('unclean'),
    books_broken: count('books'),
    canary_hits: hits.length,
    reads_without_trace: untraced.length,
  }
  return { town, cells, found, hits, untraced, figures }
}
