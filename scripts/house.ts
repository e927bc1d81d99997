import { readFileSync, writeFileSync } from 'node:fs'
import { readArguments } from './arguments.mjs'
import { FIGURES, offenders } from './house/figures'

/**
 * Counts what should not be in the house, and fails when a figure is above its ceiling in `test/house.json`. A ceiling may
 * only fall. `--json`: one line for machines. `--names`: every offender.
 */
const values = readArguments('house', { json: { type: 'boolean' }, names: { type: 'boolean' } })
const ceilings = JSON.parse(readFileSync('test/house.json', 'utf8')) as Record<string, number>
const found = offenders()
const figures = Object.fromEntries(FIGURES.map((figure) => [figure, found[figure].length]))
const risen = FIGURES.filter((figure) => found[figure].length > (ceilings[figure] ?? 0))
if (values.names)
  for (const figure of FIGURES) for (const one of found[figure]) console.log(`${figure}: ${one}`)
for (const figure of risen) {
  console.error(`${figure}: ${found[figure].length}, its ceiling is ${ceilings[figure] ?? 0}`)
  for (const one of found[figure].slice(0, 20)) console.error(`  ${one}`)
}
writeFileSync('.build/figures.json', JSON.stringify(figures))
if (values.json) console.log(JSON.stringify({ ok: risen.length === 0, figures }))
else if (!values.names)
  console.log(FIGURES.map((figure) => `${figure} ${figures[figure]}`).join(' · '))
process.exitCode = risen.length === 0 ? 0 : 1
