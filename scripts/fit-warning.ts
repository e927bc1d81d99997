import { readFileSync, writeFileSync } from 'node:fs'
import type { Weights } from '../src/warning/score'
import { numberFrom, readArguments, stop } from './arguments.mjs'
import type { Style } from './simulate/city'
import { type CityName, FROM, hear } from './warning/hear'
import { judgedFigures, noCounts } from './warning/judge'
import { countedEvenings, type Evening, learn, STRETCHES, weightsFrom } from './warning/learn'
import { replay } from './warning/steps'
import { firstWeights, NO_BUDGET } from './warning/weights-first'

/**
 * `npm run fit-warning -- --out weights.json [--cities 12] [--shops 300] [--rounds 2]`: fits the detector's weights on
 * simulated cities, never on `sheets`; the steps are set on other seeds of the same styles. The same call gives the same
 * weights. `--begin weights.json` begins with these; `--mix` says of which styles, so that one can be held out.
 */
const values = readArguments('fit-warning', {
  out: { type: 'string' },
  cities: { type: 'string', default: '12' },
  shops: { type: 'string', default: '300' },
  rounds: { type: 'string', default: '2' },
  begin: { type: 'string' },
  version: { type: 'string', default: 'new' },
  mix: { type: 'string', default: 'all' },
})
const cities = numberFrom('cities', values.cities, { min: 2, max: 100 })
const shops = numberFrom('shops', values.shops, { min: 50, max: 2000 })
const rounds = numberFrom('rounds', values.rounds, { min: 1, max: 5 })
const RIDGE = 0.5
/** The steps are set where so many false alarms come on a thousand shop-months. */
const FALSE_ALARMS = 4.3
const named = (style: Style, seed: number): CityName => ({ style, seed, shops, days: 730 })
const MIXES: Record<string, readonly Style[]> = {
  all: ['diaries', 'diaries', 'blends', 'blends', 'curves', 'cohorts', 'diaries'],
  without_diaries: ['blends', 'curves', 'blends', 'blends', 'cohorts', 'blends'],
}
const MIX = MIXES[values.mix] ?? stop(`--mix 须是 ${Object.keys(MIXES).join('、')} 之一`)
const fitted = Array.from({ length: cities }, (_, i) =>
  named(MIX[i % MIX.length] ?? 'blends', 1000 + i),
)

let weights = values.begin
  ? (JSON.parse(readFileSync(values.begin, 'utf8')) as Weights)
  : firstWeights()
for (let round = 0; round < rounds; round += 1) {
  const evenings: Evening[] = []
  const tails: number[][] = []
  for (const name of fitted) {
    const heard = hear(name, weights, { sampled: true })
    evenings.push(...countedEvenings(heard, FROM))
    tails.push(heard.tails)
  }
  const begin = { start: -4.5, points: new Float64Array(STRETCHES.length).fill(0.2) }
  const model = learn(evenings, begin, RIDGE, 25)
  const common = firstWeights().tails.map((usual, i) =>
    usual === 0 ? 0 : middleOf(tails.map((all) => all[i] ?? 0)),
  )
  const { steps: _, start: __, signals: ___, ...rest } = weights
  const told = { ...rest, version: values.version, tails: common, steps: stepsAt(0) }
  weights = weightsFrom(model, told)
  weights = settle(weights)
  console.error(`round ${round + 1}: ${evenings.length} evenings, start ${weights.start}`)
}
const text = `${JSON.stringify(weights)}\n`
if (values.out) writeFileSync(values.out, text)
else console.log(text)

function stepsAt(top: number): Weights['steps'] {
  return [top - 2.2, top - 1.1, top, top + 1.2].map((step) =>
    Number(step.toFixed(2)),
  ) as Weights['steps']
}
function middleOf(all: number[]): number {
  return Number(([...all].sort((a, b) => a - b)[all.length >> 1] ?? 0).toFixed(3))
}

/** The steps at which other seeds of the fitted styles have as many false alarms as are allowed, city for city alike. */
function settle(of: Weights): Weights {
  const plain = { ...of, budget: NO_BUDGET, calm: { usual: 0, part: 0, least: 0, most: 0 } }
  const every_second = fitted.filter((_, i) => i % 2 === 0)
  const heard = every_second.map((name) => hear({ ...name, seed: name.seed + 500 }, plain))
  const usual = middleOf(heard.map(({ calm }) => calm))
  // A restless city's scores are higher all over: its steps lie higher, a quiet one's lower.
  const calm = { usual, part: 1.5, least: -1.1, most: 0.9 }
  for (const city of heard) {
    const shift = Math.min(calm.most, Math.max(calm.least, calm.part * (city.calm - usual)))
    city.scores = city.scores.map((score) => score - shift)
  }
  for (let top = -3; top <= 4; top += 0.1) {
    const tried = { ...of, calm, steps: stepsAt(top) }
    const figures = judgedFigures(replay(heard, tried, noCounts()))
    if (figures.false_alarms_per_1000_shop_months > FALSE_ALARMS) continue
    console.error(top.toFixed(1), JSON.stringify(figures))
    return tried
  }
  return of
}
