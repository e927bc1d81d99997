import { parseArgs } from 'node:util'
import { attack } from '../test/attack/attack'

/**
 * `npm run bench -- attack [--json] [--each 40] [--stories 80] [--seed 1]`: everybody tries everything from outside, in
 * this process on node:sqlite (test/attack). What is found is printed, each with the smallest request that shows it.
 */
const { values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    each: { type: 'string', default: '40' },
    stories: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
  },
})
const began = Date.now()
const tried = await attack({
  each: Number(values.each),
  stories: Number(values.stories),
  steps: 40,
  seed: Number(values.seed),
})
const figures = { ...tried.figures, seconds: Math.floor((Date.now() - began) / 1000) }
const faults = tried.cells.filter(({ fault }) => fault !== null)
for (const one of [...faults, ...tried.found, ...tried.hits].slice(0, 40))
  console.error(JSON.stringify(one))
if (!values.json) console.log({ ...figures, untraced: tried.untraced })
const ok =
  faults.length + tried.found.length + tried.hits.length === 0 && figures.fuzz_requests >= 10_000
if (values.json) console.log(JSON.stringify({ ok, figures }))
process.exit(ok ? 0 : 1)
