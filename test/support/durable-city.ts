import { env } from 'cloudflare:workers'
import { cityShard, type Migration } from '../../src/engines/city-shard'

/** What every migration together left, as `schemaStatements` reads it back, a statement each. */
const { SCHEMA } = env as Env & { SCHEMA: string[] }
const schema: Migration[] = SCHEMA.map((text, no) => ({ name: `${no}`, text }))

/** The product's own object, made as quickly as a test wants it. */
export class City extends cityShard(schema) {}

/** The build whose last migration cannot be applied before somebody helps it, and the one before it. */
const later = { name: 'later', text: 'CREATE TABLE later AS SELECT * FROM helped' }
export class Stuck extends cityShard([{ name: 'first', text: 'CREATE TABLE first (id)' }, later]) {
  /** What an operator would do by hand. */
  async help(): Promise<void> {
    this.ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS helped AS SELECT 1 AS id')
  }
}
export default { fetch: () => new Response(null, { status: 404 }) }
