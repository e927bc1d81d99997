import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { WHOLE_BP } from '../mandates/rules'
import { MandateId } from '../mandates/views'
import type { Division, EstateCardRow } from './store'

export const DivisionId = z.string().regex(idPattern('esd')).meta({ description: '分法的编号' })
const HeirNumber = z.int().meta({ description: '第几位继承人' })
export const CardId = z.string().regex(idPattern('crd'))
export const Estate = z
  .strictObject({
    object: z.literal('estate'),
    mandate_id: MandateId.meta({ description: '哪一件继承' }),
    owed_fen: z.int().meta({ description: '各卡里还没有花的钱加起来' }),
    cards: z
      .array(
        z.strictObject({
          card_id: CardId,
          shop_name: z.string(),
          service: z.string(),
          owed_fen: z.int(),
          n: HeirNumber.nullable().meta({ description: '按现在的分法归第几位继承人' }),
          moved_at: z.string().nullable().meta({ description: '已归继承人的时刻' }),
        }),
      )
      .meta({ description: '要继承的卡' }),
    heirs: z
      .array(
        z.strictObject({
          n: HeirNumber,
          share_fen: z.int().meta({ description: '按份额应得，分；除不尽的归第一位' }),
          allotted_fen: z.int().meta({ description: '按现在的分法分到的卡里有多少' }),
        }),
      )
      .meta({ description: '各位继承人' }),
    division: z
      .strictObject({
        id: DivisionId,
        state: z.enum(['open', 'agreed']).meta({ description: '等各人同意、都同意了' }),
        proposed_by: HeirNumber.meta({ description: '第几位继承人提的' }),
        proposed_at: z.iso.datetime({ precision: 3 }),
        agreed_by: z.array(z.int()).meta({ description: '已同意的是第几位' }),
      })
      .nullable()
      .meta({ description: '现在的分法；还没有人提，或只有一位继承人，为 null' }),
    is_settled: z.boolean().meta({ description: '分法已定：卡没有未了的事就归继承人' }),
  })
  .meta({ id: 'Estate', description: '要继承的卡，和各人分到多少' })

type Heir = { n: number; share_bp: number }
export function presentEstate(
  mandate_id: string,
  of: { cards: readonly EstateCardRow[]; heirs: readonly Heir[]; division: Division | null },
) {
  const { heirs, division } = of
  const is_alone = heirs.length === 1
  const named = new Map(division?.cards.map(({ card_id, n }) => [card_id, n]))
  const cards = of.cards.map(({ id, shop_name, service, owed_fen, moved_at, moved_to }) => ({
    card_id: id,
    ...{ shop_name, service, owed_fen, moved_at },
    n: moved_to ?? (is_alone ? 1 : (named.get(id) ?? null)),
  }))
  const owed_fen = cards.reduce((sum, card) => sum + card.owed_fen, 0)
  const floors = heirs.map(({ share_bp }) => Math.floor((owed_fen * share_bp) / WHOLE_BP))
  const over = owed_fen - floors.reduce((sum, one) => sum + one, 0)
  return {
    object: 'estate' as const,
    mandate_id,
    owed_fen,
    cards,
    heirs: heirs.map(({ n }, i) => ({
      n,
      share_fen: (floors[i] ?? 0) + (i === 0 ? over : 0),
      allotted_fen: cards
        .filter((card) => card.n === n)
        .reduce((sum, card) => sum + card.owed_fen, 0),
    })),
    division: division === null ? null : divisionView(division),
    is_settled: is_alone || division?.state === 'agreed',
  }
}
const divisionView = ({ id, state, proposed_by, proposed_at, agreed_by }: Division) => ({
  id,
  state: state === 'agreed' ? ('agreed' as const) : ('open' as const),
  ...{ proposed_by, proposed_at, agreed_by },
})
