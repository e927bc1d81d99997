import type { Context } from 'hono'
import { refuse } from '../kernel/refusals'
import { epochMs, SECOND_MS } from '../kernel/time'
import { PUBLIC } from '../platform/actor'
import { type App, enter, newRouter, operation, serveRead } from '../platform/http'
import { replyWith } from '../platform/problem'
import { boundedText, isUtf8 } from '../schemas/request'
import { secretHash } from './apps'
import { appToken } from './credential'
import { SCOPES, type Scope } from './scopes'
import { readShopKeys, scopesIn } from './store'
import { TOKEN_S } from './token-rules'
import { NewToken, TokenView } from './views'

export const tokenRoutes = newRouter()
const PATH = '/v1/oauth/token'
const FORM = 'application/x-www-form-urlencoded'

/** Programs of other makers send a form, and may name themselves by Basic (RFC 6749 §2.3.1, §4.4.2): the same question. */
tokenRoutes.post(PATH, async (c, next) => {
  if (!isUtf8(c.req.header('content-type') ?? '', FORM)) return next()
  const form = new URLSearchParams(await boundedText(c.req.raw))
  const body = { ...Object.fromEntries(form), ...basicIn(c) }
  return replyWith(c, await enter(c, 'issueAppToken', { who: PUBLIC, parts: { body }, key: '' }))
})
function basicIn(c: Context<App>): { client_id?: string; client_secret?: string } {
  const [, said] = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(c.req.header('authorization') ?? '') ?? []
  if (said === undefined) return {}
  try {
    const [client_id = '', client_secret = ''] = atob(said).split(':').map(decodeURIComponent)
    return { client_id, client_secret }
  } catch {
    return refuse('app_secret_wrong')
  }
}

export const issueAppTokenOperation = operation({
  method: 'post',
  path: PATH,
  operationId: 'issueAppToken',
  tags: ['vendors'],
  summary: '应用用编号和密钥换一家店的令牌，半小时有效',
  summary_en: 'An app gets a token for one shop by its id and secret; it counts for half an hour',
  description:
    'OAuth 2.0 client credentials（RFC 6749 §4.4）：JSON 或表单都可以，编号和密钥也可以用 Basic 给。令牌不存，撤销授权、停用密钥或应用，下一个请求就不认。',
  policy: 'public',
  only_asks: true,
  a_minute: 60,
  body: NewToken,
  answers: { 200: { description: '令牌', schema: TokenView } },
  refuses: ['app_secret_wrong', 'app_scope_unknown'],
})
serveRead(tokenRoutes, issueAppTokenOperation, {
  // The hash is made after the rows are read: the key is found by its app and shop, and held to the secret then.
  reads: (_who, { body: { client_id, merchant_id } }) => ({
    keys: readShopKeys({ app_id: client_id, merchant_id }),
  }),
  present: async ({ rows, now, kit }, { body }) => {
    const hash = await secretHash(body.client_secret)
    const key =
      rows.keys.find(({ secret_hash }) => secret_hash === hash) ?? refuse('app_secret_wrong')
    const scopes = wantedScopes(body.scope, scopesIn(key.scopes))
    const ends_s = Math.floor(epochMs(now) / SECOND_MS) + TOKEN_S
    const claims = {
      grant_id: key.grant_id,
      key_id: key.id,
      ends_s,
      scopes,
      api_version: key.api_version,
    }
    return {
      access_token: await appToken(kit, claims),
      token_type: 'Bearer',
      expires_in: TOKEN_S,
      scope: scopes.join(' '),
    }
  },
})
/** What is asked for, of what was granted. Refuses app_scope_unknown. */
function wantedScopes(said: string | undefined, granted: readonly Scope[]): Scope[] {
  const asked = said?.split(' ').filter((one) => one !== '') ?? []
  if (asked.length === 0) return [...granted]
  const known = SCOPES.filter((scope) => asked.includes(scope) && granted.includes(scope))
  return known.length === new Set(asked).size ? known : refuse('app_scope_unknown')
}
