import { readdirSync } from 'node:fs'

/** What every city has, production included: all that `wrangler d1 migrations apply` ever sees. */
export const PRODUCT = 'migrations'
/** The mocks' own books and the movable clock: applied after the product's, never in production. */
export const DEV = 'migrations/dev'

/** One migration. Its name alone is remembered (`d1_migrations`) and hashed: it may not be in two folders. */
type MigrationFile = { name: string; path: string }

/** The migrations of these folders, folder after folder, each in wrangler's order. */
export const migrationsIn = (folders: readonly string[]): MigrationFile[] =>
  folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.sql'))
      .sort(byNumber)
      .map((name) => ({ name, path: `${folder}/${name}` })),
  )

/** Everything that a city on this machine has. */
export const allMigrations = (): MigrationFile[] => migrationsIn([PRODUCT, DEV])

const byNumber = (a: string, b: string): number =>
  Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1)
