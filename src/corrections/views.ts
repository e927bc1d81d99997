import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { yuan } from '../kernel/money'
import { asMessage, sentence } from '../kernel/sentence'
import type { CorrectionRow, LotReturn } from './store'

export const CorrectionId = z.string().regex(idPattern('cor'))
export const CorrectionView = z
  .strictObject({
    id: CorrectionId,
    object: z.literal('correction'),
    redemption_id: z.string().regex(idPattern('rdm')),
    card_id: z.string().regex(idPattern('crd')),
    kind: z.enum(['void', 'refund']),
    units: z.int().positive(),
    returned_fen: z.int().min(0),
    lots: z.array(z.strictObject({ lot_id: z.string(), units: z.int(), released_fen: z.int() })),
    reason: z.string(),
    status: z.enum(['awaiting_funds', 'done']),
    created_at: z.string(),
    done_at: z.string().nullable(),
    message: z.string(),
    message_en: z.string(),
  })
  .meta({
    id: 'Correction',
    description: '更正：撤销当天的一笔，或退回一笔的全部或一部分；钱回到原来那笔充值',
  })

export const presentCorrection = (c: CorrectionRow): z.input<typeof CorrectionView> => ({
  id: c.id,
  object: 'correction',
  redemption_id: c.redemption_id,
  card_id: c.card_id,
  kind: c.kind,
  units: c.units,
  returned_fen: c.returned_fen,
  lots: JSON.parse(c.lot_uses) as LotReturn[],
  reason: c.reason,
  status: c.status,
  created_at: c.created_at,
  done_at: c.done_at,
  ...asMessage(
    c.status === 'done'
      ? sentence(
          `已退回卡里，卡里的钱增加 ${yuan(c.returned_fen)}`,
          `Back on the card: ${yuan(c.returned_fen)} more on it`,
        )
      : sentence(
          `已登记，约 ${yuan(c.returned_fen)}。店家的钱已经出款，等店里下一笔收入到账就自动退回卡里`,
          `Written down, about ${yuan(c.returned_fen)}. The shop’s money has gone out; it goes back by itself with the next income`,
        ),
  ),
})
