import { cityShard } from './engines/city-shard'
import { productMigrations } from './engines/migrations'

/** The same worker with the class of the objects it asks: what `wrangler.shard.toml` deploys. */
export { default } from './worker'
export class CityShard extends cityShard(productMigrations) {}
