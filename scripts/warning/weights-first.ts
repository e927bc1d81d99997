import type { Weights } from '../../src/warning/score'
import { SIGNALS, TAILED } from '../../src/warning/signals'
import { CORNERS } from './corners'

/** Steps that stay where they are. */
export const NO_BUDGET = { allowed: 5, prior: 8, slope: 0, least: 0, most: 0 }

/** What the fit begins with: every signal alike. Nobody is warned by these. */
export const firstWeights = (): Weights => ({
  ...{ version: 'first', fitted_on: '', how: '', start: -6, steps: [-4, -3, -2, 0] },
  ...{ rise_days: 2, fall_days: 14, fall_by: 0.7 },
  budget: NO_BUDGET,
  calm: { usual: -3.75, part: 0, least: 0, most: 0 },
  tails: SIGNALS.map((name) => (TAILED[SIGNALS.indexOf(name)] ? (CORNERS[name][1] ?? 0) : 0)),
  signals: Object.fromEntries(
    SIGNALS.map((name) => [
      name,
      { at: CORNERS[name], points: CORNERS[name].slice(1).map(() => 0.35) },
    ]),
  ),
})
