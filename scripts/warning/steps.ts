import type { Memory } from '../../src/warning/memory'
import type { Weights } from '../../src/warning/score'
import { step } from '../../src/warning/step-rules'
import { dayAt } from '../simulate/row'
import { FROM, type Heard } from './hear'
import { alarmEpisodes, type Counts, judge } from './judge'

/** What the levels would have been by other steps: of scores heard once. */
export function replay(heard: readonly Heard[], weights: Weights, counts: Counts): Counts {
  for (const city of heard) {
    const changes: { shop: string; day: string; level: number }[] = []
    const { days } = city.name
    city.shops.forEach((shop, no) => {
      const state = { level: 1, over: 0, under: 0, score: 0 } as Memory
      for (let at = 0; at < days; at += 1) {
        const score = city.scores[no * days + at] ?? Number.NaN
        if (Number.isNaN(score)) continue
        state.score = score
        if (step(state, weights)) changes.push({ shop, day: dayAt(FROM, at), level: state.level })
      }
    })
    judge(counts, {
      truths: city.truths,
      episodes: alarmEpisodes(changes),
      days: city.sold_days,
      escrow: city.escrow,
    })
  }
  return counts
}
