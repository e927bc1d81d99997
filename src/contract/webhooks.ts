import type * as z from 'zod'
import { EVENT_TYPES, EVENTS, type EventType } from '../events/catalogue'
import { EVENT_SCHEMAS, eventName } from '../events/happened'
import type { Story } from './document'
import { storyExample } from './replies'

/** The schemas of all events, under the names they have while the document is made. */
export const eventSchemas = (): Record<string, z.ZodType> =>
  Object.fromEntries([...EVENT_SCHEMAS].map(([type, schema]) => [`event ${type}`, schema]))

const SAYS =
  '收到的是原文，先验签再读；没见过的字段放过去 · Check the signature over the raw body first'
const header = (name: string, description: string, schema: object) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string', ...schema },
})
/** Standard Webhooks: https://www.standardwebhooks.com */
const HEADERS = [
  header(
    'webhook-id',
    '事件的编号：再送一遍还是它，据此去重 · Id of the event; the same when sent again',
    {
      pattern: '^evt_[0-9A-HJKMNP-TV-Z]{26}$',
    },
  ),
  header('webhook-timestamp', '发送的时刻，秒 · When it was sent, in seconds', {
    pattern: '^\\d+$',
  }),
  header(
    'webhook-signature',
    'v1,<base64 HMAC-SHA-256>，对 id.timestamp.body；换密钥的一天里有两个 · One for each secret in force',
    { pattern: '^v1,[A-Za-z0-9+/]+=*( v1,[A-Za-z0-9+/]+=*)*$' },
  ),
]
const RESPONSES = {
  '2XX': { description: '收下了 · Taken' },
  '410': { description: '不要了：这个地址马上停用 · Gone: the endpoint is switched off' },
  '4XX': { description: '没收下：按间隔再送，八次为止；有 Retry-After 的不早于它 · Tried again' },
  '5XX': { description: '没收下：按间隔再送，八次为止；有 Retry-After 的不早于它 · Tried again' },
}

/** `webhooks` of the document: for each type of event, the request that its subscribers get. */
export const documentWebhooks = (story: Story): Record<string, object> =>
  Object.fromEntries(EVENT_TYPES.map((type) => [type, { post: telling(type, story.events[type]) }]))

function telling(type: EventType, example: unknown): object {
  const { zh, en } = EVENTS[type]
  const name = eventName(type)
  const schema = { $ref: `#/components/schemas/${name}` }
  return {
    operationId: `on${name.replace(/Event$/, '')}`,
    tags: ['webhooks'],
    summary: zh,
    'x-summary-en': en,
    description: `${en}.\n\n${zh}。`,
    security: [{ webhook_signature: [] }],
    parameters: HEADERS,
    requestBody: {
      required: true,
      description: SAYS,
      content: { 'application/json': { schema, ...storyExample(example) } },
    },
    responses: RESPONSES,
  }
}
