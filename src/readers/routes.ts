import * as z from 'zod'
import type { RefundFigure } from '../cards/refund-figure'
import { cardFrom } from '../cards/store'
import { base64url } from '../environment/crypto'
import { idPattern } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { type LocalDate, localDate } from '../kernel/time'
import { MerchantId } from '../merchants/views'
import type { Actor } from '../platform/actor'
import { newRouter, operation, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import type { Kit } from '../platform/world'
import { forBank } from './bank'
import { forConsumer } from './consumer'
import { cardRelation } from './may-rules'
import { forMerchant } from './merchant'
import type { ReaderCardRow } from './parts'
import { forRegulator } from './regulator'
import { cardForReader, type KnownAbove, listCards } from './store'
import { CardSummary, cardSummary } from './summary'
import { AnyCard } from './views'

export const readCardOperation = operation({
  method: 'get',
  path: '/v1/cards/:id',
  operationId: 'readCard',
  tags: ['cards'],
  summary: '一张卡；谁看，看到谁该看的',
  summary_en: 'Reads one card, as its reader may see it',
  description: '消费者、店家、银行、监管各有一份严格的视图，由 reader 字段区分。',
  traces: ['purpose', '一张卡的钱、次数和合同', 'a card with its money and uses'],
  policy: {
    consumer: 'own',
    owner: 'tenant',
    manager: 'tenant',
    cashier: 'tenant',
    bank: 'all',
    supervisor: 'jurisdiction',
  },
  params: z.strictObject({ id: z.string().regex(idPattern('crd')) }),
  answers: { 200: { description: '这张卡', schema: AnyCard } },
  refuses: ['card_not_found'],
})
export const listCardsOperation = operation({
  method: 'get',
  path: '/v1/cards',
  operationId: 'listCards',
  tags: ['cards'],
  summary: '我的卡，或本店顾客的卡，新的在前',
  summary_en: 'Lists the consumer’s own cards, or the cards of the shop’s customers, newest first',
  policy: { consumer: 'own', owner: 'tenant', manager: 'tenant' },
  query: z.strictObject({ merchant_id: MerchantId.optional(), ...pageQuery }),
  answers: { 200: { description: '卡', schema: listSchema(CardSummary, 'CardList') } },
  refuses: ['cursor_invalid'],
})

/** The doors of the room; what rooms above know of a card comes from them. */
export function cardRoutes(known: KnownAbove) {
  const router = newRouter()
  const readCardSeen = cardForReader(known)
  serveRead(router, readCardOperation, {
    reads: (who, { params }) => readCardSeen(who, params.id),
    present: ({ actor, rows, now, kit }) =>
      presentCard(rows.found[0] ?? refuse('card_not_found'), actor, {
        kit,
        today: localDate(now),
        refund: known.refund,
      }),
  })
  serveRead(router, listCardsOperation, {
    reads: (who, { query }) => ({
      cards_seen: listCards(who, {
        before_id: cursorKey(query.cursor),
        merchant_id: query.merchant_id ?? null,
        limit: query.limit,
      }),
    }),
    present: ({ rows, now }, { query }) =>
      pageFrom(
        rows.cards_seen,
        query.limit,
        (row) => row.id,
        (row) => cardSummary(row, localDate(now)),
      ),
  })
  return router
}

type Around = { kit: Kit; today: LocalDate; refund: RefundFigure }
async function presentCard(
  seen: ReaderCardRow,
  actor: Actor,
  { kit, today, refund }: Around,
): Promise<z.input<typeof AnyCard>> {
  const card = cardFrom(seen)
  if (seen.reader === 'bank') return forBank(card, seen)
  const refund_now = refund.of({ card, row: seen }, today)
  if (seen.reader === 'consumer') {
    const is_own = card.consumer_id === actor.id
    const relation = cardRelation({ is_own, is_guarded: seen.is_guarded })
    return forConsumer(card, seen, today, { relation, refund_now })
  }
  if (seen.reader === 'staff') return forMerchant(card, seen, today, refund_now)
  const tag = await kit.secrets.mac('pseudonym', card.consumer_id)
  const holder_pseudonym = `顾客-${base64url(tag).slice(0, 12)}`
  return forRegulator(card, seen, { holder_pseudonym, refund_now })
}
