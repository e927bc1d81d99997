import type { FC } from 'hono/jsx'
import { EVENT_TYPES, EVENTS, type EventType } from '../../events/catalogue'
import {
  listEventsOperation,
  listWebhookDeliveriesOperation,
  readEventOperation,
} from '../../notify/log-routes'
import {
  deleteWebhookEndpointOperation,
  listWebhookEndpointsOperation,
  retryWebhookDeliveryOperation,
  testWebhookEndpointOperation,
} from '../../notify/routes'
import type { Kind } from '../../platform/actor'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Choice } from '../ui/form'
import { Grid, More } from '../ui/table'
import { Empty, Tag, When } from '../ui/text'

type Endpoint = AnswerFor<typeof listWebhookEndpointsOperation, Kind>['data'][number]
type Delivery = AnswerFor<typeof listWebhookDeliveriesOperation, Kind>['data'][number]
const isType = (said: string | undefined): said is EventType =>
  EVENT_TYPES.some((type) => type === said)

/** One address that is told: try it, see what waits there, send it now, or take it away. */
const Address: FC<{ one: Endpoint; waiting: readonly Delivery[]; here: string }> = ({
  one,
  waiting,
  here,
}) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>
        <code>{one.url}</code>
      </h2>
      {one.disabled_at === null ? null : (
        <p>
          <Tag is="warn">{t('已停', 'off')}</Tag>
        </p>
      )}
      {waiting.map((delivery) => (
        <form method="post" action={`${here}/deliveries/${delivery.id}/retry`}>
          {key()}
          <p>
            <code>{delivery.type}</code> <When at={delivery.created_at} />{' '}
            {t('没送到：', 'not taken: ')}
            {delivery.last_status ?? delivery.last_fault ?? t('还没送', 'not sent yet')}
          </p>
          <button type="submit" class="plain">
            {t('现在再送', 'Retry now')}
          </button>
        </form>
      ))}
      <div class="buttons">
        {one.disabled_at === null ? (
          <form method="post" action={`${here}/endpoints/${one.id}/test`}>
            {key()}
            <button type="submit" class="block">
              {t('试送一个事件', 'Send a test event')}
            </button>
          </form>
        ) : null}
        <form method="post" action={`${here}/endpoints/${one.id}/deletion`}>
          {key()}
          <button type="submit" class="danger block">
            {t('删除这个地址', 'Delete')}
          </button>
        </form>
      </div>
    </section>
  )
}

/** What has happened, as programs are told it, and the addresses it goes to. */
for (const [prefix, kind] of [
  ['/m', 'staff'],
  ['/b', 'bank'],
  ['/o', 'operator'],
] as const satisfies readonly (readonly [string, Kind])[]) {
  const here = `${prefix}/events`
  page('GET', here, kind, async ({ c, ask, t }) => {
    const { cursor, type } = c.req.query()
    const query = { cursor, type: isType(type) ? type : undefined }
    const [events, endpoints] = await Promise.all([
      ask(listEventsOperation, { query }),
      ask(listWebhookEndpointsOperation, { query: { limit: '20' } }),
    ])
    const waiting = await Promise.all(
      endpoints.data.map(({ id }) =>
        ask(listWebhookDeliveriesOperation, {
          params: { id },
          query: { state: 'pending', limit: '5' },
        }),
      ),
    )
    return (
      <Frame title={t('事件', 'Events')}>
        <p>
          {t(
            '发生过的事，就是推送给程序的那些；点开看原文。',
            'What has happened, as programs are told it; open one to see its body.',
          )}{' '}
          <a href={`${prefix}/webhooks`}>{t('推送地址', 'Addresses')}</a>
        </p>
        {endpoints.data.map((one, i) => (
          <Address one={one} waiting={waiting[i]?.data ?? []} here={here} />
        ))}
        <form method="get" action={here}>
          <Choice
            name="type"
            label={t('只看一种', 'Only one kind')}
            value={query.type ?? ''}
            of={[
              ['', t('全部', 'All')],
              ...EVENT_TYPES.map((one) => [one, t(EVENTS[one].zh, EVENTS[one].en)] as const),
            ]}
          />
          <button type="submit" class="plain">
            {t('看', 'Show')}
          </button>
        </form>
        {events.data.length === 0 ? <Empty>{t('还没有。', 'None yet.')}</Empty> : null}
        <Grid
          caption={t('事件', 'Events')}
          head={[t('事件', 'Event'), t('时间', 'When'), t('说的是', 'Meaning')]}
          words={[1, 2]}
          rows={events.data.map((one) => [
            <a href={`${here}/${one.id}`}>
              <code>{one.type}</code>
            </a>,
            <When at={one.at} />,
            t(EVENTS[one.type].zh, EVENTS[one.type].en),
          ])}
        />
        <More
          of={events}
          href={query.type ? `${here}?type=${query.type}` : here}
          word={t('更早的', 'Earlier')}
        />
      </Frame>
    )
  })
  page('GET', `${here}/:id`, kind, async ({ params, ask, t }) => {
    const event = await ask(readEventOperation, { params })
    const { zh, en } = EVENTS[event.type]
    return (
      <Frame title={t(zh, en)}>
        <p>{t('推送的原文（一行，没有空格）：', 'The body as it is sent (in one line):')}</p>
        <pre tabindex={0}>{JSON.stringify(event, null, 2)}</pre>
        <p>
          <a href="/docs/webhooks">{t('怎样验签', 'How to verify')}</a>
        </p>
        <p>
          <a class="button plain" href={here}>
            {t('全部事件', 'All events')}
          </a>
        </p>
      </Frame>
    )
  })
  for (const [path, operation] of [
    ['endpoints/:id/test', testWebhookEndpointOperation],
    ['endpoints/:id/deletion', deleteWebhookEndpointOperation],
    ['deliveries/:id/retry', retryWebhookDeliveryOperation],
  ] as const)
    page(
      'POST',
      `${here}/${path}`,
      kind,
      async ({ c, params, form, ask }) => {
        await ask(operation, { params: { id: String(params.id) } }, form.get('key') ?? undefined)
        return c.redirect(here, 303)
      },
      { again: here },
    )
}
