import { REFUSALS } from '../kernel/refusals'
import { OPERATIONS } from '../platform/http'
import { page } from './door'
import { Frame } from './frame'
import { Grid } from './ui/table'

const policyOf = (policy: object | string): string =>
  typeof policy === 'string'
    ? policy
    : Object.entries(policy)
        .map(([role, scope]) => `${role}: ${scope}`)
        .join('，')

/** The API on one page, from the same contracts that serve it; the full schemas are in openapi.json. */
page('GET', '/docs', 'public', async () => {
  const tags = [...new Set(OPERATIONS.flatMap((op) => op.tags))]
  return (
    <Frame title="接口文档">
      <p>
        机器可读的全文：<a href="/openapi.json">openapi.json</a>（OpenAPI 3.1）。每个写操作都带{' '}
        <code>Idempotency-Key</code>；同一个键永远得到同一个答复。错误是 RFC 9457 problem+json，见{' '}
        <a href="/docs/refusals">每一种拒绝</a>。金额是整数分，时间是 UTC。
      </p>
      {tags.map((tag) => (
        <section>
          <h2>{tag}</h2>
          {OPERATIONS.filter((op) => op.tags[0] === tag).map((op) => (
            <article class="card" id={op.operationId}>
              <h3>{op.summary}</h3>
              <p>
                <code>
                  {op.method.toUpperCase()} {op.path.replace(/:(\w+)/g, '{$1}')}
                </code>
              </p>
              <p class="note">
                <code>{op.operationId}</code> · {policyOf(op.policy)}
              </p>
              {op.description ? <p>{op.description}</p> : null}
              {op.refuses?.length ? (
                <p class="note">
                  会拒绝：
                  {op.refuses.map((code) => (
                    <>
                      <a href={`/docs/refusals#${code}`}>{code}</a>{' '}
                    </>
                  ))}
                </p>
              ) : null}
            </article>
          ))}
        </section>
      ))}
    </Frame>
  )
})

page('GET', '/docs/refusals', 'public', async () => (
  <Frame title="每一种拒绝">
    <Grid
      caption="拒绝"
      head={['说明', 'code', '状态码']}
      rows={Object.entries(REFUSALS).map(([code, { status, message }]) => [
        <span id={code}>{message}</span>,
        <code>{code}</code>,
        status,
      ])}
    />
  </Frame>
))
