import * as texts from '../bench/serve/dev-migration-texts'
import { migrationsFrom } from '../src/engines/migrations'

/** What only a city on somebody's own machine has: the tables of the mocks and of the movable clock. */
export const devMigrations = migrationsFrom(texts)
