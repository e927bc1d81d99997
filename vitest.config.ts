import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { schemaStatements } from './test/support/schema.ts'

const storage = (engine: 'node' | 'workerd') => ({
  '#storage': fileURLToPath(new URL(`./test/support/storage.${engine}.ts`, import.meta.url).href),
})
const RULES = ['test/**/*rules.test.ts', 'test/tidy.test.ts']
const NODE = ['test/**/*.node.test.ts']
const BROWSER = ['test/browser/**/*.test.ts']
/** Acts: the same files run twice, on node:sqlite (fast) and on D1 in workerd (what production runs). */
const ACTS = ['test/**/*.act.test.ts']

export default defineConfig({
  test: {
    maxWorkers: availableParallelism(),
    projects: [
      { test: { name: 'rules', isolate: false, include: RULES } },
      {
        resolve: { alias: storage('node') },
        test: { name: 'node', isolate: false, include: [...NODE, ...ACTS], testTimeout: 30_000 },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: {
                MIGRATIONS: await readD1Migrations('./migrations'),
                SCHEMA: schemaStatements(),
              },
            },
          })),
        ],
        resolve: { alias: storage('workerd') },
        test: {
          name: 'workerd',
          isolate: false,
          include: ['test/**/*.d1.test.ts', ...ACTS],
          testTimeout: 60_000,
        },
      },
      {
        resolve: { alias: storage('node') },
        test: {
          name: 'browser',
          isolate: false,
          include: BROWSER,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
