import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import { yuan } from '../../kernel/money'
import { Draft } from '../stripe-objects/draft'
import type { StripeMockDeps } from '../stripe-objects/store'
import type { PaymentIntent } from '../stripe-objects/types'
import { Failure, requestText } from '../stripe-objects/wire'
import { settleAction } from './confirm'
import { theIntent } from './intent-checks'
import { runOperation } from './run'

const STYLE =
  'body{font:1.1rem/1.6 system-ui,sans-serif;max-width:28rem;margin:2rem auto;padding:0 1rem}' +
  'button{font:inherit;padding:.8rem 2rem;margin:0 1rem 1rem 0}form{display:inline}'

/** The bank's page for 3-D Secure: two plain forms, no script, `result=pass` or `result=fail`. */
export function mountPages(app: Hono, deps: StripeMockDeps): void {
  app.get('/authenticate/:id', async (c) => {
    const draft = new Draft(deps, { request_id: '', key: null })
    const intent = await draft.find('payment_intent', c.req.param('id'))
    if (!intent)
      return page(c, 404, html`<h1>没有这笔付款</h1><p>没有扣款。请回到商家页面重新付款。</p>`)
    if (intent.status !== 'requires_action') return page(c, 200, afterwards(intent))
    const form = (result: 'pass' | 'fail', label: string) =>
      html`<form method="post" action="${deps.base_url}/authenticate/${intent.id}">
        <input type="hidden" name="result" value="${result}" /><button>${label}</button>
      </form>`
    return page(
      c,
      200,
      html`<h1>银行验证（模拟）</h1>
        <p>付款 <strong>${yuan(intent.amount)}</strong>${intent.description ? html`，${intent.description}` : ''}。</p>
        <p>这是测试用的模拟银行，不会扣真钱。</p>
        ${form('pass', '通过')}${form('fail', '拒绝')}`,
    )
  })
  app.post('/authenticate/:id', async (c) => {
    const id = c.req.param('id')
    const result = new URLSearchParams(await requestText(c.req.raw)).get('result')
    if (result !== 'pass' && result !== 'fail')
      return page(c, 400, html`<h1>请选“通过”或“拒绝”</h1><p>还没有扣款。</p>`)
    return settleAndReturn(c, deps, { id, result })
  })
}

async function settleAndReturn(
  c: Context,
  deps: StripeMockDeps,
  { id, result }: { id: string; result: 'pass' | 'fail' },
): Promise<Response> {
  let back: string | null = null
  const asked = { key: null, said: `authenticate ${id} ${result}`, id, form: {} }
  const reply = await runOperation(deps, asked, async ({ draft }) => {
    const intent = await theIntent(draft, id)
    const settled = await settleAction(draft, intent, result)
    back =
      settled instanceof Failure ? null : (intent.next_action?.redirect_to_url.return_url ?? null)
    return settled
  }).catch((error: unknown) => {
    if (error instanceof Failure) return { status: error.status }
    throw error
  })
  if (reply.status !== 200) {
    const status = reply.status === 404 ? 404 : 400
    return page(
      c,
      status,
      html`<h1>这笔付款已经不在等待验证</h1><p>这一步没有扣款。请回到商家页面看结果。</p>`,
    )
  }
  if (back !== null) return c.redirect(back, 303)
  return page(
    c,
    200,
    result === 'pass'
      ? html`<h1>验证通过</h1><p>已付款。可以关闭这个页面。</p>`
      : html`<h1>验证被拒绝</h1><p>没有扣款。请回到商家页面换一种方式付款。</p>`,
  )
}

function afterwards({ status }: PaymentIntent) {
  const is_paid = status === 'succeeded' || status === 'requires_capture'
  return is_paid
    ? html`<h1>已付款</h1><p>不用再验证。请回到商家页面。</p>`
    : html`<h1>没有要验证的付款</h1><p>没有扣款。请回到商家页面重新付款。</p>`
}

function page(c: Context, status: 200 | 400 | 404, content: ReturnType<typeof html>) {
  c.header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'")
  c.header('Cache-Control', 'no-store')
  c.header('Referrer-Policy', 'no-referrer')
  return c.html(
    html`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width" />
<title>银行验证（模拟）</title><style>${STYLE}</style></head><body>${content}</body></html>`,
    status,
  )
}
