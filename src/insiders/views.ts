import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { MARK_WORDS } from './rules'
import { MARK_KINDS, type MarkRow } from './store'

const instant = z.iso.datetime({ precision: 3 })
export const MarkView = z
  .strictObject({
    object: z.literal('insider_mark'),
    redemption_id: z.string().regex(idPattern('rdm')),
    card_id: z.string().regex(idPattern('crd')),
    kind: z.enum(MARK_KINDS),
    message: z.string(),
    message_en: z.string(),
    fen: z.int().positive().meta({ description: '这笔放出的钱，分' }),
    made_at: instant,
    is_withheld: z.boolean().meta({ description: '现在还不能付给店家' }),
    withheld_until: instant.nullable().meta({ description: '到这时放开；null：只标记，照常付' }),
    ended_at: instant.nullable(),
    ended_by: z
      .enum(['time', 'holder'])
      .nullable()
      .meta({ description: 'time 到期放开 · holder 持卡人说是本人用的；没有结束的没有' }),
  })
  .meta({ id: 'InsiderMark', description: '一笔可能是店里人自己做的使用：标记，超过限额的先不付' })
export const presentMark = (k: MarkRow): z.input<typeof MarkView> => ({
  object: 'insider_mark',
  redemption_id: k.redemption_id,
  card_id: k.card_id,
  kind: k.kind,
  message: MARK_WORDS[k.kind].zh,
  message_en: MARK_WORDS[k.kind].en,
  fen: k.fen,
  made_at: k.made_at,
  is_withheld: k.withheld_until !== null && k.ended_at === null,
  withheld_until: k.withheld_until,
  ended_at: k.ended_at,
  ended_by: k.ended_by,
})

export const MarkList = z
  .strictObject({
    object: z.literal('list'),
    data: z.array(MarkView),
    has_more: z.boolean(),
    next_cursor: z.string().nullable(),
    totals: z
      .strictObject({
        marked_count: z.int().min(0).meta({ description: '标记了几笔' }),
        marked_fen: z.int().min(0).meta({ description: '标记的这些笔放出的钱，分' }),
        withheld_fen: z.int().min(0).meta({ description: '现在还不能付给店家的，分' }),
      })
      .nullable()
      .meta({ description: '近 30 天的合计，一笔算一次；只给店家' }),
  })
  .meta({ id: 'InsiderMarkList' })
