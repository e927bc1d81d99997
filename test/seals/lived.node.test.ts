import { expect, it, vi } from 'vitest'
import { secretsFrom } from '../../src/environment/secrets'
import { all, readAll, sql } from '../../src/platform/d1'
import { SEALED_COLUMNS } from '../../src/seals/columns'
import { keyFaults } from '../../src/seals/keys'
import { moveSeals } from '../../src/seals/move'
import { readKeys, readMoves, readSegmentKeys } from '../../src/seals/store'
import { presentKeys } from '../../src/seals/views'
import { openLivedTown } from '../platform/lived-town'
import { asked } from '../support/asked'

const random = (n: number) => crypto.getRandomValues(new Uint8Array(n))
/** Sealed anew when another key is registered; and what the archive's stand-in keeps, which is counted and stays. */
const BY_THEMSELVES = ['kept_keys.sealed', 'mock_archive_objects.content']
const tableColumn = (name: string) => name.replace(/:.*/, '')

it('a town that has lived moves every sealed value to a new key, whatever guards its row', async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {})
  const { desk } = await openLivedTown()
  const { world, db } = desk
  const known = new Set([...SEALED_COLUMNS.map(({ name }) => tableColumn(name)), ...BY_THEMSELVES])
  const columns = await asked<{ t: string; c: string }>(
    db,
    sql`SELECT m.name AS t, p.name AS c FROM sqlite_master m JOIN pragma_table_info(m.name) p
         WHERE m.type = 'table' AND p.type IN ('TEXT', 'BLOB')`,
  )
  // By the schema: who adds a sealed column says how it is moved, whether anything stands in it here or not.
  expect(
    columns
      .filter(({ c }) => /(^|_)sealed$/.test(c))
      .map(({ t, c }) => `${t}.${c}`)
      .filter((name) => !known.has(name)),
  ).toEqual([])
  // And by what stands there, for those that are named otherwise.
  expect((await textsUnder('v1.k')).filter((name) => !known.has(name))).toEqual([])

  const filled = (await textsUnder('v1.k1.')).length
  expect(filled).toBeGreaterThan(8)
  const keys = new Map([...world.secrets.keyring.keys, ['k2', random(32)]])
  const rotated = secretsFrom({ current: 'k2', keys }, random)
  Object.assign(world, { secrets: rotated })
  for (const _night of [1, 2]) {
    while ((await moveSeals(world, 1_000)) >= 1_000) {}
    desk.advance(61 * 60_000)
  }

  expect(
    await asked(db, sql`SELECT subject_id, error FROM job_failures WHERE job = 'moveSeals'`),
  ).toEqual([])
  for (const column of SEALED_COLUMNS)
    for (const row of await all(db, column.readAfter('', 10_000)))
      if (row.sealed) {
        expect(rotated.isCurrent(row.sealed)).toBe(true)
        await rotated.open(column.purpose, column.placeOf(row.bound_id), row.sealed)
      }
  expect(await textsUnder('v1.k1.')).toEqual(['mock_archive_objects.content'])
  const said = presentKeys(
    await readAll(db, { keys: readKeys, moves: readMoves, segments: readSegmentKeys }),
  )
  // Segments of the archive are not sealed anew: their key stays, and the service does not start without it.
  const second = { current: 'k2', keys: new Map([...keys].filter(([id]) => id === 'k2')) }
  expect(said).toMatchObject({ current: 'k2', columns_left: 0, broken_count: 0 })
  expect(said.each.find(({ id }) => id === 'k1')).toMatchObject({ values_count: 0 })
  const segments = said.each.reduce((sum, { segments_count }) => sum + segments_count, 0)
  expect(segments).toBeGreaterThan(0)
  expect(said.leaving).toEqual(['k1'])
  expect(await keyFaults(db, second)).toEqual([
    'YFB_MASTER_KEY is still needed: values are under it',
  ])

  /** Every column of the database in which a sealed text of a key stands. */
  async function textsUnder(prefix: string): Promise<string[]> {
    const found: string[] = []
    for (const { t, c } of columns) {
      const text = `SELECT count(*) AS n FROM "${t}" WHERE "${c}" LIKE '${prefix}%'`
      const [row] = (await db.batch([{ text, values: [] }]))[0] ?? []
      if (Number(row?.n) > 0) found.push(`${t}.${c}`)
    }
    return found
  }
})
