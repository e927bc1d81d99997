import { keepCases } from '../../src/cases/look'
import { one, sql } from '../../src/platform/d1'
import type { World } from '../../src/platform/world'

/** Cases of the town as it stands, and one of them to read. */
export async function openCases(world: World, put: (key: string, value: unknown) => void) {
  await keepCases(world, 50)
  const found = await one(world.db, sql<{ id: string }>`SELECT id FROM cases ORDER BY id LIMIT 1`)
  put('/v1/cases/:id', found?.id)
}
