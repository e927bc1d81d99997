import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { stop } from './arguments.mjs'
import { localDatabase, STATE } from './local-database'
import { heldBy, stateHolder } from './owner.mjs'
import { faultSentence } from './sentence'

/**
 * The local city, or another database file, to be read only: a server may go on serving it meanwhile. Ends with a
 * sentence and code 2 where there is none yet, or it is no database of ours.
 */
export function openToRead(given: string | undefined): DatabaseSync {
  const file = given ?? localDatabase()
  if (!file || !existsSync(file)) {
    const holder = given === undefined ? stateHolder(STATE) : null
    stop(
      holder
        ? `这座城市还在讲，讲完才有账可看。${heldBy(holder)}`
        : '没有找到本地数据库；请先运行 npm start，或用 --db 指定文件',
    )
  }
  try {
    const database = new DatabaseSync(file, { readOnly: true })
    database.prepare('SELECT id FROM journal LIMIT 1').get()
    return database
  } catch (error) {
    stop(faultSentence(error))
  }
}
