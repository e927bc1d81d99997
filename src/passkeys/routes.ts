import * as z from 'zod'
import { presentMe, readMe } from '../identity/me'
import { Proof, Session } from '../identity/objects'
import { idPattern } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import type { Policy } from '../platform/actor'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { enrolPasskey, removePasskey, renamePasskey } from './enrol'
import {
  Assertion,
  Passkey,
  PasskeyChallenge,
  PasskeyId,
  PasskeyName,
  Registration,
  Ticket,
  WorkKind,
  WorkSession,
} from './objects'
import { assertionOptions, creationOptions } from './options'
import { endSession, presentSession, readSessions } from './sessions'
import { proveByPasskey, signInWithPasskey, stepUp } from './sign-in'
import { presentPasskey, readHeldNearby, readOwnPasskeys, readPerson } from './store'

export const passkeyRoutes = newRouter()
const tags = ['identity']
/** A holder, for whom a passkey stands in for the PIN. */
const HOLDER = { consumer: 'own' } as const satisfies Policy
/** Whoever acts for others; before their first passkey, too. */
export const SELF = {
  owner: 'self',
  manager: 'self',
  bank: 'self',
  supervisor: 'self',
  operator: 'self',
} as const satisfies Policy
/** The same, with a passkey behind the session. */
const OWN = {
  owner: 'own',
  manager: 'own',
  bank: 'own',
  supervisor: 'own',
  operator: 'own',
} as const satisfies Policy

export const challengeSignInOperation = operation({
  method: 'post',
  path: '/v1/passkey-challenges',
  operationId: 'challengeSignIn',
  tags,
  summary: '要一次通行密钥登录的验证',
  summary_en: 'Begins a sign-in by passkey',
  description:
    '店主、店长、银行、监管和平台用。答复原样交给浏览器；票据留在发起的浏览器或程序里，用一次。',
  policy: 'public',
  only_asks: true,
  body: z.strictObject({ kind: WorkKind }).meta({ id: 'NewSignInChallenge' }),
  answers: { 200: { description: '给浏览器的参数', schema: PasskeyChallenge } },
})
serveRead(passkeyRoutes, challengeSignInOperation, {
  reads: () => ({}),
  present: (_loaded, { body: { kind } }, kit) =>
    assertionOptions(kit, { purpose: 'sign_in', kind, session_id: null }, []),
})

export const signInWithPasskeyOperation = operation({
  method: 'post',
  path: '/v1/passkey-sessions',
  operationId: 'signInWithPasskey',
  tags,
  summary: '用通行密钥登录',
  summary_en: 'Signs in with a passkey',
  policy: 'public',
  body: z
    .strictObject({ kind: WorkKind, ticket: Ticket, passkey: Assertion })
    .meta({ id: 'NewPasskeySession' }),
  answers: { 201: { description: '已登录', schema: Session } },
  refuses: ['passkey_wrong', 'passkey_suspended', 'passkey_challenge_over'],
})
serveAct(passkeyRoutes, signInWithPasskeyOperation, (world, ask, { body }) =>
  signInWithPasskey(world, ask, body),
)

export const challengeMeOperation = operation({
  method: 'post',
  path: '/v1/me/passkey-challenges',
  operationId: 'challengeMe',
  tags,
  summary: '要一次设置或再验证通行密钥的参数',
  summary_en: 'Begins adding a passkey, or proving once more',
  policy: { ...SELF, ...HOLDER },
  only_asks: true,
  body: z
    .strictObject({ purpose: z.enum(['enrol', 'step_up', 'union']) })
    .meta({ id: 'NewOwnChallenge' }),
  answers: { 200: { description: '给浏览器的参数', schema: PasskeyChallenge } },
})
serveRead(passkeyRoutes, challengeMeOperation, {
  reads: (who) => ({
    person: readPerson(who),
    own: readOwnPasskeys(who),
    nearby: readHeldNearby(who),
    me: readMe(who),
  }),
  present: ({ actor, rows }, { body: { purpose } }, kit) => {
    const person_id = rows.person[0]?.person_id ?? refuse('not_signed_in')
    const me = presentMe(rows.me)
    const { kind, session_id } = actor
    const bound = { purpose, kind, session_id } as const
    // Of another account, which is not named: its authenticator asks its holder.
    if (purpose === 'union') return assertionOptions(kit, bound, [])
    if (purpose === 'step_up') return assertionOptions(kit, bound, rows.own)
    const name = 'name' in me ? me.name : me.nickname
    const held = kind === 'consumer' ? rows.own : rows.nearby
    return creationOptions(kit, bound, { person_id, name, held })
  },
})

export const enrolPasskeyOperation = operation({
  method: 'post',
  path: '/v1/me/passkeys',
  operationId: 'enrolPasskey',
  tags,
  summary: '添加一把通行密钥',
  summary_en: 'Adds a passkey',
  description:
    '第一把：用短信验证码登录后设置，设好要用它重新登录。以后的：5 分钟内用通行密钥验证过才能加。' +
    '都丢了：申请找回，另一个人同意并等满 24 小时后，用短信登录来设置，丢的全部作废。' +
    '顾客：要先用支付密码或已有的通行密钥证明过（step_up_needed）；忘了密码先走 POST /v1/recoveries，等 24 小时。',
  policy: { ...SELF, ...HOLDER },
  step_up: { of: 'consumer' },
  body: z
    .strictObject({ ticket: Ticket, name: PasskeyName, passkey: Registration })
    .meta({ id: 'NewPasskey' }),
  answers: { 201: { description: '已添加', schema: Passkey } },
  refuses: [
    'passkey_sign_in_first',
    'passkey_proof_too_old',
    'passkey_challenge_over',
    'passkey_taken',
    'passkeys_too_many',
    'passkey_wrong',
  ],
})
serveAct(passkeyRoutes, enrolPasskeyOperation, (world, ask, { body }) =>
  enrolPasskey(world, ask, body),
)

