import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type CityName, type Heard, hear } from '../scripts/warning/hear'
import { type Counts, judgedFigures, noCounts } from '../scripts/warning/judge'
import { alarmsPlot } from '../scripts/warning/plot'
import { replay } from '../scripts/warning/steps'
import { WEIGHTS } from '../src/warning/weights'

/**
 * `npm run bench -- warning [--json] [--shops 400] [--plot docs/warning.svg]`: how good the warning is on cities that it was not
 * fitted to: seeds nobody fitted of the two styles it was fitted to, and the third style, which nothing is ever fitted to.
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
  unseen: [...named('curves', [3001, 3002]), ...named('cohorts', [3003])],
  held_out: named('sheets', [1, 2, 3]),
}
const began = Date.now()
const heard: Record<keyof typeof SETS, Heard[]> = {
  unseen: SETS.unseen.map((name) => hear(name, WEIGHTS, false)),
  held_out: SETS.held_out.map((name) => hear(name, WEIGHTS, false)),
}
const at = (of: Heard[], shift: number): Counts => {
  const steps = WEIGHTS.steps.map((step) => step + shift) as typeof WEIGHTS.steps
  return replay(of, { ...WEIGHTS, steps }, noCounts())
}
const unseen = judgedFigures(at(heard.unseen, 0))
const held_out = judgedFigures(at(heard.held_out, 0))
const figures = {
  version: WEIGHTS.version,
  ...unseen,
  seeds: SETS.unseen.map(({ style, seed }) => `${style} ${seed}`),
  held_out: { ...held_out, seeds: SETS.held_out.map(({ style, seed }) => `${style} ${seed}`) },
  shops,
  seconds: Math.floor((Date.now() - began) / 1000),
}
if (values.plot) {
  const shifts = Array.from({ length: 41 }, (_, i) => (i - 20) / 8)
  const lines = Object.entries(heard).map(([name, of]) => ({
    name,
    points: shifts.map((shift) => {
      const { caught, failures, false_alarms, shop_months } = at(of, shift)
      const precision = caught / Math.max(1, caught + false_alarms)
      return {
        shift,
        recall: caught / failures,
        precision,
        rate: (false_alarms * 1000) / shop_months,
      }
    }),
  }))
  writeFileSync(values.plot, alarmsPlot(lines))
}
if (values.json) console.log(JSON.stringify({ ok: true, figures }))
else console.log(figures)
