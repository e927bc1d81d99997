import { OPERATIONS, type Operation } from '../platform/http'
import { Problem } from '../platform/problem'
import examples from './examples.json'
import { described } from './fields'
import { HEADERS } from './headers'
import {
  openApiPath,
  operationAnswers,
  operationInputs,
  operationObject,
  SECURITY_SCHEMES,
} from './operations'
import { commonReplies } from './replies'
import { type JsonSchema, jsonShapes, together } from './shapes'
import { documentTags } from './tags'
import { documentWebhooks, eventSchemas } from './webhooks'

type Paths = Record<string, Record<string, object>>
type Document = {
  openapi: string
  info: object
  servers: object[]
  tags: object[]
  paths: Paths
  components: Record<string, Record<string, JsonSchema>>
  [extra: string]: unknown
}

/** What was said and answered in one real run of the main story (scripts/docs/story.ts); kept in examples.json. */
export type Story = {
  operations: Record<string, { request?: unknown; status: string; answer: unknown }>
  events: Record<string, unknown>
}
const STORY: Story = examples

const INFO = {
  title: '预付保 API',
  version: '1',
  description:
    '预付卡资金托管：充的钱由银行存管，用一次放一次，结束就退。金额单位为分，时间为 UTC。',
  contact: { name: '预付保' },
  license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
}

/**
 * The OpenAPI 3.1 document of some operations, in the order of paths; with a story also of all events, and with its
 * examples. No I/O, the same bytes every time.
 */
export function openApiFrom(declared: readonly Operation[], story?: Story): Document {
  const operations = [...declared].sort((a, b) => (spelt(a) < spelt(b) ? -1 : 1))
  const inputs = jsonShapes(Object.assign({}, ...operations.map(operationInputs)), 'input')
  const answers = Object.assign({ Problem }, ...operations.map(operationAnswers))
  const events = story ? eventSchemas() : {}
  const outputs = jsonShapes({ ...answers, ...events }, 'output')
  const book = {
    roots: described({ ...inputs.roots, ...outputs.roots }),
    named: described(together(inputs.named, outputs.named)),
  }
  const paths: Paths = {}
  for (const op of operations) {
    const path = openApiPath(op)
    paths[path] = { ...paths[path], [op.method]: operationObject(op, book, story) }
  }
  const document = {
    openapi: '3.1.0',
    info: INFO,
    servers: [{ url: '/', description: '这个地址本身 · This very address' }],
    tags: documentTags(operations),
    paths,
    ...(story ? { webhooks: documentWebhooks(story) } : {}),
  }
  return { ...document, components: componentsOf(document, book.named) } as Document
}

const spelt = ({ path, method }: Operation): string => `${path} ${method}`
/** Everything the product declares, made once. */
export const openApiDocument = (): Document => (whole ??= openApiFrom(OPERATIONS, STORY))
let whole: Document | undefined

/** Only what is referred to, from the paths or from what they refer to. */
function componentsOf(document: object, named: Record<string, JsonSchema>) {
  const responses = commonReplies(new Set(namesIn(document, 'responses')))
  const used = { document, responses }
  const headers = Object.entries(HEADERS).filter(([name]) =>
    namesIn(used, 'headers').includes(name),
  )
  const schemes = Object.entries(SECURITY_SCHEMES).filter(([name]) =>
    JSON.stringify(document).includes(`{"${name}":[]}`),
  )
  return {
    securitySchemes: Object.fromEntries(schemes),
    headers: Object.fromEntries(headers),
    responses,
    schemas: named,
  }
}
const namesIn = (part: object, kind: string): string[] =>
  [...JSON.stringify(part).matchAll(new RegExp(`"#/components/${kind}/([^"]+)"`, 'g'))].map(
    ([, name = '']) => name,
  )
