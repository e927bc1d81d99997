import { createHash, createHmac } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'

export const STATE = '.wrangler/state'
/** The name under which wrangler's local runtime (miniflare) keeps all D1 databases. */
const UNIQUE_KEY = 'miniflare-D1DatabaseObject'

/** The file in which `wrangler dev --persist-to <state>` keeps the D1 database of wrangler.toml, there or not. */
export function databasePath(state = STATE, toml = 'wrangler.toml'): string {
  const id = /^database_id = "([^"]+)"$/m.exec(readFileSync(toml, 'utf8'))?.[1]
  if (id === undefined) throw new Error(`${toml} names no database_id`)
  return `${state}/v3/d1/${UNIQUE_KEY}/${objectId(id)}.sqlite`
}

/** The same file, or null before the city has been told. */
export function localDatabase(state = STATE): string | null {
  const file = databasePath(state)
  return existsSync(file) ? file : null
}

/** The id a Durable Object gets from its name, as workerd derives it: 16 bytes of the name, 16 of its own check. */
function objectId(name: string): string {
  const key = createHash('sha256').update(UNIQUE_KEY).digest()
  const tag = (message: string | Buffer) =>
    createHmac('sha256', key).update(message).digest().subarray(0, 16)
  const head = tag(name)
  return Buffer.concat([head, tag(head)]).toString('hex')
}
