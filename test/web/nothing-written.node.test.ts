import { globSync } from 'node:fs'
import { expect, it } from 'vitest'
import { asked, writtenAsNothing } from '../support/shown-types'

// The islands are a program of their own, with the browser's types.
const PAGES = globSync('src/web/**/*.{ts,tsx}')
  .filter((file) => !file.startsWith('src/web/islands/'))
  .sort()

it('no page can write "null" or "undefined": nothing that may be either goes into a text', () => {
  expect(PAGES.length).toBeGreaterThan(100)
  expect(writtenAsNothing(PAGES)).toEqual([])
})

it('finds what may be nothing in a template, a sum of strings and String()', () => {
  const text = `
declare const card: { note: string | null; left?: number; paid_fen: number; of: any; at: unknown }
export const said = [
  \`\${card.note}\`,
  \`\${card.left} left\`,
  'note: ' + card.note,
  String(card.note),
  \`\${card.of.anything}\`,
  \`\${card.at}\`,
  \`\${card.note ?? ''} \${card.paid_fen}\`,
  card.note === null ? '' : \`\${card.note}\`,
  card.paid_fen + (card.left ?? 0),
]
`
  expect(asked({ 'card.ts': text })).toEqual([
    'card.ts:4 card.note',
    'card.ts:5 card.left',
    'card.ts:6 card.note',
    'card.ts:7 card.note',
    'card.ts:8 card.of.anything',
    'card.ts:9 card.at',
  ])
})
