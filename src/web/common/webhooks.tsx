import type { FC } from 'hono/jsx'
import { listWebhookDeliveriesOperation } from '../../notify/log-routes'
import {
  addWebhookEndpointOperation,
  disableWebhookEndpointOperation,
  enableWebhookEndpointOperation,
  listWebhookEndpointsOperation,
  rotateWebhookSecretOperation,
} from '../../notify/routes'
import type { Kind } from '../../platform/actor'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Field } from '../ui/form'
import { Grid, More } from '../ui/table'
import { Empty, Facts, Notice, Tag, When } from '../ui/text'
import { waitingTone } from '../ui/tones'

type WebhookEndpointAnswer = AnswerFor<typeof listWebhookEndpointsOperation>['data'][number]

const Endpoint: FC<{ one: WebhookEndpointAnswer; here: string }> = ({ one, here }) => {
  const t = useSay()
  const id = one.id
  const on = one.disabled_at === null
  return (
    <section class="card">
      <h2>
        <code>{one.url}</code>
      </h2>
      <p>
        {on ? (
          <Tag is={waitingTone(one.failing_since !== null)}>
            {one.failing_since === null ? t('在用', 'on') : t('送不到，正在重试', 'failing')}
          </Tag>
        ) : (
          <Tag is="warn">{t('已停，停用期间的事件留着', 'off; events are kept')}</Tag>
        )}
      </p>
      <div class="buttons">
        <a class="button plain" href={`${here}/${id}`}>
          {t('推送记录', 'Deliveries')}
        </a>
        <form method="post" action={`${here}/${id}/rotate`}>
          {key()}
          <button type="submit" class="plain block">
            {t('换密钥', 'Rotate secret')}
          </button>
        </form>
        <form method="post" action={`${here}/${id}/${on ? 'disable' : 'enable'}`}>
          {key()}
          <button type="submit" class={`block ${on ? 'danger' : 'plain'}`}>
            {on ? t('停用', 'Disable') : t('启用', 'Enable')}
          </button>
        </form>
      </div>
    </section>
  )
}
/** The secret is told once, on the page that answers the form; no address leads to it again. */
const Secret: FC<{ made: WebhookEndpointAnswer; here: string }> = ({ made, here }) => {
  const t = useSay()
  return (
    <Frame title={t('推送密钥', 'Webhook secret')}>
      <Notice is="warn" live>
        {t(
          '密钥只在这里给一次，请马上抄到您的系统里。换下来的旧密钥再一起签一天。',
          'The secret is shown only here: copy it now. An old one signs along for one more day.',
        )}
      </Notice>
      <section class="card">
        <Facts
          of={[
            [t('地址', 'Address'), <code>{made.url}</code>],
            [t('密钥', 'Secret'), <code>{made.secret}</code>],
          ]}
        />
      </section>
      <a class="button" href={here}>
        {t('抄好了', 'Copied')}
      </a>
    </Frame>
  )
}
const STATE: Record<string, readonly [string, string]> = {
  pending: ['等着送', 'pending'],
  delivered: ['送到了', 'delivered'],
  dead: ['没送到，不再试', 'given up'],
}

/** Addresses that are told of events, their secrets and every delivery: for the programs of shops, bank and operator. */
for (const [prefix, kind] of [
  ['/m', 'staff'],
  ['/b', 'bank'],
  ['/o', 'operator'],
] as const satisfies readonly (readonly [string, Kind])[]) {
  const here = `${prefix}/webhooks`
  page('GET', here, kind, async ({ ask, t }) => {
    const endpoints = (await ask(listWebhookEndpointsOperation, { query: { limit: '50' } })).data
    return (
      <Frame title={t('事件推送和密钥', 'Webhooks and keys')}>
        <p>
          {t(
            '发生的事按顺序推到这些地址，每条都签名（Standard Webhooks）。',
            'Events are sent here in order, each of them signed (Standard Webhooks).',
          )}{' '}
          <a href={`${prefix}/events`}>{t('看事件、试送、再送', 'Events, tests, retries')}</a>
          {' · '}
          <a href="/docs">{t('接口文档', 'API reference')}</a>
        </p>
        {endpoints.length === 0 ? <Empty>{t('还没有登记地址。', 'No address yet.')}</Empty> : null}
        {endpoints.map((one) => (
          <Endpoint one={one} here={here} />
        ))}
        <form method="post" action={here} class="card">
          {key()}
          <h2>{t('登记一个地址', 'Add an address')}</h2>
          <Field name="url" label={t('推送地址（https）', 'Address (https)')} type="url" required />
          <button type="submit">{t('登记', 'Add')}</button>
        </form>
      </Frame>
    )
  })
  page('GET', `${here}/:id`, kind, async ({ c, params, ask, t }) => {
    const cursor = c.req.query('cursor')
    const query = { limit: '50', ...(cursor ? { cursor } : {}) }
    const sent = await ask(listWebhookDeliveriesOperation, { params, query })
    return (
      <Frame title={t('推送记录', 'Deliveries')}>
        {sent.data.length === 0 ? <Empty>{t('还没有推送。', 'None yet.')}</Empty> : null}
        <Grid
          caption={t('推送记录', 'Deliveries')}
          head={[
            t('事件', 'Event'),
            t('时间', 'When'),
            t('到哪一步', 'State'),
            t('对方答复', 'Answer'),
            t('试了几次', 'Tries'),
          ]}
          words={[1, 2, 3]}
          rows={sent.data.map((one) => [
            <code>{one.type}</code>,
            <When at={one.created_at} />,
            t(...(STATE[one.state] ?? ['', ''])),
            (one.last_status ?? '') || (one.last_fault ?? '') || '—',
            one.tries,
          ])}
        />
        <More of={sent} href={`${here}/${params.id}`} word={t('更早的', 'Earlier')} />
        <p>
          <a class="button plain" href={here}>
            {t('全部地址', 'All addresses')}
          </a>
        </p>
      </Frame>
    )
  })
  page(
    'POST',
    here,
    kind,
    async ({ form, ask }) => {
      const body = { url: form.get('url')?.trim() ?? '', types: ['*'] }
      const made = await ask(addWebhookEndpointOperation, { body }, form.get('key') ?? undefined)
      return <Secret made={made} here={here} />
    },
    { again: here, secret: true },
  )
  page(
    'POST',
    `${here}/:id/rotate`,
    kind,
    async ({ params, form, ask }) => {
      const made = await ask(rotateWebhookSecretOperation, { params }, form.get('key') ?? undefined)
      return <Secret made={made} here={here} />
    },
    { again: here, secret: true },
  )
  for (const [what, act] of [
    ['disable', disableWebhookEndpointOperation],
    ['enable', enableWebhookEndpointOperation],
  ] as const)
    actPage(`${here}/:id/${what}`, kind, {
      act,
      says: ({ params }) => ({ params }),
      leads: here,
      again: here,
    })
}
