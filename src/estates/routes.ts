import * as z from 'zod'
import { refuse } from '../kernel/refusals'
import { mandateFrom, mayReadMandate, readMandates } from '../mandates/store'
import { MandateId, mandateAsker } from '../mandates/views'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { agreeToDivision, proposeDivision } from './divide'
import { divisionFrom, readDivision, readEstateCards } from './store'
import { CardId, DivisionId, Estate, presentEstate } from './views'

export const estateRoutes = newRouter()
const tags = ['mandates']
const HOLDER = { consumer: 'own' } as const
const OFFICES = { bank: 'all', supervisor: 'all', operator: 'all' } as const
const params = z.strictObject({ id: MandateId })
const answer = { description: '要继承的卡和分法', schema: Estate }

export const readEstateOperation = operation({
  method: 'get',
  path: '/v1/mandates/:id/estate',
  operationId: 'readEstate',
  tags,
  summary: '同意继承以后：有哪些卡，各人应得多少、分到多少',
  summary_en: 'Reads the cards of an estate: what each heir’s share is, and what they are given',
  policy: { ...HOLDER, ...OFFICES },
  traces: ['purpose', '要继承的卡', 'the cards of an estate'],
  params,
  answers: { 200: answer },
  refuses: ['mandate_not_found', 'estate_not_open'],
})
serveRead(estateRoutes, readEstateOperation, {
  reads: (who, { params: { id } }) => ({
    mandates: readMandates(sql`m.id = ${id} AND ${mayReadMandate(who)}`, who.subject_id),
    cards: readEstateCards(id),
    divisions: readDivision(id),
  }),
  present: ({ actor, rows }) => {
    const of = mandateFrom(rows.mandates[0] ?? refuse('mandate_not_found'))
    const is_heir = of.heirs.some(({ is_me, consumer_id }) => is_me === 1 && consumer_id !== null)
    if (mandateAsker(of, actor) !== 'office' && !is_heir) refuse('mandate_not_found')
    if (of.state !== 'approved' && of.state !== 'done') refuse('estate_not_open')
    const division = divisionFrom(rows.divisions[0])
    return presentEstate(of.id, { cards: rows.cards, heirs: of.heirs, division })
  },
})

export const proposeDivisionOperation = operation({
  method: 'post',
  path: '/v1/mandates/:id/divisions',
  operationId: 'proposeDivision',
  tags,
  summary: '继承人提出哪张卡归谁；各人都同意才算数',
  summary_en: 'An heir proposes which card goes to whom; each heir must agree',
  policy: HOLDER,
  step_up: {},
  params,
  body: z
    .strictObject({
      cards: z
        .array(
          z.strictObject({
            card_id: CardId,
            n: z.int().min(1).max(10).meta({ description: '归第几位继承人' }),
          }),
        )
        .max(200)
        .meta({ description: '每张卡一行' }),
    })
    .meta({ id: 'NewDivision' }),
  answers: { 201: answer },
  refuses: [
    'step_up_needed',
    'mandate_not_found',
    'estate_not_open',
    'estate_division_wrong',
    'estate_changed_meanwhile',
  ],
})
serveAct(estateRoutes, proposeDivisionOperation, (world, ask, { params: { id }, body }) =>
  proposeDivision(world, ask, { id, ...body }),
)

export const agreeToDivisionOperation = operation({
  method: 'post',
  path: '/v1/mandates/:id/divisions/:division_id/agreement',
  operationId: 'agreeToDivision',
  tags,
  summary: '继承人同意这个分法；最后一位同意后开始交卡',
  summary_en: 'An heir agrees to the division; with the last word it is carried out',
  policy: HOLDER,
  step_up: {},
  params: z.strictObject({ id: MandateId, division_id: DivisionId }),
  answers: { 200: answer },
  refuses: ['step_up_needed', 'mandate_not_found', 'estate_not_open', 'estate_changed_meanwhile'],
})
serveAct(estateRoutes, agreeToDivisionOperation, (world, ask, { params }) =>
  agreeToDivision(world, ask, params),
)
