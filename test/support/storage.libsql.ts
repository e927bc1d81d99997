import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { libsql } from '../../src/engines/libsql'
import type { Db } from '../../src/platform/d1'
import { openDatabase } from './sqlite'

export const ENGINE: string = 'libSQL'

let folder: string | null = null
let files = 0
/** A folder of this process, gone with it. */
function ours(): string {
  if (folder !== null) return folder
  const made = mkdtempSync(join(tmpdir(), 'yufubao-libsql-'))
  process.on('exit', () => rmSync(made, { recursive: true, force: true }))
  writeFileSync(join(made, 'empty.db'), openDatabase().serialize())
  folder = made
  return made
}

/** A fresh, empty city in a file of libSQL's own client. */
export async function openStorage(): Promise<Db> {
  const file = join(ours(), `${++files}.db`)
  copyFileSync(join(ours(), 'empty.db'), file)
  const client = createClient({ url: `file:${file}` })
  // Nobody reads these files after the process.
  await client.execute('PRAGMA synchronous = OFF')
  return libsql(client)
}
