import { cityShard } from '../../src/engines/city-shard'
import { migrationsFrom, productMigrations } from '../../src/engines/migrations'
import * as dev from './dev-migration-texts'

/** The worker of a development city on a workerd of one's own: with the tables of what is mocked. */
export { default } from '../../src/hosted'
export class CityShard extends cityShard([...productMigrations, ...migrationsFrom(dev)]) {}
