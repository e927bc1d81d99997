import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type CityName, type Heard, hear } from '../scripts/warning/hear'
import { type Counts, judgedFigures, noCounts } from '../scripts/warning/judge'
import { alarmsPlot } from '../scripts/warning/plot'
import { replay } from '../scripts/warning/steps'
import { WEIGHTS } from '../src/warning/weights'

/**
 * `npm run bench -- warning [--json] [--shops 400] [--plot docs/warning.svg]`: how good the warning is on cities that it was not
 * fitted to: seeds nobody fitted of the styles it was fitted to, and one style which nothing is ever fitted to, told faintly and
 * plainly. Beside it stand
 * the plain rules that anybody writes in an hour, at the two thresholds nearest five and one false alarms.
 */
const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== 'warning'),
  options: {
    json: { type: 'boolean', default: false },
    shops: { type: 'string', default: '400' },
    plot: { type: 'string' },
  },
})
const shops = Number(values.shops)
const named = (style: CityName['style'], seeds: number[]): CityName[] =>
  seeds.map((seed) => ({ style, seed, shops, days: 730 }))
const SETS = {
  unseen: [
    ...named('blends', [3001, 3002, 3003]),
    ...named('curves', [3001, 3002]),
    ...named('cohorts', [3003]),
  ],
  diaries: named('diaries', [3001, 3002, 3003]),
  held_out: named('sheets', [1, 2, 3]),
  plain: named('plain_sheets', [1, 2, 3]),
}
const began = Date.now()
const heardOf = (names: CityName[]) => names.map((name) => hear(name, WEIGHTS, { plainly: true }))
const heard = {
  unseen: heardOf(SETS.unseen),
  diaries: heardOf(SETS.diaries),
  held_out: heardOf(SETS.held_out),
  plain: heardOf(SETS.plain),
}
const at = (of: Heard[], shift: number): Counts => {
  const steps = WEIGHTS.steps.map((step) => step + shift) as typeof WEIGHTS.steps
  return replay(of, { ...WEIGHTS, steps }, noCounts())
}
/** The plain rules alarm from so many points on. */
const plainly = (of: Heard[], from: number): Counts =>
  replay(
    of.map((city) => ({ ...city, scores: city.plain })),
    { ...WEIGHTS, steps: [from - 1, from - 0.5, from, from + 2], fall_by: 0.7 },
    noCounts(),
  )
const PLAIN = [3.5, 4.5]
const figuresOf = (of: Heard[], names: CityName[]) => ({
  ...judgedFigures(at(of, 0)),
  plain_rules: PLAIN.map((from) => {
    const { recall_14d, false_alarms_per_1000_shop_months } = judgedFigures(plainly(of, from))
    return { from, recall_14d, false_alarms_per_1000_shop_months }
  }),
  seeds: names.map(({ style, seed }) => `${style} ${seed}`),
})
const figures = {
  version: WEIGHTS.version,
  ...figuresOf(heard.unseen, SETS.unseen),
  diaries: figuresOf(heard.diaries, SETS.diaries),
  held_out: figuresOf(heard.held_out, SETS.held_out),
  plain: figuresOf(heard.plain, SETS.plain),
  each: Object.values(heard)
    .flat()
    .map((city) => {
      const { recall_14d, false_alarms_per_1000_shop_months } = judgedFigures(at([city], 0))
      return {
        city: `${city.name.style} ${city.name.seed}`,
        ...{ recall_14d, false_alarms_per_1000_shop_months },
      }
    }),
  shops,
  seconds: Math.floor((Date.now() - began) / 1000),
}
const pointsOf = (shift: number, of: Counts) => ({
  shift,
  recall: of.caught / Math.max(1, of.failures),
  precision: of.caught / Math.max(1, of.caught + of.false_alarms),
  rate: (of.false_alarms * 1000) / of.shop_months,
})
if (values.plot) {
  const shifts = Array.from({ length: 41 }, (_, i) => (i - 20) / 8)
  const lines = Object.entries(heard).flatMap(([name, of]) => [
    { name, points: shifts.map((shift) => pointsOf(shift, at(of, shift))) },
    {
      name: `${name}_plain`,
      points: shifts.map((shift) => pointsOf(shift + 99, plainly(of, 4 + shift))),
    },
  ])
  writeFileSync(values.plot, alarmsPlot(lines))
}
if (values.json) console.log(JSON.stringify({ ok: true, figures }))
else console.log(figures)
