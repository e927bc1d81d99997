import type { Chance } from './random'
import type { Dated } from './row'

/** What a story can bend: the first five are factors, the rest is added. */
const RATES = ['uses', 'sales', 'ticket', 'lot', 'refunds_by', 'complaints_by'] as const
const ADDED = ['depth', 'manual', 'contest', 'refunds', 'complaints', 'bounces', 'breaks'] as const
type Key = (typeof RATES)[number] | (typeof ADDED)[number]
type Bent = Record<Key, number>

/** One bend of one figure between two days; `size` is the factor (or the addend) at its height. */
export type Bend = {
  key: Key
  from: number
  to: number
  size: number
  shape: 'step' | 'rise' | 'late' | 'early' | 'tent'
}
export type Tale = { bends: Bend[]; events: Dated[] }

/** How far a bend has come, from 0 to 1. */
function reach({ shape, from, to }: Bend, at: number): number {
  const part = to > from ? (at - from) / (to - from) : 1
  switch (shape) {
    case 'step':
      return 1
    case 'rise':
      return part
    case 'late':
      return part * part
    case 'early':
      return Math.sqrt(part)
    case 'tent':
      return 1 - Math.abs(2 * part - 1)
  }
}

const plain = (): Bent => ({
  ...{ uses: 1, sales: 1, ticket: 1, lot: 1, refunds_by: 1, complaints_by: 1 },
  ...{ depth: 0, manual: 0, contest: 0, refunds: 0, complaints: 0, bounces: 0, breaks: 0 },
})
const isRate = (key: Key): boolean => (RATES as readonly string[]).includes(key)

/** All bends of a day together. */
export function bentOn(bends: readonly Bend[], at: number): Bent {
  const bent = plain()
  for (const bend of bends) {
    if (at < bend.from || at > bend.to) continue
    const by = reach(bend, at)
    if (isRate(bend.key))
      bent[bend.key] *= Math.max(0, bend.size) ** by * (bend.size <= 0 ? 1 - by : 1)
    else bent[bend.key] += bend.size * by
  }
  return bent
}

/** Short spellings of bends, for tales that are told in many. */
export const bend = (
  key: Key,
  from: number,
  to: number,
  size: number,
  shape: Bend['shape'] = 'step',
): Bend => ({ key, from, to, size, shape })
export const anyShape = (chance: Chance): Bend['shape'] =>
  chance.pick(['step', 'step', 'step', 'rise', 'rise', 'early', 'early', 'late'])
