import type { Migration } from './city-shard'
import * as texts from './migration-texts'

/** Texts by the names of their files, as migrations in their order. */
export const migrationsFrom = (named: Readonly<Record<string, string>>): Migration[] =>
  Object.keys(named)
    .sort()
    .map((key) => ({ name: `${key.slice(1)}.sql`, text: named[key] ?? '' }))

/** What every city has, bundled with the worker. */
export const productMigrations: readonly Migration[] = migrationsFrom(texts)
