import { cityShard } from '../../src/engines/city-shard'
import { migrationsFrom, productMigrations } from '../../src/engines/migrations'
import * as dev from './dev-migration-texts'

/** The sharded worker of a city on this machine: with what is there for development alone, and a door for set-up. */
export { default } from './alone'
export class CityShard extends cityShard([...productMigrations, ...migrationsFrom(dev)]) {
  /** Runs texts as they are, all or none. */
  async setup(texts: readonly string[]): Promise<void> {
    const fault = this.migrate()
    if (fault !== null) throw new Error(fault)
    this.ctx.storage.transactionSync(() => {
      for (const text of texts) this.ctx.storage.sql.exec(text)
    })
  }
}
