import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { actsOnD1 } from './test/support/engines.ts'
import { schemaStatements } from './test/support/schema.ts'
import { notedStatements } from './test/support/statements.ts'

const storage = (engine: 'node' | 'workerd') => ({
  '#storage': fileURLToPath(new URL(`./test/support/storage.${engine}.ts`, import.meta.url).href),
})
const RULES = ['test/**/*rules.test.ts', 'test/tidy.test.ts']
const NODE = ['test/**/*.node.test.ts']
const BROWSER = ['test/browser/**/*.test.ts']
/** Acts run on node:sqlite (fast), and those where the engine can differ on D1 in workerd too (what production runs). */
const ACTS = ['test/**/*.act.test.ts']
const ACTS_ON_D1 = actsOnD1(process.env.SIMULATE === 'all')
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
                STATEMENTS: notedStatements(),
              },
            },
          })),
        ],
        resolve: { alias: storage('workerd') },
        test: { ...SHARED, name: 'workerd', include: ['test/**/*.d1.test.ts', ...ACTS_ON_D1] },
      },
      {
        resolve: { alias: storage('node') },
        test: { ...SHARED, name: 'browser', include: BROWSER },
      },
    ],
  },
})
