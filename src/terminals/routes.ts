import * as z from 'zod'
import { refuse } from '../kernel/refusals'
import { localDate } from '../kernel/time'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { setTerminalCap } from './cap'
import { pairTerminal, revokeTerminal, startTerminalPairing } from './pair'
import { readTerminals } from './store'
import { CapFen, NewPairing, PairingView, presentTerminal, TerminalId, TerminalView } from './views'

export const terminalRoutes = newRouter()
const tags = ['terminals']
const MANAGES = { owner: 'tenant', manager: 'tenant' } as const

export const startTerminalPairingOperation = operation({
  method: 'post',
  path: '/v1/terminal-pairings',
  operationId: 'startTerminalPairing',
  tags,
  summary: '出一个配对码，让一台收银机来配对；10 分钟内用一次，再出一个就作废前一个',
  summary_en: 'Shows a code by which one terminal may be paired within ten minutes',
  description: '店主或店长，5 分钟内用通行密钥登录或再验证过。',
  policy: MANAGES,
  body: NewPairing,
  answers: { 201: { description: '配对码', schema: PairingView } },
  refuses: ['passkey_proof_too_old', 'shop_not_found', 'terminals_too_many'],
})
serveAct(terminalRoutes, startTerminalPairingOperation, (world, ask, { body }) =>
  startTerminalPairing(world, ask, body),
)

export const pairTerminalOperation = operation({
  method: 'post',
  path: '/v1/terminals',
  operationId: 'pairTerminal',
  tags,
  summary: '收银机用配对码登记它的公钥；请求用那把私钥签名，证明它真有',
  summary_en:
    'A terminal registers its public key by a pairing code, in a request signed by the other half',
  description:
    '签名的形式与以后的请求相同（RFC 9421，见 docs/TERMINALS.md），keyid 写 pairing。一把公钥只登记一次：再次配对要换新的。',
  policy: 'public',
  a_minute: 10,
  body: z
    .strictObject({
      code: z.string().regex(/^\d{12}$/),
      public_key: z
        .string()
        .regex(/^[A-Za-z0-9_-]{43}$/)
        .meta({ description: 'Ed25519 公钥，32 字节，base64url' }),
    })
    .meta({ id: 'NewTerminal' }),
  answers: { 201: { description: '配对好的收银机', schema: TerminalView } },
  refuses: [
    'terminal_signature_wrong',
    'terminal_signature_stale',
    'terminal_key_weak',
    'pairing_code_wrong',
    'terminal_key_taken',
    'terminals_too_many',
    'shop_not_found',
  ],
})
serveAct(terminalRoutes, pairTerminalOperation, (world, ask, { body }, c) =>
  pairTerminal(world, ask, body, c.get('signed')),
)

export const listTerminalsOperation = operation({
  method: 'get',
  path: '/v1/terminals',
  operationId: 'listTerminals',
  tags,
  summary: '本店的收银机，新的在前：上次使用、今天经手多少、上限',
  summary_en: 'Lists the shop’s terminals, newest first',
  policy: MANAGES,
  query: z.strictObject({
    ...pageQuery,
    is_live: z.enum(['true']).optional().describe('只要没有停用的'),
  }),
  answers: { 200: { description: '收银机', schema: listSchema(TerminalView, 'TerminalList') } },
  refuses: ['cursor_invalid'],
})
serveRead(terminalRoutes, listTerminalsOperation, {
  reads: (who, { query }, now) => {
    const before = cursorKey(query.cursor)
    const live = query.is_live ? sql`t.revoked_at IS NULL` : sql`1`
    return {
      terminals: readTerminals(
        sql`t.merchant_id = ${who.merchant_id} AND ${live} AND (${before} IS NULL OR t.id < ${before})
            ORDER BY t.id DESC LIMIT ${query.limit + 1}`,
        localDate(now),
      ),
    }
  },
  present: ({ rows }, { query }) =>
    pageFrom(rows.terminals, query.limit, ({ id }) => id, presentTerminal),
})

export const revokeTerminalOperation = operation({
  method: 'post',
  path: '/v1/terminals/:id/revocation',
  operationId: 'revokeTerminal',
  tags,
  summary: '停用一台收银机：它的下一个请求就被拒绝，不能恢复',
  summary_en: 'Stops a terminal with its next request, for ever',
  policy: MANAGES,
  params: z.strictObject({ id: TerminalId }),
  answers: { 200: { description: '停用的收银机', schema: TerminalView } },
  refuses: ['terminal_not_found', 'terminal_changed_meanwhile'],
})
serveAct(terminalRoutes, revokeTerminalOperation, (world, ask, { params }) =>
  revokeTerminal(world, ask, params.id),
)

export const setTerminalCapOperation = operation({
  method: 'put',
  path: '/v1/terminals/:id/daily-cap',
  operationId: 'setTerminalCap',
  tags,
  summary: '改一台收银机一天的上限：降低马上算，提高要另一个人一周内也这样说',
  summary_en: 'Sets a terminal’s daily sum: less at once, more by two persons',
  policy: MANAGES,
  params: z.strictObject({ id: TerminalId }),
  body: z.strictObject({ daily_cap_fen: CapFen }).meta({ id: 'NewTerminalCap' }),
  answers: { 200: { description: '收银机现在的样子', schema: TerminalView } },
  refuses: ['terminal_not_found', 'passkey_proof_too_old', 'terminal_changed_meanwhile'],
})
serveAct(terminalRoutes, setTerminalCapOperation, (world, ask, { params, body }) =>
  setTerminalCap(world, ask, { ...params, ...body }),
)

export const readOwnTerminalOperation = operation({
  method: 'get',
  path: '/v1/terminals/current',
  operationId: 'readOwnTerminal',
  tags,
  summary: '收银机看它自己：在哪家门店，能办什么，今天还能经手多少',
  summary_en: 'A terminal reads itself',
  policy: { terminal: 'self' },
  answers: { 200: { description: '这台收银机', schema: TerminalView } },
  refuses: ['terminal_not_found'],
})
serveRead(terminalRoutes, readOwnTerminalOperation, {
  reads: (who, _input, now) => ({
    terminals: readTerminals(sql`t.id = ${who.subject_id}`, localDate(now)),
  }),
  present: ({ rows }) => presentTerminal(rows.terminals[0] ?? refuse('terminal_not_found')),
})
