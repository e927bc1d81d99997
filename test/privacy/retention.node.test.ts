import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { RETENTION } from '../../src/privacy/rules'

it('says in the document what the table of days says', () => {
  const document = readFileSync('docs/RETENTION.md', 'utf8')
  const rows = document.split('\n').filter((line) => line.startsWith('| `'))
  const said = Object.entries(RETENTION).map(([table, { what_en, days, by }]) => {
    const ends = by.includes(' ') ? by : `\`${by}\``
    return `| \`${table}\` | ${what_en} | ${days ?? 'account'} | ${ends} |`
  })
  expect(rows).toEqual(said)
})
