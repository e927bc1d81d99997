import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { openApiFrom } from '../src/contract/document'
import { DOORS } from '../src/doors'
import { OPERATIONS } from '../src/platform/http'
import { ROOMS } from '../src/rooms'
import { readArguments } from './arguments.mjs'
import { bankWalkthroughPage } from './docs/bank-walkthrough'
import { CLIENT_ROUTES_FILE, clientRoutes } from './docs/client-routes'
import { holdsPage } from './docs/holds'
import { lawScorePage } from './docs/law/score-page'
import {
  BUILD_FILE,
  buildFacts,
  DEV_TEXTS_FILE,
  HASHES_FILE,
  migrationHashes,
  migrationTexts,
  TEXTS_FILE,
} from './docs/migrations'
import { refundsPage } from './docs/refunds'
import { refusalsPage } from './docs/refusals'
import { releasePage } from './docs/release'
import { roomsPage } from './docs/rooms'
import { schemaPage } from './docs/schema'
import { schemaSql } from './docs/schema-sql'
import { shardsPage } from './docs/shards'
import { ARCHITECTURE_FILE, architecturePage } from './docs/sql-graph'
import { tellStory } from './docs/story'
import { DEV, PRODUCT } from './migration-files'
import { securityPage } from './security/page'

/**
 * `npm run docs` writes what is generated; `--check` fails when a committed file is not what would be written.
 * `--reset-migration-hashes` takes the migrations as they are now, before the first of them has landed.
 */
const values = readArguments('docs', {
  check: { type: 'boolean' },
  'reset-migration-hashes': { type: 'boolean' },
})
const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`
const story = tellStory()
const pages: [string, () => string | Promise<string>][] = [
  ['src/contract/examples.json', async () => json(await story)],
  ['docs/openapi.json', async () => json(openApiFrom(OPERATIONS, await story))],
  ['docs/REFUSALS.md', refusalsPage],
  ['docs/ROOMS.md', () => roomsPage(ROOMS, DOORS)],
  ['docs/SCHEMA.md', schemaPage],
  ['docs/schema.sql', schemaSql],
  [ARCHITECTURE_FILE, architecturePage],
  [CLIENT_ROUTES_FILE, clientRoutes],
  ['docs/refunds.md', refundsPage],
  ['docs/law-score.md', lawScorePage],
  ['docs/holds.md', holdsPage],
  ['docs/release.md', releasePage],
  ['docs/bank-walkthrough.md', bankWalkthroughPage],
  ['docs/SECURITY-MODEL.md', securityPage],
  ['docs/SHARDS.md', shardsPage],
  [BUILD_FILE, buildFacts],
  [TEXTS_FILE, () => migrationTexts(PRODUCT)],
  [DEV_TEXTS_FILE, () => migrationTexts(DEV)],
  [HASHES_FILE, () => migrationHashes(values['reset-migration-hashes'] ?? false)],
]
try {
  const made = await Promise.all(pages.map(async ([file, make]) => ({ file, text: await make() })))
  const stale = made.filter(
    ({ file, text }) => !existsSync(file) || readFileSync(file, 'utf8') !== text,
  )
  for (const { file, text } of stale) {
    if (values.check) console.error(`not fresh, run npm run docs: ${file}`)
    else writeFileSync(file, text)
  }
  if (!values.check) for (const { file } of stale) console.log(`wrote ${file}`)
  process.exit(values.check && stale.length > 0 ? 1 : 0)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
