import * as z from 'zod'
import { sameText } from '../environment/crypto'
import { Kind, Session } from '../identity/objects'
import { Phone, phoneFrom } from '../identity/phone'
import { revealToken, startSession } from '../identity/sessions'
import { isInOffice, personIn, readConsumer, readOfficial, readStaff } from '../identity/store'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Ask } from '../platform/act'
import { PUBLIC, ROLE_KINDS } from '../platform/actor'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { answerOnce } from '../platform/journal'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import type { Kit, World } from '../platform/world'
import { type Asker, askerFrom, DeviceToken } from '../sessions/asker'
import { readKnownDevice } from '../sessions/device-store'
import { planDevice } from '../sessions/devices'

/** Development only: the app mounts these when the stage is `dev`, and each of them looks again. */
export const devPeopleRoutes = newRouter()
const tags = ['dev']

const DevPerson = z
  .strictObject({
    id: z.string(),
    object: z.literal('dev_person'),
    kind: Kind,
    role: z.string(),
    name: z.string(),
    merchant_id: z.string().nullable(),
    merchant_name: z.string().nullable(),
  })
  .meta({ id: 'DevPerson' })

export const listDevPeopleOperation = operation({
  method: 'get',
  path: '/dev/people',
  operationId: 'listDevPeople',
  tags,
  summary: '可以一键登录的人（只在开发环境）',
  summary_en: 'Lists people to sign in as with one click (development only)',
  policy: 'dev',
  query: z.strictObject({ ...pageQuery, kind: Kind.optional() }),
  answers: { 200: { description: '按 id 排列', schema: listSchema(DevPerson, 'DevPeople') } },
  refuses: ['cursor_invalid'],
})
serveRead(devPeopleRoutes, listDevPeopleOperation, {
  reads: (_who, { query }, now) => ({
    people: listPeople({ ...query, now, after: cursorKey(query.cursor) }),
  }),
  present: ({ rows }, { query }, world) => {
    insistOnDev(world)
    return pageFrom(
      rows.people,
      query.limit,
      ({ id }) => id,
      (row) => ({ ...row, object: 'dev_person' }),
    )
  },
})

export const devSignInOperation = operation({
  method: 'post',
  path: '/dev/sign-in',
  operationId: 'devSignIn',
  tags,
  summary: '一键登录（只在开发环境）',
  summary_en: 'Signs in as somebody with one click (development only)',
  policy: 'dev',
  body: z
    .strictObject({ subject_id: z.string().max(40), device: DeviceToken.optional() })
    .meta({ id: 'DevSignIn' }),
  answers: { 201: { description: '已登录', schema: Session } },
  refuses: ['person_not_found'],
})
serveAct(devPeopleRoutes, devSignInOperation, async (world, ask, { body }, c) =>
  devSignIn(world, ask, {
    subject_id: body.subject_id,
    asker: await askerFrom(world, c, body.device),
  }),
)

/** Signs in somebody known without a code. A program that shows no device has none: it comes and goes too often. */
function devSignIn(
  world: World,
  ask: Ask,
  { subject_id, asker }: { subject_id: string; asker: Asker },
) {
  insistOnDev(world)
  const who = { ...PUBLIC, id: `dev:${subject_id}` }
  return answerOnce(
    world,
    { ...ask, who },
    {
      reads: (_who, now) => ({
        consumer: readConsumer(sql`id = ${subject_id}`),
        staff: readStaff(sql`id = ${subject_id} AND ${isInOffice(now)}`),
        official: readOfficial(sql`id = ${subject_id} AND ${isInOffice(now)}`),
        device: readKnownDevice(asker.device_hash, sql`${subject_id}`),
      }),
      decide: async ({ rows, now, kit }) => {
        const person = personIn(rows) ?? refuse('person_not_found')
        const kind = ROLE_KINDS[person.role]
        const known = rows.device[0]?.id ?? null
        const seen = { person_id: person.id, kind, asker, known, has_others: false }
        const device = asker.device_hash === null ? null : planDevice(kit, seen, now)
        const device_id = device?.device_id ?? null
        const how = { method: 'dev', proof: 'full', device_id } as const
        const session = await startSession(kit, { kind, person, ...how }, now)
        const { id, body, statement } = session
        const statements = [...(device?.statements ?? []), statement]
        return { status: 201, subject_id: id, body, statements }
      },
      reveal: (body) => revealToken(world, body),
    },
  )
}

const DevMessage = z
  .strictObject({
    id: z.string(),
    object: z.literal('dev_message'),
    phone: z.string(),
    text: z.string(),
    at: z.string(),
  })
  .meta({ id: 'DevMessage' })

export const listDevMessagesOperation = operation({
  method: 'get',
  path: '/dev/sms-outbox',
  operationId: 'listDevMessages',
  tags,
  summary: '模拟短信（只在开发环境；须带 X-Dev-Token）',
  summary_en: 'Lists the mock short messages (development only)',
  policy: 'dev',
  query: z.strictObject({ ...pageQuery, phone: Phone.optional() }),
  answers: { 200: { description: '最新的在前', schema: listSchema(DevMessage, 'DevMessages') } },
  refuses: ['not_signed_in', 'cursor_invalid'],
})
devPeopleRoutes.get(listDevMessagesOperation.path, async (c, next) => {
  const { dev_token } = c.var.world.config
  if (dev_token === null) refuse('not_found')
  if (!sameText(c.req.header('x-dev-token') ?? '', dev_token)) refuse('not_signed_in')
  await next()
})
serveRead(devPeopleRoutes, listDevMessagesOperation, {
  reads: (_who, { query }) => ({
    messages: listMessages({ ...query, before: cursorKey(query.cursor) }),
  }),
  present: ({ rows }, { query }, world) => {
    insistOnDev(world)
    const keyOf = ({ at, id }: MessageRow) => `${at}|${id}`
    return pageFrom(rows.messages, query.limit, keyOf, (row) => ({
      ...row,
      object: 'dev_message',
    }))
  },
})

function insistOnDev(kit: Kit): void {
  if (kit.config.stage !== 'dev') refuse('not_found')
}

type People = { now: Instant; after: string | null; limit: number; kind?: string | undefined }
type PersonRow = Omit<z.input<typeof DevPerson>, 'object'>
const listPeople = ({ now, after, limit, kind }: People) =>
  sql<PersonRow>`SELECT p.*, m.name AS merchant_name FROM (
        SELECT id, 'consumer' AS kind, 'consumer' AS role, nickname AS name, NULL AS merchant_id FROM consumers
        UNION ALL
        SELECT id, 'staff', role, name, merchant_id FROM staff WHERE ${isInOffice(now)}
        UNION ALL
        SELECT id, kind, role, name, NULL FROM officials WHERE ${isInOffice(now)})
      p LEFT JOIN merchants m ON m.id = p.merchant_id
      WHERE p.id > ${after ?? ''} AND p.kind = coalesce(${kind ?? null}, p.kind)
      ORDER BY p.id LIMIT ${limit + 1}`

type Messages = { before: string | null; limit: number; phone?: string | undefined }
type MessageRow = Omit<z.input<typeof DevMessage>, 'object'>
const listMessages = ({ before, limit, phone }: Messages) =>
  sql<MessageRow>`SELECT id, phone, text, at FROM mock_sms_outbox
      WHERE at || '|' || id < ${before ?? '~'}
        AND phone = coalesce(${phone === undefined ? null : phoneFrom(phone)}, phone)
      ORDER BY at DESC, id DESC LIMIT ${limit + 1}`
