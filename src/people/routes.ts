import * as z from 'zod'
import { Official, OfficialKind, OfficialRole, StaffMember, StaffRole } from '../identity/objects'
import { Phone } from '../identity/phone'
import { idPattern } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { ROLE_KINDS } from '../platform/actor'
import { sql } from '../platform/d1'
import { OFFICE_DUTIES } from '../platform/duties'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { PersonName } from '../schemas/person-name'
import { bootstrapOperator } from './bootstrap'
import { addOfficial, disableOfficialById, narrowDuty } from './officials'
import {
  DutyView,
  OfficialRecord,
  presentRecord,
  presentStaffRecord,
  readRecords,
  StaffRecord,
} from './records'
import { addStaff, disableStaffMember, listStaff } from './staff'

/** Who may work for a shop, a bank or an authority. */
export const peopleRoutes = newRouter()
const tags = ['identity']
const merchant_id = z.string().regex(idPattern('mch'))
const OWNER_OR_OPERATOR = { owner: 'tenant', operator: 'all' } as const
const OPERATOR = { operator: 'all' } as const

export const bootstrapOperatorOperation = operation({
  method: 'post',
  path: '/v1/operators/bootstrap',
  operationId: 'bootstrapOperator',
  a_minute: 10,
  tags,
  summary: '登记第一位平台操作员',
  summary_en: 'Adds the first operator of the platform',
  description:
    '开通口令由持有主密钥的人用 scripts/bootstrap-operator.ts 生成，15 分钟内有效，只能用到有操作员为止。',
  policy: 'public',
  body: z
    .strictObject({ bootstrap_token: z.string().min(1).max(100), name: PersonName, phone: Phone })
    .meta({ id: 'OperatorBootstrap' }),
  answers: { 201: { description: '第一位操作员', schema: Official } },
  refuses: ['bootstrap_token_wrong', 'operator_exists', 'phone_taken'],
})
serveAct(peopleRoutes, bootstrapOperatorOperation, (world, ask, { body }) =>
  bootstrapOperator(world, ask, body),
)

export const addStaffOperation = operation({
  method: 'post',
  path: '/v1/merchants/:id/staff',
  operationId: 'addStaff',
  tags,
  summary: '登记一位店员；多一位店主要另一个人同意、满 24 小时才生效',
  summary_en: 'Adds a member of staff',
  description: '店主登记店长和收银员；店主由平台操作员登记。一个手机号同时只在一家店。',
  policy: OWNER_OR_OPERATOR,
  params: z.strictObject({ id: merchant_id }),
  body: z
    .strictObject({ phone: Phone, name: PersonName, role: StaffRole })
    .meta({ id: 'NewStaffMember' }),
  answers: { 201: { description: '已登记', schema: StaffMember } },
  refuses: ['merchant_not_found', 'role_not_allowed', 'phone_taken'],
})
serveAct(peopleRoutes, addStaffOperation, (world, ask, { params, body }) =>
  addStaff(world, ask, { merchant_id: params.id, ...body }),
)

export const listStaffOperation = operation({
  method: 'get',
  path: '/v1/merchants/:id/staff',
  operationId: 'listStaff',
  tags,
  summary: '一家店的店员',
  summary_en: 'Lists a merchant’s staff',
  policy: { owner: 'tenant', manager: 'tenant', operator: 'all' },
  params: z.strictObject({ id: merchant_id }),
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '店员', schema: listSchema(StaffRecord, 'StaffMembers') } },
  refuses: ['merchant_not_found', 'cursor_invalid'],
})
serveRead(peopleRoutes, listStaffOperation, {
  reads: (who, { params, query }) =>
    listStaff(who, {
      merchant_id: params.id,
      after: cursorKey(query.cursor),
      limit: query.limit,
    }),
  present: ({ rows, now }, { query }) => {
    if (!rows.merchants[0]) refuse('merchant_not_found')
    return pageFrom(
      rows.staff,
      query.limit,
      ({ id }) => id,
      (row) => presentStaffRecord(row, now),
    )
  },
})

export const disableStaffMemberOperation = operation({
  method: 'post',
  path: '/v1/merchants/:id/staff/:staff_id/disabling',
  operationId: 'disableStaffMember',
  tags,
  summary: '停用一位店员，立即退出登录',
  summary_en: 'Disables a member of staff, who is signed out at once',
  policy: OWNER_OR_OPERATOR,
  params: z.strictObject({ id: merchant_id, staff_id: z.string().regex(idPattern('stf')) }),
  answers: { 201: { description: '已停用', schema: StaffMember } },
  refuses: ['person_not_found', 'last_owner_must_stay'],
})
serveAct(peopleRoutes, disableStaffMemberOperation, (world, ask, { params }) =>
  disableStaffMember(world, ask, { merchant_id: params.id, staff_id: params.staff_id }),
)

