import * as z from 'zod'
import { type CardWithLotsRow, cardFrom } from '../cards/store'
import { claimLimitsOn } from '../holds/limits'
import { TILL } from '../holds/route-parts'
import { idPattern } from '../kernel/ids'
import { REFUSALS, type RefusalCode } from '../kernel/refusals'
import { dayStart, type Instant, type LocalDate, localDate } from '../kernel/time'
import { remainingUnits } from '../law/lots'
import type { Who } from '../platform/actor'
import { sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { cardUnit } from '../readers/parts'

export const claimCardRoutes = newRouter()
const SHOWN_MAX = 20

type ClaimCardRow = CardWithLotsRow & {
  nickname: string
  phone_mask: string
  sales_held_at: Instant | null
  open_claims: number
  claims_today: number
}
/** The shop's cards whose holders' numbers end so, whatever may be done with them; those in use first, the newest first. */
const readClaimCards = (who: Who, phone_tail: string, on: LocalDate) =>
  sql<ClaimCardRow>`SELECT c.*, h.nickname, h.phone_mask, m.sales_held_at,
             (SELECT count(*) FROM holds WHERE card_id = c.id AND kind = 'claim'
                 AND status IN ('held', 'contested')) AS open_claims,
             (SELECT count(*) FROM holds WHERE card_id = c.id AND kind = 'claim'
                 AND created_at >= ${dayStart(on)}) AS claims_today
        FROM consumers h JOIN cards_with_lots c ON c.consumer_id = h.id AND c.merchant_id = ${who.merchant_id}
        JOIN merchants m ON m.id = c.merchant_id
       WHERE substr(h.phone_mask, -4) = ${phone_tail}
       ORDER BY c.status = 'active' DESC, c.id DESC LIMIT ${SHOWN_MAX}`

const WHY = [
  'card_frozen',
  'card_closed',
  'redemption_unit_mismatch',
  'claims_while_held',
  'redemption_exceeds_balance',
  'card_has_open_claims',
  'claims_limit_reached',
] as const satisfies readonly RefusalCode[]
type Why = (typeof WHY)[number]
const SAID: Partial<Record<Why, string>> = {
  redemption_unit_mismatch: '期限卡按天使用，不用核销',
  redemption_exceeds_balance: '卡里现在没有能用的',
}

/** What `startClaim` would refuse of this card whatever is asked, in its order; null: it may be claimed from. */
export function claimRefusal(of: {
  status: string
  kind: string
  is_sales_held: boolean
  remaining_units: number
  open_claims: number
  claims_today: number
  on: LocalDate
}): Why | null {
  const { a_card } = claimLimitsOn(of.on)
  if (of.is_sales_held) return 'claims_while_held'
  if (of.status === 'frozen') return 'card_frozen'
  if (of.status === 'closed') return 'card_closed'
  if (of.kind === 'period') return 'redemption_unit_mismatch'
  if (of.remaining_units === 0) return 'redemption_exceeds_balance'
  if (of.open_claims >= a_card.open) return 'card_has_open_claims'
  return of.claims_today >= a_card.a_day ? 'claims_limit_reached' : null
}

const found = {
  card_id: z.string().regex(idPattern('crd')),
  nickname: z.string(),
  phone_mask: z.string(),
  service: z.string(),
  kind: z.enum(['stored_value', 'count', 'period']),
  unit: z.enum(['fen', 'visit', 'day']),
  remaining_units: z.int(),
}
const ClaimCards = z
  .strictObject({
    object: z.literal('list'),
    data: z
      .array(z.strictObject(found).meta({ id: 'ClaimCard' }))
      .meta({ description: '可以免码核销的' }),
    others: z
      .array(
        z
          .strictObject({
            ...found,
            why: z.enum(WHY).meta({ description: '发起会被拒绝的原因' }),
            message: z.string(),
          })
          .meta({ id: 'ClaimCardNot', description: '找到了，现在不能发起，为什么' }),
      )
      .meta({ description: '找到了、现在不能发起的' }),
    message: z.string().nullable().meta({ description: '一张都不能发起时，为什么' }),
  })
  .meta({ id: 'ClaimCards', description: '手机尾号下本店的卡' })

export const listClaimCardsOperation = operation({
  method: 'get',
  path: '/v1/claims/cards',
  operationId: 'listClaimCards',
  tags: ['holds'],
  summary: `按手机尾号找可以免码核销的卡（至多 ${SHOWN_MAX} 张）`,
  summary_en: 'Finds cards of this shop by phone tail that a claim may be made from',
  description: '找到本店所有的卡；不能发起的说明原因。',
  policy: { ...TILL, terminal: 'tenant' },
  query: z.strictObject({ phone_tail: z.string().regex(/^\d{4}$/) }),
  answers: { 200: { description: '卡', schema: ClaimCards } },
})
serveRead(claimCardRoutes, listClaimCardsOperation, {
  reads: (who, { query }, now) => ({
    cards: readClaimCards(who, query.phone_tail, localDate(now)),
  }),
  present: ({ rows, now }, { query }) => {
    const on = localDate(now)
    const all = rows.cards.map((row) => ({ card: presentClaimCard(row, on), why: whyNot(row, on) }))
    const data = all.flatMap(({ card, why }) => (why === null ? [card] : []))
    const others = all.flatMap(({ card, why }) =>
      why === null ? [] : [{ ...card, why, message: SAID[why] ?? REFUSALS[why].message }],
    )
    const message = data.length > 0 ? null : whyNone(others.length, query.phone_tail)
    return { object: 'list' as const, data, others, message }
  },
})

function presentClaimCard(row: ClaimCardRow, on: LocalDate) {
  const { id, service, kind, lots } = cardFrom(row)
  const { nickname, phone_mask } = row
  const remaining_units = remainingUnits(lots, on)
  return { card_id: id, nickname, phone_mask, service, kind, unit: cardUnit(kind), remaining_units }
}
function whyNot(row: ClaimCardRow, on: LocalDate): Why | null {
  const { status, kind, lots } = cardFrom(row)
  const { open_claims, claims_today, sales_held_at } = row
  const remaining_units = remainingUnits(lots, on)
  const is_sales_held = sales_held_at !== null
  return claimRefusal({
    status,
    kind,
    remaining_units,
    open_claims,
    claims_today,
    on,
    is_sales_held,
  })
}

/** An empty list without a word looks broken. */
const whyNone = (others: number, tail: string): string =>
  others > 0
    ? `尾号 ${tail} 的卡现在都不能免码核销`
    : `没有手机尾号 ${tail} 的顾客在本店有卡。请核对尾号；换过号码的顾客报新号`
