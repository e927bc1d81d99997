import { countRight, scoresIn } from '../scripts/docs/law/score'
import { calculate } from '../src/calculator/calculator'
import { NewCalculation } from '../src/calculator/shape'
import { configuredCity } from '../src/city/cities'
import { measureBatches } from './law-batch'
import { ownCorpus } from './law-corpus'

/**
 * `npm run bench -- law`: the published cases the calculator answers as the court did, whole answers a second (every
 * reading, every line), how the clause linter reads its own corpus, and what a group case of 50,000 holders takes.
 */
const SECONDS = 2
const city = configuredCity('weihai')
const scores = scoresIn(city)
const figures = {
  published_cases: scores.length,
  right: countRight(scores),
  ...(await ownCorpus()),
  quotes_per_s: quotesASecond(),
  ...measureBatches(),
}
if (process.argv.includes('--json')) console.log(JSON.stringify({ ok: true, figures }))
else console.table(figures)

function quotesASecond(): number {
  const asked = scores.map(({ request }) => NewCalculation.parse(request))
  const ends = performance.now() + SECONDS * 1000
  let count = 0
  while (performance.now() < ends) for (const one of asked) count += calculate(one, city) ? 1 : 0
  return Math.trunc(count / SECONDS)
}
