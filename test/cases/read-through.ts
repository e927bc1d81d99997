import { keepCases } from '../../src/cases/look'
import { one, sql } from '../../src/platform/d1'
import type { World } from '../../src/platform/world'

/** Cases of the town as it stands, and one of them to read; a patrol that was there, with its picture. */
export async function openCases(world: World, put: (key: string, value: unknown) => void) {
  await keepCases(world, 50)
  const found = await one(world.db, sql<{ id: string }>`SELECT id FROM cases ORDER BY id LIMIT 1`)
  put('/v1/cases/:id', found?.id)
  const seen = await one(
    world.db,
    sql<{
      id: string
      patrol_id: string
      ending_id: string
      by_id: string
    }>`SELECT f.id, f.patrol_id, f.by_id, e.id AS ending_id FROM patrol_findings f JOIN endings e ON e.merchant_id = f.merchant_id LIMIT 1`,
  )
  const photo = `pph_${String(seen?.id).slice(4)}`
  await world.db.batch([
    sql`INSERT INTO patrol_photos (id, finding_id, media, content_hash, content)
        VALUES (${photo}, ${seen?.id ?? ''}, 'image/png', 'a1', ${btoa('a picture of a closed door, long enough')})`,
    sql`INSERT INTO incident_whistles (id, ending_id, unit, unit_name, minutes, blown_by, blown_at, due_at)
        VALUES (${`wst_${String(seen?.id).slice(4)}`}, ${seen?.ending_id ?? ''}, 'police', '公安局', 60, ${seen?.by_id ?? ''},
                ${world.now()}, ${world.now()})`,
  ])
  put('/v1/incidents/:id', seen?.ending_id)
  put('/v1/patrols/:id', seen?.patrol_id)
  put('/v1/patrol-photos/:id', photo)
}
