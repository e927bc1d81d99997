import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { actsOnD1, actsOnEveryEngine } from './test/support/engines.ts'
import { schemaStatements, tableSchema } from './test/support/schema.ts'
import { notedStatements } from './test/support/statements.ts'

const storage = (engine: 'node' | 'workerd' | 'libsql' | 'durable') => ({
  '#storage': fileURLToPath(new URL(`./test/support/storage.${engine}.ts`, import.meta.url).href),
})
const RULES = ['test/**/*rules.test.ts', 'test/tidy.test.ts']
const NODE = ['test/**/*.node.test.ts']
const BROWSER = ['test/browser/**/*.test.ts']
/** Acts run on node:sqlite (fast), and those where the engine can differ on D1 in workerd too (what production runs). */
const ACTS = ['test/**/*.act.test.ts']
const ALL = process.env.SIMULATE === 'all'
const ACTS_ON_D1 = actsOnD1(ALL)
/** The same on the two engines that nobody runs in production yet: what engines can differ in, and one whole story. */
const ON_EVERY_ENGINE = actsOnEveryEngine(ALL)
/** Of wrangler.toml: the runtime the product is deployed with. */
const COMPATIBILITY_DATE = /^compatibility_date = "(.+)"$/m.exec(
  readFileSync('wrangler.toml', 'utf8'),
)?.[1]
/** Files share a worker, and each core has one. A limit ends what hangs; nothing fails for slowness alone. */
const SHARED = { isolate: false, testTimeout: 300_000, hookTimeout: 300_000 }

export default defineConfig({
  test: {
    maxWorkers: availableParallelism(),
    projects: [
      { test: { ...SHARED, name: 'rules', include: RULES } },
      {
        resolve: { alias: storage('node') },
        test: { ...SHARED, name: 'node', include: [...NODE, ...ACTS] },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: {
                MIGRATIONS: [
                  ...(await readD1Migrations('./migrations')),
                  ...(await readD1Migrations('./migrations/dev')),
                ],
                SCHEMA: schemaStatements(),
                TABLES: tableSchema(),
                STATEMENTS: notedStatements(),
              },
            },
          })),
        ],
        resolve: { alias: storage('workerd') },
        test: { ...SHARED, name: 'workerd', include: ['test/**/*.d1.test.ts', ...ACTS_ON_D1] },
      },
      {
        resolve: { alias: storage('libsql') },
        test: { ...SHARED, name: 'libsql', fileParallelism: false, include: ON_EVERY_ENGINE },
      },
      {
        plugins: [
          cloudflareTest({
            main: './test/support/durable-city.ts',
            miniflare: {
              compatibilityDate: COMPATIBILITY_DATE ?? '',
              compatibilityFlags: ['nodejs_compat'],
              durableObjects: {
                CITY: { className: 'City', useSQLite: true },
                STUCK: { className: 'Stuck', useSQLite: true },
              },
              bindings: { SCHEMA: schemaStatements() },
            },
          }),
        ],
        resolve: { alias: storage('durable') },
        test: {
          ...SHARED,
          name: 'durable',
          fileParallelism: false,
          include: ['test/**/*.durable.test.ts', ...ON_EVERY_ENGINE],
        },
      },
      {
        resolve: { alias: storage('node') },
        test: { ...SHARED, name: 'browser', include: BROWSER },
      },
    ],
  },
})
