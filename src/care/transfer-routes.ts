import * as z from 'zod'
import { readCompanions } from '../cards/companions'
import { Phone } from '../identity/phone'
import { idPattern } from '../kernel/ids'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { CompanionId, CompanionView, presentCompanion, Relation } from './companion-views'
import { acceptCompanion, endCompanion, inviteCompanion } from './companions'
import { acceptTransfer, endOffer, offerTransfer } from './transfer'
import { readTransfers, transferFrom } from './transfer-store'
import { presentTransfer, TransferId, TransferView } from './transfer-views'

export const transferRoutes = newRouter()
const tags = ['care']
const HOLDER = { consumer: 'own' } as const
const card = z.strictObject({ id: z.string().regex(idPattern('crd')) })
const Pin = z.string().regex(/^\d{6}$/)
const params = z.strictObject({ id: TransferId })
const PIN_REFUSALS = ['pin_wrong', 'pin_locked', 'pin_not_set'] as const
const USE_REFUSALS = [
  'card_frozen',
  'card_closed',
  'card_in_use',
  'card_has_open_refund',
  'lot_in_dispute',
  'transfer_too_soon',
] as const

export const offerTransferOperation = operation({
  method: 'post',
  path: '/v1/cards/:id/transfers',
  operationId: 'offerTransfer',
  tags,
  summary: '把卡转让给另一个人（手机号）：不收费，不用店家同意',
  summary_en: 'Offers a card to somebody else, by telephone number',
  policy: HOLDER,
  params: card,
  step_up: { or: 'pin' },
  body: z.strictObject({ to_phone: Phone, pin: Pin.optional() }).meta({ id: 'NewCardTransfer' }),
  answers: { 201: { description: '等对方接受', schema: TransferView } },
  refuses: [
    'card_not_found',
    ...USE_REFUSALS,
    'transfer_to_oneself',
    'transfer_already_offered',
    ...PIN_REFUSALS,
  ],
})
serveAct(transferRoutes, offerTransferOperation, (world, ask, { params: { id }, body }) =>
  offerTransfer(world, ask, { card_id: id, ...body }),
)

export const acceptTransferOperation = operation({
  method: 'post',
  path: '/v1/card-transfers/:id/acceptance',
  operationId: 'acceptTransfer',
  tags,
  summary: '接受转让：须写明接受的每份合同；自通知到店起生效',
  summary_en: 'Accepts a card that was offered, with each contract it carries',
  policy: HOLDER,
  params,
  body: z
    .strictObject({ contract_hashes: z.array(z.string().min(1).max(100)).max(100) })
    .meta({ id: 'AcceptTransfer' }),
  answers: { 200: { description: '卡是您的了', schema: TransferView } },
  refuses: [
    'transfer_not_found',
    'transfer_not_open',
    ...USE_REFUSALS,
    'holder_has_such_a_card',
    'transfer_contract_not_accepted',
  ],
})
serveAct(transferRoutes, acceptTransferOperation, (world, ask, { params: { id }, body }) =>
  acceptTransfer(world, ask, { id, ...body }),
)

const endingOf = <const V extends string>(
  verb: V,
  operationId: string,
  summary: string,
  summary_en: string,
) =>
  operation({
    method: 'post',
    path: `/v1/card-transfers/:id/${verb}` as const,
    operationId,
    tags,
    summary,
    summary_en,
    policy: HOLDER,
    params,
    answers: { 200: { description: '已结束', schema: TransferView } },
    refuses: ['transfer_not_found', 'transfer_not_open'],
  })
export const declineTransferOperation = endingOf(
  'refusal',
  'declineTransfer',
  '不接受转让',
  'Declines a card that was offered',
)
serveAct(transferRoutes, declineTransferOperation, (world, ask, { params: { id } }) =>
  endOffer(world, ask, id, { status: 'declined', by: 'recipient' }),
)
export const withdrawTransferOperation = endingOf(
  'withdrawal',
  'withdrawTransfer',
  '撤回转让',
  'Takes back an offered card',
)
serveAct(transferRoutes, withdrawTransferOperation, (world, ask, { params: { id } }) =>
  endOffer(world, ask, id, { status: 'withdrawn', by: 'giver' }),
)

