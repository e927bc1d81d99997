import type { FC } from 'hono/jsx'
import { openApiFrom } from '../../contract/document'
import { tagName } from '../../contract/tags'
import { REFUSALS, refuse } from '../../kernel/refusals'
import { OPERATIONS, type Operation } from '../../platform/http'
import { page } from '../door'
import { Frame } from '../frame'
import { type Book, operationExample, type Row, type Schema, schemaRows } from './fields'
import { REFUSAL_SECTIONS } from './refusals'

const ROLE_WORDS: Record<string, string> = {
  consumer: '顾客',
  owner: '店主',
  manager: '店长',
  cashier: '收银员',
  bank: '银行',
  supervisor: '监管',
  operator: '平台',
}
const tagsOf = () => [...new Set(OPERATIONS.flatMap(({ tags }) => tags.slice(0, 1)))].sort()
const under = (tag: string) => OPERATIONS.filter((op) => op.tags[0] === tag)
const addressOf = (op: Operation) => op.path.replace(/:(\w+)/g, '{$1}')

const mayAsk = ({ policy }: Operation): string => {
  if (policy === 'public') return '谁都可以，不用登录'
  if (policy === 'dev') return '只在开发环境'
  if (policy === 'signature') return '凭签名'
  if (typeof policy === 'string') return policy
  return Object.keys(policy)
    .map((role) => ROLE_WORDS[role] ?? role)
    .join('、')
}

/** The API, from the same contracts that serve it: first what there is, then a page for each part. */
page('GET', '/docs', 'public', async () => (
  <Frame sheet="public" title="接口文档" only_zh>
    <div class="card">
      <p>
        机器可读的全文：<a href="/openapi.json">openapi.json</a>（OpenAPI 3.1）。拒绝的每一种原因：
        <a href="/docs/refusals">拒绝一览</a>。
      </p>
      <ul class="dots">
        <li>金额是整数分，时间是 UTC，日子按上海。</li>
        <li>
          写操作带 <code>Idempotency-Key</code>：同一个键永远得到同一个答复，重发不会做两次。
        </li>
        <li>
          身份用 <code>Authorization: Bearer …</code>，令牌从“登录”取得。
        </li>
        <li>
          错误是 RFC 9457 <code>application/problem+json</code>，看 <code>code</code>，别看文字。
        </li>
        <li>
          列表用 <code>limit</code> 和 <code>cursor</code> 翻页，没有页码。
        </li>
      </ul>
    </div>
    {tagsOf().map((tag) => (
      <section>
        <h2>{tagName(tag)}</h2>
        <ul class="ways">
          {under(tag).map((op) => (
            <li id={op.operationId}>
              <a href={`/docs/${tag}#${op.operationId}`}>
                <span>
                  {op.summary}
                  <br />
                  <code class="small">
                    {op.method.toUpperCase()} {addressOf(op)}
                  </code>
                </span>
              </a>
            </li>
          ))}
        </ul>
      </section>
    ))}
  </Frame>
))

/** Every way of saying no, with what happened to the money; the type of a problem points here. */
page('GET', '/docs/refusals', 'public', async () => (
  <Frame sheet="public" title="每一种拒绝" only_zh>
    <p class="note">
      <a href="/docs">接口文档</a> · 按状态码排列。带“已定”的，是这个 Idempotency-Key
      永远的答复；其余可以用同一个键再试。
    </p>
    {REFUSAL_SECTIONS.map(({ status, name, codes }) => (
      <section>
        <h2>
          {status} {name}
        </h2>
        <ul class="fields">
          {codes.map((code) => (
            <li id={code}>
              {REFUSALS[code].message}
              <br />
              <code>{code}</code>
              {'frozen' in REFUSALS[code] ? <span class="small mute"> 已定</span> : null}
            </li>
          ))}
        </ul>
      </section>
    ))}
  </Frame>
))

