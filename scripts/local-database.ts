import { existsSync, readdirSync } from 'node:fs'

const FOLDER = '.wrangler/state/v3/d1/miniflare-D1DatabaseObject'

/** The file in which `wrangler dev` keeps the local D1 database, or null before the first migration. */
export function localDatabase(state = FOLDER): string | null {
  if (!existsSync(state)) return null
  const file = readdirSync(state).find(
    (name) => name.endsWith('.sqlite') && name !== 'metadata.sqlite',
  )
  return file ? `${state}/${file}` : null
}