export const stepUpOperation = operation({
  method: 'post',
  path: '/v1/me/step-ups',
  operationId: 'stepUp',
  tags,
  summary: '用通行密钥再验证一次，登录换成新的',
  summary_en: 'Proves once more by passkey; the session goes on under a new token',
  policy: OWN,
  body: z.strictObject({ ticket: Ticket, passkey: Assertion }).meta({ id: 'NewStepUp' }),
  answers: { 201: { description: '新的登录；原来的已结束', schema: Session } },
  refuses: ['passkey_wrong', 'passkey_suspended', 'passkey_challenge_over'],
})
serveAct(passkeyRoutes, stepUpOperation, (world, ask, { body }) => stepUp(world, ask, body))

export const proveByPasskeyOperation = operation({
  method: 'post',
  path: '/v1/me/passkey-proofs',
  operationId: 'proveByPasskey',
  tags,
  summary: '用通行密钥证明是本人，5 分钟内有效',
  summary_en: 'Proves by passkey that it is the holder themselves, for five minutes',
  description:
    '和输入支付密码（POST /v1/me/proofs）一样算数：换收款账户、转让、解冻、换支付密码、换手机号、请人陪护。',
  policy: HOLDER,
  body: z.strictObject({ ticket: Ticket, passkey: Assertion }).meta({ id: 'NewPasskeyProof' }),
  answers: { 201: { description: '已证明', schema: Proof } },
  refuses: ['passkey_wrong', 'passkey_suspended', 'passkey_challenge_over'],
})
serveAct(passkeyRoutes, proveByPasskeyOperation, (world, ask, { body }) =>
  proveByPasskey(world, ask, body),
)

export const listPasskeysOperation = operation({
  method: 'get',
  path: '/v1/me/passkeys',
  operationId: 'listPasskeys',
  tags,
  summary: '我的通行密钥',
  summary_en: 'Lists the asker’s passkeys',
  policy: { ...SELF, ...HOLDER },
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '通行密钥', schema: listSchema(Passkey, 'Passkeys') } },
  refuses: ['cursor_invalid'],
})
serveRead(passkeyRoutes, listPasskeysOperation, {
  reads: (who) => ({ own: readOwnPasskeys(who) }),
  present: ({ rows }, { query: { cursor, limit } }) => {
    const after = cursorKey(cursor)
    const rest = rows.own.filter(({ id }) => id > (after ?? ''))
    return pageFrom(rest.slice(0, limit + 1), limit, ({ id }) => id, presentPasskey)
  },
})

const one = z.strictObject({ id: PasskeyId })
export const renamePasskeyOperation = operation({
  method: 'put',
  path: '/v1/me/passkeys/:id/name',
  operationId: 'renamePasskey',
  tags,
  summary: '给一把通行密钥改名',
  summary_en: 'Renames a passkey',
  policy: { ...OWN, ...HOLDER },
  params: one,
  body: z.strictObject({ name: PasskeyName }).meta({ id: 'PasskeyRename' }),
  answers: { 200: { description: '已改名', schema: Passkey } },
  refuses: ['passkey_not_found'],
})
serveAct(passkeyRoutes, renamePasskeyOperation, (world, ask, { params, body }) =>
  renamePasskey(world, ask, { ...params, ...body }),
)

export const removePasskeyOperation = operation({
  method: 'post',
  path: '/v1/me/passkeys/:id/removal',
  operationId: 'removePasskey',
  tags,
  summary: '删掉一把通行密钥；替别人办事的，最后一把不能删',
  summary_en: 'Removes a passkey, of whoever acts for others never the last one',
  policy: { ...OWN, ...HOLDER },
  step_up: { of: 'consumer' },
  params: one,
  answers: { 201: { description: '已删掉', schema: Passkey } },
  refuses: ['passkey_not_found', 'passkey_proof_too_old', 'last_passkey_must_stay'],
})
serveAct(passkeyRoutes, removePasskeyOperation, (world, ask, { params }) =>
  removePasskey(world, ask, params.id),
)

export const listSessionsOperation = operation({
  method: 'get',
  path: '/v1/me/sessions',
  operationId: 'listSessions',
  tags,
  summary: '我还有效的登录',
  summary_en: 'Lists the asker’s live sessions',
  policy: SELF,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '新的在前', schema: listSchema(WorkSession, 'WorkSessions') } },
  refuses: ['cursor_invalid'],
})
serveRead(passkeyRoutes, listSessionsOperation, {
  reads: (who, { query: { cursor, limit } }, now) => ({
    sessions: readSessions(who, now, { before: cursorKey(cursor), limit }),
  }),
  present: ({ rows, now }, { query }) =>
    pageFrom(
      rows.sessions,
      query.limit,
      ({ id }) => id,
      (row) => presentSession(row, now),
    ),
})

export const endSessionOperation = operation({
  method: 'post',
  path: '/v1/me/sessions/:id/revocation',
  operationId: 'endSession',
  tags,
  summary: '结束自己的一次登录',
  summary_en: 'Ends one of the asker’s sessions',
  policy: SELF,
  params: z.strictObject({ id: z.string().regex(idPattern('ses')) }),
  answers: { 201: { description: '已退出', schema: WorkSession } },
  refuses: ['session_not_found'],
})
serveAct(passkeyRoutes, endSessionOperation, (world, ask, { params }) =>
  endSession(world, ask, params.id),
)
