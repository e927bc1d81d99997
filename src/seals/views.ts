import * as z from 'zod'
import { SEALED_COLUMNS } from './columns'
import { counts } from './rules'
import type { KeyRow, MoveRow, SegmentKeyRow } from './store'

const Key = z.strictObject({
  id: z.string().meta({ description: 'k1 是 YFB_MASTER_KEY，k2 是 YFB_MASTER_KEY_2，以此类推' }),
  values_count: z
    .int()
    .meta({ description: '最近一遍看到有几项资料在这把密钥下；没有换过密钥时不数，为 0' }),
  segments_count: z.int().meta({ description: '有几段归档在这把密钥下；归档不重新加密' }),
  may_go: z.boolean().meta({ description: '可以从密钥环里拿掉：再没有资料和归档用它' }),
})
export const Keys = z
  .strictObject({
    current: z.string().nullable().meta({ description: '现在用哪一把主密钥；还没有登记过为 null' }),
    leaving: z.array(z.string()).meta({ description: '还有资料用着、不能拿掉的旧密钥' }),
    each: z.array(Key).meta({ description: '每一把登记过的密钥' }),
    unknown_segments_count: z
      .int()
      .meta({ description: '还不知道在哪把密钥下的归档有几段；不为 0 时旧密钥都不能拿掉' }),
    columns_count: z.int().meta({ description: '加密保存的列共有几列' }),
    columns_left: z
      .int()
      .meta({ description: '还有几列没有换完；换完一小时以后全部再看一遍，看完才算' }),
    moved_count: z.int().meta({ description: '已经换成新密钥的资料有几项' }),
    broken_count: z.int().meta({ description: '打不开的有几项，都在没办成的事里' }),
  })
  .meta({ id: 'SealKeys', description: '主密钥：现在用的是哪一把，旧的换完了没有' })

type Rows = {
  keys: readonly KeyRow[]
  moves: readonly MoveRow[]
  segments: readonly SegmentKeyRow[]
}
/** How a change of the master key stands, from all keys, all moves and the archive's segments. */
export function presentKeys({ keys, moves, segments }: Rows): z.input<typeof Keys> {
  const live = keys.filter(({ retired_at }) => retired_at === null)
  const newest = live.toSorted((a, b) => (a.first_used_at < b.first_used_at ? 1 : -1))
  const to = moves[0]?.key_id ?? null
  const current = live.length > 1 ? (to ?? newest[0]?.id ?? null) : (live[0]?.id ?? null)
  const leaving = live.flatMap(({ id }) => (id === current ? [] : [id]))
  const whole = moves.filter(
    (m) => m.key_id === current && m.round === 2 && m.finished_at !== null && m.broken_count === 0,
  )
  const values = counts(moves)
  const segmentsOf = (id: string | null) =>
    segments.find(({ key_id }) => key_id === id)?.segments_count ?? 0
  return {
    current,
    leaving,
    each: keys.map(({ id, retired_at }) => ({
      id,
      values_count: values[id] ?? 0,
      segments_count: segmentsOf(id),
      may_go: retired_at !== null,
    })),
    unknown_segments_count: segmentsOf(null),
    columns_count: SEALED_COLUMNS.length,
    columns_left: leaving.length === 0 ? 0 : SEALED_COLUMNS.length - whole.length,
    moved_count: moves.reduce((sum, { moved_count }) => sum + moved_count, 0),
    broken_count: moves.reduce((sum, { broken_count }) => sum + broken_count, 0),
  }
}