export const listTransfersOperation = operation({
  method: 'get',
  path: '/v1/card-transfers',
  operationId: 'listTransfers',
  tags,
  summary: '转出和转入，新的在前',
  summary_en: 'Lists cards offered by and to the consumer, newest first',
  policy: HOLDER,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '转让', schema: listSchema(TransferView, 'CardTransferList') } },
  refuses: ['cursor_invalid'],
})
serveRead(transferRoutes, listTransfersOperation, {
  reads: (who, { query }) => {
    const before = cursorKey(query.cursor)
    return {
      transfers: readTransfers(
        who,
        sql`(${before} IS NULL OR t.id < ${before}) ORDER BY t.id DESC LIMIT ${query.limit + 1}`,
      ),
    }
  },
  present: ({ rows, now }, { query }) =>
    pageFrom(
      rows.transfers ?? [],
      query.limit,
      (row) => String(row.transfer_id),
      (row) => presentTransfer(transferFrom(row), now),
    ),
})

export const inviteCompanionOperation = operation({
  method: 'post',
  path: '/v1/cards/:id/companions',
  operationId: 'inviteCompanion',
  tags,
  summary: '邀请家人陪护：看得见，可以冻结和停卡，不能花钱；至多三位',
  summary_en: 'Invites a relative who may see, freeze and pause the card, and spend nothing',
  policy: HOLDER,
  params: card,
  step_up: { or: 'pin' },
  body: z
    .strictObject({ phone: Phone, relation: Relation, pin: Pin.optional() })
    .meta({ id: 'NewCompanion' }),
  answers: { 201: { description: '等对方接受', schema: CompanionView } },
  refuses: [
    'card_not_found',
    'companion_is_holder',
    'companion_already_invited',
    'companions_full',
    ...PIN_REFUSALS,
  ],
})
serveAct(transferRoutes, inviteCompanionOperation, (world, ask, { params: { id }, body }) =>
  inviteCompanion(world, ask, { card_id: id, ...body }),
)

const companionAct = <const V extends string>(
  verb: V,
  operationId: string,
  summary: string,
  summary_en: string,
) =>
  operation({
    method: 'post',
    path: `/v1/companions/:id/${verb}` as const,
    operationId,
    tags,
    summary,
    summary_en,
    policy: HOLDER,
    params: z.strictObject({ id: CompanionId }),
    answers: { 200: { description: '现在的样子', schema: CompanionView } },
    refuses: ['companion_not_found', 'companion_already_ended', 'companion_changed_meanwhile'],
  })
export const acceptCompanionOperation = companionAct(
  'acceptance',
  'acceptCompanion',
  '接受陪护',
  'Accepts to be a companion',
)
serveAct(transferRoutes, acceptCompanionOperation, (world, ask, { params: { id } }) =>
  acceptCompanion(world, ask, id),
)
export const endCompanionOperation = companionAct(
  'ending',
  'endCompanion',
  '结束陪护（任何一方）',
  'Ends a companionship, from either side',
)
serveAct(transferRoutes, endCompanionOperation, (world, ask, { params: { id } }) =>
  endCompanion(world, ask, id),
)

export const listCompanionsOperation = operation({
  method: 'get',
  path: '/v1/companions',
  operationId: 'listCompanions',
  tags,
  summary: '我邀请的和邀请我的陪护，新的在前',
  summary_en: 'Lists the companions invited by and of the consumer, newest first',
  policy: HOLDER,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '陪护', schema: listSchema(CompanionView, 'CompanionList') } },
  refuses: ['cursor_invalid'],
})
serveRead(transferRoutes, listCompanionsOperation, {
  reads: (who, { query }) => {
    const before = cursorKey(query.cursor)
    return {
      companions: readCompanions(
        who,
        sql`(${before} IS NULL OR p.id < ${before}) ORDER BY p.id DESC LIMIT ${query.limit + 1}`,
      ),
    }
  },
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.companions ?? [],
      query.limit,
      (row) => String(row.id),
      (row) => presentCompanion(row),
    ),
})
