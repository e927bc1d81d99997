import * as z from 'zod'
import { Phone } from '../identity/phone'
import { refuse } from '../kernel/refusals'
import { Line } from '../merchants/views'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import {
  acceptMandateShare,
  fileMandate,
  objectToMandate,
  objectToMandateByLink,
  withdrawMandate,
} from './file'
import { mandateFromToken } from './link'
import { addMandatePaper, openMandate } from './open'
import { isMandateParty, mandateFrom, readMandates } from './store'
import {
  MandateId,
  MandateView,
  mandateAsker,
  NewPaper,
  presentMandate,
  presentStoppableMandate,
  Relation,
  ShareBp,
  StoppableMandate,
} from './views'

export const mandateRoutes = newRouter()
const tags = ['mandates']
const HOLDER = { consumer: 'own' } as const
const params = z.strictObject({ id: MandateId })
const answer = { description: '这件申请现在的样子', schema: MandateView }
const answers = { 200: answer }
const person = {
  phone: Phone.meta({ description: '那个账户的手机号' }),
  name: Line({ min: 2, max: 40 }).meta({ description: '本人姓名，与材料一致' }),
  relation: Relation,
}
/** A paper of 400 KB in base64, and the words around it. */
const PAPER_BODY_BYTES_MAX = 580_000

export const openMandateOperation = operation({
  method: 'post',
  path: '/v1/mandates',
  operationId: 'openMandate',
  tags,
  summary: '开一件继承或监护的申请：先备材料，再提交',
  summary_en: 'Begins the request of an heir or guardian: papers first, then the filing',
  description:
    '去世（death）：继承人申请，写明各位继承人和份额，各人要用自己的账户确认。没有行为能力（incapacity）、未成年（minority）：监护人申请。' +
    '提交后账户本人的手机、设备和陪护的家人都会知道，15 天里一按就能异议；两个单位核对材料，第三个人同意后才生效。三十天至多 3 件。',
  policy: HOLDER,
  body: z
    .discriminatedUnion('cause', [
      z.strictObject({
        ...person,
        cause: z.literal('death'),
        died_on: z.iso.date().meta({ description: '去世日期' }),
        share_bp: ShareBp.meta({ description: '申请人自己的份额，万分之几' }),
        heirs: z
          .array(z.strictObject({ phone: Phone, relation: Relation, share_bp: ShareBp }))
          .max(9)
          .meta({ description: '其他继承人' }),
      }),
      z.strictObject({ ...person, cause: z.literal('incapacity') }),
      z.strictObject({
        ...person,
        cause: z.literal('minority'),
        born_on: z.iso.date().meta({ description: '孩子的生日' }),
      }),
    ])
    .meta({ id: 'NewMandate' }),
  answers: { 201: answer },
  refuses: [
    'mandate_for_oneself',
    'mandate_day_wrong',
    'mandate_of_an_adult',
    'mandate_shares_wrong',
    'mandates_too_often',
  ],
})
serveAct(mandateRoutes, openMandateOperation, (world, ask, { body }) =>
  openMandate(world, ask, body),
)

export const addMandatePaperOperation = operation({
  method: 'post',
  path: '/v1/mandates/:id/papers',
  operationId: 'addMandatePaper',
  tags,
  summary: '加一份材料：种类、编号和内容',
  summary_en: 'Adds a paper: its kind, its number and its content',
  policy: HOLDER,
  params,
  body: NewPaper,
  body_bytes_max: PAPER_BODY_BYTES_MAX,
  answers: { 201: answer },
  refuses: [
    'mandate_not_found',
    'mandate_not_open',
    'mandate_paper_unreadable',
    'mandate_papers_too_many',
    'mandate_changed_meanwhile',
  ],
})
serveAct(mandateRoutes, addMandatePaperOperation, (world, ask, { params: { id }, body }) =>
  addMandatePaper(world, ask, { id, ...body }),
)

export const fileMandateOperation = operation({
  method: 'post',
  path: '/v1/mandates/:id/filing',
  operationId: 'fileMandate',
  tags,
  summary: '提交：账户本人和陪护的家人会收到短信，15 天里可以异议',
  summary_en: 'Files it: the account and its companions are told and may object for fifteen days',
  policy: HOLDER,
  step_up: {},
  params,
  answers,
  refuses: [
    'step_up_needed',
    'mandate_not_found',
    'mandate_not_open',
    'mandate_papers_missing',
    'mandate_changed_meanwhile',
  ],
})
serveAct(mandateRoutes, fileMandateOperation, (world, ask, { params: { id } }) =>
  fileMandate(world, ask, id),
)

