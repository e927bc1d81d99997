import { readFileSync } from 'node:fs'
import { PUBLISHED_VIEWS, READS_DECLARED, ROOMS_BELOW, VIEW_OWNERS } from '../../test/support/rooms'
import { migrated, migrationFiles } from '../../test/support/schema'
import { isUpward, type SqlRead, sqlReads } from '../../test/support/sql-graph'

export const ARCHITECTURE_FILE = 'docs/ARCHITECTURE.md'
const BEGINS = '<!-- written by npm run docs: the SQL graph -->'
const ENDS = '<!-- end of what npm run docs writes -->'

/** docs/ARCHITECTURE.md with its section on the SQL graph as the code and the migrations make it now. */
export function architecturePage(): string {
  const [head, rest] = readFileSync(ARCHITECTURE_FILE, 'utf8').split(BEGINS)
  const tail = rest?.split(ENDS)[1]
  if (head === undefined || tail === undefined)
    throw new Error(`${ARCHITECTURE_FILE} lacks the marks between which its SQL graph is written`)
  return `${head}${BEGINS}\n${sqlGraph().join('\n')}\n${ENDS}${tail}`
}

function sqlGraph(): string[] {
  const reads = sqlReads().filter((read) => read.room !== '' && read.room !== read.owner)
  const isPublished = ({ table }: SqlRead) => table in PUBLISHED_VIEWS
  return [
    '| room | reads, of rooms below it |',
    '|---|---|',
    ...roomRows(reads.filter((read) => !isUpward(read, {}))),
    '',
    '| published view | of | its columns | read from below by | why |',
    '|---|---|---|---|---|',
    ...publishedViews(reads.filter((read) => isPublished(read) && isUpward(read, {}))),
    '',
    ...Object.entries(READS_DECLARED).map(([name, why]) => `- \`${name}\`: ${why}.`),
  ]
}

/** One row for each room, in the order of the house: by owner, the tables it reads. */
function roomRows(reads: SqlRead[]): string[] {
  const height = (room: string) => ROOMS_BELOW[room]?.length ?? 0
  const sorted = (names: string[]) =>
    [...new Set(names)].sort((a, b) => height(a) - height(b) || (a < b ? -1 : 1))
  return sorted(reads.map(({ room }) => room)).map((room) => {
    const of_room = reads.filter((read) => read.room === room)
    const owners = sorted(of_room.map(({ owner }) => owner)).map((owner) => {
      const tables = of_room.filter((read) => read.owner === owner).map(({ table }) => table)
      return `${owner}: ${[...new Set(tables)].sort().join(', ')}`
    })
    return `| \`${room}\` | ${owners.join(' · ')} |`
  })
}

function publishedViews(reads: SqlRead[]): string[] {
  const database = migrated(migrationFiles())
  const columnsOf = database.prepare('SELECT name FROM pragma_table_info(?)')
  const rows = Object.entries(PUBLISHED_VIEWS).map(([view, why]) => {
    const columns = columnsOf.all(view).map(({ name }) => `\`${name}\``)
    const readers = new Set(reads.filter(({ table }) => table === view).map(({ room }) => room))
    return `| \`${view}\` | ${VIEW_OWNERS[view]} | ${columns.join(', ')} | ${[...readers].sort().join(', ')} | ${why} |`
  })
  database.close()
  return rows
}