page('GET', '/docs/:tag', 'public', async ({ c, params }) => {
  const tag = tagsOf().find((one) => one === params.tag) ?? refuse('not_found')
  const book = bookOf(tag)
  return (
    <Frame sheet="public" title={tagName(tag)} only_zh>
      <p class="note">
        <a href="/docs">接口文档</a>
      </p>
      {under(tag).map((op) => (
        <One op={op} book={book} host={c.var.world.config.public_url} />
      ))}
    </Frame>
  )
})

type Contract = Book & { paths: Record<string, Record<string, Described>> }
type Described = {
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>
}
const BOOKS = new Map<string, Contract>()
/** The part of the OpenAPI document about one tag; what is declared no longer changes once pages are asked for. */
function bookOf(tag: string): Contract {
  const known = BOOKS.get(tag)
  if (known) return known
  const document: object = openApiFrom(under(tag))
  const made = document as Contract
  BOOKS.set(tag, made)
  return made
}

const One: FC<{ op: Operation; book: Contract; host: string }> = ({ op, book, host }) => {
  const said = book.paths[addressOf(op)]?.[op.method]
  const body = said?.requestBody?.content['application/json']?.schema
  const parameters = (said?.parameters ?? []).filter((one) => one.in !== 'header')
  return (
    <article class="card" id={op.operationId}>
      <h2>{op.summary}</h2>
      <p>
        <code>
          {op.method.toUpperCase()} {addressOf(op)}
        </code>
      </p>
      <p class="small mute">
        <a href={`#${op.operationId}`}>{op.operationId}</a> · {mayAsk(op)}
      </p>
      {op.description ? <p>{op.description}</p> : null}
      <Fields
        name="地址里的"
        rows={parameters.flatMap(({ name, required, schema }) =>
          schemaRows(book, {
            properties: { [name]: schema },
            required: required ? [name] : [],
          }),
        )}
      />
      {body ? <Fields name="请求" rows={schemaRows(book, body)} /> : null}
      {Object.entries(op.answers).map(([status, { description }]) => {
        const schema = said?.responses[status]?.content?.['application/json']?.schema
        return (
          <details>
            <summary>
              答复 {status}：{description}
            </summary>
            {schema ? <Fields name="" rows={schemaRows(book, schema)} /> : null}
          </details>
        )
      })}
      <details>
        <summary>curl</summary>
        <pre tabindex={0}>{curlOf(op, book, body, host)}</pre>
      </details>
      {op.refuses?.length ? (
        <p class="small">
          会拒绝：
          {op.refuses.map((code) => (
            <>
              <a href={`/docs/refusals#${code}`}>{code}</a>{' '}
            </>
          ))}
        </p>
      ) : null}
    </article>
  )
}
const Fields: FC<{ name: string; rows: readonly Row[] }> = ({ name, rows }) =>
  rows.length === 0 ? null : (
    <>
      {name === '' ? null : <h3>{name}</h3>}
      <ul class="fields">
        {rows.map((row) => (
          <li>
            <code>{row.name}</code>{' '}
            <span class="small mute">
              {row.type}
              {row.required ? ' · 必填' : ''}
            </span>
            {row.note ? (
              <>
                <br />
                <span class="small">{row.note}</span>
              </>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  )

/** A command that can be pasted: its body is the contract's example, or the least the contract asks for. */
function curlOf(op: Operation, book: Contract, body: Schema | undefined, host: string): string {
  const path = addressOf(op).replace(/\{(\w+)\}/g, (_all, name: string) => `$${name.toUpperCase()}`)
  const writes = op.method !== 'get' && !op.only_asks && op.policy !== 'signature'
  return [
    `curl ${op.method === 'get' ? '' : `-X ${op.method.toUpperCase()} `}"${host}${path}"`,
    ...(typeof op.policy === 'string' ? [] : ['-H "Authorization: Bearer $TOKEN"']),
    ...(writes ? ['-H "Idempotency-Key: $(uuidgen)"'] : []),
    ...(body
      ? [
          "-H 'Content-Type: application/json'",
          `-d '${JSON.stringify(operationExample(op.operationId, book, body))}'`,
        ]
      : []),
  ].join(' \\\n  ')
}
