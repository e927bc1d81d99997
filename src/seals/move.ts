import { type Secrets, sealedUnder } from '../environment/secrets'
import { Refusal } from '../kernel/refusals'
import { all, readAll, type SealedColumn, type SealedRow, swappingStatements } from '../platform/d1'
import { eachDue } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { SEALED_COLUMNS } from './columns'
import { registerKeys } from './keys'
import { afterPage, isAllMoved, nextMove, PAGE } from './rules'
import { type MoveRow, putMoveStatement, readMoves, retireOthersStatement } from './store'

const JOB = 'moveSeals'
const NAMES = SEALED_COLUMNS.map(({ name }) => name)

/**
 * Moves what older keys sealed under the current one, a page an act, and retires the older ones once a whole pass over
 * every column found nothing left. Looks at `limit` rows at most; safe to kill and to run twice. Gives how many rows it
 * looked at, nought where there is but one key.
 */
export async function moveSeals(world: World, limit: number): Promise<number> {
  const { current } = world.secrets.keyring
  const keys = await registerKeys(world)
  if (!keys.some(({ id, retired_at }) => id !== current && retired_at === null)) return 0
  const moves = await all(world.db, readMoves)
  let looked = 0
  for (const column of SEALED_COLUMNS) {
    let row = nextMove(column.name, { moves, key_id: current, now: world.now() })
    while (row.finished_at === null) {
      if (looked >= limit) return looked
      const page = await movePage(world, column, row)
      row = page.row
      looked += Math.max(page.looked, 1)
    }
  }
  await retireOthers(world)
  return looked
}

async function movePage(world: World, column: SealedColumn, row: MoveRow) {
  const limit = column.page ?? PAGE
  const rows = await all(world.db, column.readAfter(row.last_id, limit))
  const broken: SealedRow[] = []
  const under: string[] = []
  const moved: { id: string; before: string; after: string }[] = []
  for (const one of rows) {
    const after = await intact(world, column, one)
    const key = sealedUnder(typeof after === 'string' ? after : (one.sealed ?? ''))
    if (key !== null) under.push(key)
    if (after === BROKEN) broken.push(one)
    else if (after !== null) moved.push({ id: one.id, before: one.sealed ?? '', after })
  }
  const looked = rows.length
  const last_id = rows.at(-1)?.id
  const page = {
    last_id,
    is_full: looked === limit,
    moved: moved.length,
    broken: broken.length,
    under,
  }
  const next = afterPage(row, page, world.now())
  await jobAct(
    world,
    {
      operation: 'movePage',
      key: `${column.name}:${row.key_id}:${row.started_at}:${row.round}:${row.passes}:${row.last_id}`,
      said: [column.name, row.last_id],
    },
    {
      reads: () => ({}),
      decide: () => ({
        status: 200,
        subject_id: column.name,
        body: { object: 'seal_move', column: column.name, moved: moved.length },
        statements: [
          putMoveStatement(next),
          ...(moved.length > 0 ? swappingStatements(moved, moved.map(column.reseal)) : []),
        ],
      }),
    },
  )
  // What does not open is set aside by its row, where the operator sees it, and holds nothing else up.
  await eachDue(world, JOB, broken, {
    id: (one) => `${column.name}|${one.id}`,
    act: (one) => resealed(world.secrets, column, one),
  })
  return { row: next, looked }
}

const BROKEN = Symbol('broken')
async function intact(
  world: Pick<Kit, 'secrets'>,
  column: SealedColumn,
  row: SealedRow,
): Promise<string | null | typeof BROKEN> {
  try {
    return await resealed(world.secrets, column, row)
  } catch (error) {
    if (error instanceof Refusal) return BROKEN
    throw error
  }
}

async function retireOthers(world: World): Promise<void> {
  const { current } = world.secrets.keyring
  const { moves } = await readAll(world.db, { moves: readMoves })
  if (!isAllMoved(NAMES, moves, current)) return
  const key = `retire:${current}:${world.now()}`
  await jobAct(
    world,
    { operation: 'retireKeys', key, said: [current] },
    {
      reads: () => ({ moves: readMoves }),
      decide: ({ rows, now }) => ({
        status: 200,
        subject_id: 'seals',
        body: { object: 'seal_keys', current },
        statements: isAllMoved(NAMES, rows.moves, current)
          ? [retireOthersStatement(current, now)]
          : [],
      }),
    },
  )
}

/** The value under the current key; null where it is there already, or there is none. Refuses sealed_value_broken. */
async function resealed(
  secrets: Secrets,
  { purpose, placeOf }: SealedColumn,
  { bound_id, sealed }: SealedRow,
): Promise<string | null> {
  if (sealed === null || sealed === '' || secrets.isCurrent(sealed)) return null
  const place = placeOf(bound_id)
  return secrets.seal(purpose, place, await secrets.open(purpose, place, sealed))
}