/** A regulator has at least one district; nobody else has any. */
const NewOfficial = z
  .strictObject({
    kind: OfficialKind,
    role: OfficialRole,
    duty: DutyView.default('all'),
    name: PersonName,
    phone: Phone,
    districts: z
      .array(z.string().regex(/^[a-z]{2,20}$/))
      .max(20)
      .default([]),
  })
  .refine(({ kind, role }) => ROLE_KINDS[role] === kind, { path: ['role'], error: '与 kind 不符' })
  .refine(({ kind, districts }) => (kind === 'regulator') === districts.length > 0, {
    path: ['districts'],
    error: '监管人员须有辖区，其他人不得有',
  })
  .refine(({ kind, duty }) => OFFICE_DUTIES[kind].includes(duty), {
    path: ['duty'],
    error: '这一方没有这种岗位',
  })
  .meta({ id: 'NewOfficial' })

export const addOfficialOperation = operation({
  method: 'post',
  path: '/v1/officials',
  operationId: 'addOfficial',
  tags,
  summary: '登记一位银行、监管或平台的工作人员；另一个人同意、满 24 小时才生效',
  summary_en: 'Proposes an official of bank, regulator or platform; another person agrees',
  description:
    '同岗的同事和平台操作员会收到短信，生效前谁都可以拒绝。只有第一位平台操作员登记的第二位平台操作员即时生效：那时没有别人可以同意。',
  policy: OPERATOR,
  body: NewOfficial,
  answers: { 201: { description: '已登记', schema: OfficialRecord } },
  refuses: ['district_unknown', 'phone_taken'],
})
serveAct(peopleRoutes, addOfficialOperation, (world, ask, { body }) =>
  addOfficial(world, ask, body),
)

export const listOfficialsOperation = operation({
  method: 'get',
  path: '/v1/officials',
  operationId: 'listOfficials',
  tags,
  summary: '银行、监管和平台的工作人员',
  summary_en: 'Lists the officials of bank, regulator and platform',
  policy: OPERATOR,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '工作人员', schema: listSchema(OfficialRecord, 'Officials') } },
  refuses: ['cursor_invalid'],
})
serveRead(peopleRoutes, listOfficialsOperation, {
  reads: (who, { query: { cursor, limit } }) => ({
    officials: readRecords(
      who,
      sql`o.id > ${cursorKey(cursor) ?? ''} ORDER BY o.id LIMIT ${limit + 1}`,
    ),
  }),
  present: ({ rows, now }, { query }) =>
    pageFrom(
      rows.officials,
      query.limit,
      ({ id }) => id,
      (row) => presentRecord(row, now),
    ),
})

export const disableOfficialOperation = operation({
  method: 'post',
  path: '/v1/officials/:id/disabling',
  operationId: 'disableOfficial',
  tags,
  summary: '停用一位工作人员，立即退出登录',
  summary_en: 'Disables an official, who is signed out at once',
  policy: OPERATOR,
  params: z.strictObject({ id: z.string().regex(idPattern('ofc')) }),
  answers: { 201: { description: '已停用', schema: OfficialRecord } },
  refuses: ['person_not_found', 'last_operator_must_stay'],
})
serveAct(peopleRoutes, disableOfficialOperation, (world, ask, { params }) =>
  disableOfficialById(world, ask, params.id),
)

export const narrowDutyOperation = operation({
  method: 'post',
  path: '/v1/officials/:id/duty',
  operationId: 'narrowDuty',
  tags,
  summary: '把一位工作人员能办的事改窄，下一个请求起算',
  summary_en: 'Narrows what an official may do, from their next request on',
  policy: OPERATOR,
  params: z.strictObject({ id: z.string().regex(idPattern('ofc')) }),
  body: z.strictObject({ duty: DutyView }).meta({ id: 'NewDuty' }),
  answers: { 200: { description: '已改', schema: OfficialRecord } },
  refuses: ['person_not_found', 'duty_not_of_office', 'duty_only_narrows'],
})
serveAct(peopleRoutes, narrowDutyOperation, (world, ask, { params, body }) =>
  narrowDuty(world, ask, { ...params, ...body }),
)
