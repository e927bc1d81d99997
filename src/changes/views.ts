import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { asMessage, type Sentence, sentence } from '../kernel/sentence'
import { WORDS } from './rules'
import type { ChangeDetailRow } from './store'

export const ChangeId = z.string().regex(idPattern('chg'))
export const NewFactsSchema = z
  .strictObject({
    name: z.string().trim().min(2).max(60).optional(),
    address: z.string().trim().min(4).max(120).optional(),
    district: z.string().max(20).optional(),
    legal_representative: z.string().trim().min(2).max(40).optional(),
    licence_no: z.string().max(40).optional(),
    licence_expires_on: z.iso.date().nullable().optional(),
  })
  .meta({ id: 'NewMerchantFacts', description: '变更后的内容；没写的不变' })
export const ChangeView = z
  .strictObject({
    id: ChangeId,
    object: z.literal('merchant_change'),
    merchant_id: z.string(),
    merchant_name: z.string(),
    kind: z.enum(['move', 'legal_representative', 'licence', 'takeover']),
    facts: NewFactsSchema,
    resembles: z
      .strictObject({ id: z.string(), name: z.string() })
      .nullable()
      .meta({ description: '新店名和哪一家相同或看起来一样；只给核验的平台' }),
    reason: z.string(),
    from_on: z.string(),
    leave_by: z.string().meta({ description: '在这天之前，顾客可以因此退卡，按实付价折算' }),
    status: z.enum(['announced', 'verified', 'refused', 'effective']),
    checked_at: z.string().nullable(),
    checked_note: z.string().nullable(),
    announced_at: z.string(),
    effective_at: z.string().nullable(),
    cards_count: z.int(),
    told_count: z.int(),
    told_at: z.string().nullable(),
    consented_count: z.int(),
    declined_count: z.int(),
    message: z.string(),
    message_en: z.string(),
  })
  .meta({ id: 'MerchantChange', description: '店家的一项变更：核验、通知与顾客的选择' })
/** `for_check`: to whoever verifies it, whose name the new one reads like. */
export const presentChange = (
  g: ChangeDetailRow,
  { for_check = false } = {},
): z.input<typeof ChangeView> => ({
  id: g.id,
  object: 'merchant_change',
  merchant_id: g.merchant_id,
  merchant_name: g.merchant_name,
  kind: g.kind,
  facts: JSON.parse(g.facts) as z.input<typeof NewFactsSchema>,
  resembles:
    for_check && g.resembles !== null
      ? (JSON.parse(g.resembles) as { id: string; name: string })
      : null,
  reason: g.reason,
  from_on: g.from_on,
  leave_by: g.leave_by,
  status: g.status,
  checked_at: g.checked_at,
  checked_note: g.checked_note,
  announced_at: g.announced_at,
  effective_at: g.effective_at,
  cards_count: g.cards_count,
  told_count: g.told_count,
  told_at: g.told_at,
  consented_count: g.consented_count,
  declined_count: g.declined_count,
  ...asMessage(changeSentence(g)),
})

function changeSentence(g: ChangeDetailRow): Sentence {
  const what = sentence(
    `${WORDS[g.kind].zh}，自 ${g.from_on} 起`,
    `${WORDS[g.kind].en}, from ${g.from_on}`,
  )
  if (g.status === 'refused')
    return sentence(
      `${what.zh}：没有通过核验，不生效，卡照常用`,
      `${what.en}: not verified, so it does not happen; cards work as before`,
    )
  const choice = sentence(
    `不愿意的，${g.leave_by} 之前可以退卡，没用完的按实付价退`,
    `Who does not want it may leave before ${g.leave_by}, refunded at the price paid`,
  )
  return g.kind === 'takeover'
    ? sentence(
        `${what.zh}。老卡照常用，余额不变；同意不同意由您说了算。${choice.zh}`,
        `${what.en}. Cards work as before, balances stay; whether you agree is yours to say. ${choice.en}`,
      )
    : sentence(
        `${what.zh}。卡照常用，余额不变。${choice.zh}`,
        `${what.en}. Cards work as before, balances stay. ${choice.en}`,
      )
}