export const withdrawMandateOperation = operation({
  method: 'post',
  path: '/v1/mandates/:id/withdrawal',
  operationId: 'withdrawMandate',
  tags,
  summary: '申请人撤回',
  summary_en: 'Takes the request back',
  policy: HOLDER,
  params,
  answers,
  refuses: ['mandate_not_found', 'mandate_not_open', 'mandate_changed_meanwhile'],
})
serveAct(mandateRoutes, withdrawMandateOperation, (world, ask, { params: { id } }) =>
  withdrawMandate(world, ask, id),
)

export const acceptMandateShareOperation = operation({
  method: 'post',
  path: '/v1/mandates/:id/acceptance',
  operationId: 'acceptMandateShare',
  tags,
  summary: '继承人用自己的账户确认',
  summary_en: 'An heir confirms from their own account',
  policy: HOLDER,
  step_up: {},
  params,
  answers,
  refuses: ['step_up_needed', 'mandate_not_found', 'mandate_not_open', 'mandate_changed_meanwhile'],
})
serveAct(mandateRoutes, acceptMandateShareOperation, (world, ask, { params: { id } }) =>
  acceptMandateShare(world, ask, id),
)

export const objectToMandateOperation = operation({
  method: 'post',
  path: '/v1/mandates/:id/objection',
  operationId: 'objectToMandate',
  tags,
  summary: '账户本人或陪护的家人异议：一按即停',
  summary_en: 'The account itself, or a companion, objects',
  description:
    '说人已去世的，本人一异议就结束。陪护人的异议、被监护人的异议，在没有法院裁判和公证书时结束申请，有的话记下来给机构看。',
  policy: HOLDER,
  params,
  answers,
  refuses: ['mandate_not_found', 'mandate_not_open', 'mandate_changed_meanwhile'],
})
serveAct(mandateRoutes, objectToMandateOperation, (world, ask, { params: { id } }) =>
  objectToMandate(world, ask, id),
)

export const listOwnMandatesOperation = operation({
  method: 'get',
  path: '/v1/me/mandates',
  operationId: 'listOwnMandates',
  tags,
  summary: '与我有关的继承和监护：我申请的、说我的账户的、我继承的、我陪护的',
  summary_en: 'Lists what heirs and guardians ask that concerns the asker',
  policy: HOLDER,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '申请', schema: listSchema(MandateView, 'Mandates') } },
  refuses: ['cursor_invalid'],
})
serveRead(mandateRoutes, listOwnMandatesOperation, {
  reads: (who, { query: { cursor, limit } }) => ({
    mandates: readMandates(
      sql`${isMandateParty(who)} AND m.id < ${cursorKey(cursor) ?? '~'} ORDER BY m.id DESC LIMIT ${limit + 1}`,
      who.subject_id,
    ),
  }),
  present: ({ actor, rows, now }, { query }) =>
    pageFrom(
      rows.mandates,
      query.limit,
      ({ id }) => id,
      (row) => {
        const of = mandateFrom(row)
        return presentMandate(of, { asker: mandateAsker(of, actor), now, name: null })
      },
    ),
})

const by_link = z.strictObject({ token: z.string().regex(/^[A-Za-z0-9_-]{43}$/) })
const stoppable = { description: '这件申请现在的样子', schema: StoppableMandate }
export const readStoppableMandateOperation = operation({
  method: 'get',
  path: '/v1/mandate-objections/:token',
  operationId: 'readStoppableMandate',
  tags,
  summary: '短信链接里的继承或监护申请：能不能异议',
  summary_en: 'Says what the link of a message would object to',
  policy: 'public',
  params: by_link,
  answers: { 200: stoppable },
  refuses: ['mandate_link_invalid'],
})
serveRead(mandateRoutes, readStoppableMandateOperation, {
  reads: (_who, { params: { token } }) => ({
    mandates: readMandates(sql`m.id = ${`mdt_${token.slice(0, 26)}`}`),
  }),
  present: async ({ rows, now, kit }, { params: { token } }) => {
    await mandateFromToken(kit, token)
    return presentStoppableMandate(
      mandateFrom(rows.mandates[0] ?? refuse('mandate_link_invalid')),
      now,
    )
  },
})

export const objectToMandateByLinkOperation = operation({
  method: 'post',
  path: '/v1/mandate-objections/:token',
  operationId: 'objectToMandateByLink',
  tags,
  summary: '点短信里的链接异议：不用登录，一按即停',
  summary_en: 'Objects by the link of a message, without signing in',
  policy: 'public',
  params: by_link,
  answers: { 201: stoppable },
  refuses: ['mandate_link_invalid', 'mandate_not_open', 'mandate_changed_meanwhile'],
})
serveAct(mandateRoutes, objectToMandateByLinkOperation, (world, ask, { params: { token } }) =>
  objectToMandateByLink(world, ask, { token }),
)
