import { HEADERS } from '../../src/contract/headers'
import { commonReplies, operationReplies } from '../../src/contract/replies'
import type { EventType } from '../../src/events/catalogue'
import { EVENT_DATA } from '../../src/events/data'
import { OPERATIONS, type Operation } from '../../src/platform/http'

type Said = { method: string; path: string; status: number; headers: Headers; text: string }
type Schema = { enum?: string[]; properties?: { code?: Schema }; allOf?: Schema[] }
type Reply = {
  $ref?: string
  headers: Record<string, { $ref?: string; required?: boolean }>
  content: Record<string, { schema: Schema }>
}

const INSERTS_EVENT =
  /^INSERT INTO events \(id, type, subject_id, merchant_id, consumer_id, data, at\)/
/** What an event that is about to be written says beyond its schema, or leaves out of it. */
export function notInEvents({
  text,
  values,
}: {
  text: string
  values: readonly unknown[]
}): string[] {
  if (!INSERTS_EVENT.test(text)) return []
  const [, type, , , , data] = values
  const schema = EVENT_DATA[type as EventType]
  if (!schema) return [`${type} is no event`]
  const { error } = schema.safeParse(JSON.parse(String(data)))
  return error ? [`${type} ${data}: ${error.message}`] : []
}

/** Headers that HTTP itself brings along, and those the reply has in every case. */
const OF_HTTP = ['content-type', 'content-length', 'set-cookie', 'date']
const BOOK = new Map<Operation, Record<string, Reply>>()

/** What a reply has that the contract does not say, or lacks that it promises; empty when it holds. */
export function notInContract(said: Said): string[] {
  const path = said.path.split('?')[0] ?? ''
  const here = OPERATIONS.filter((op) => matches(op.path, path))
  const op = here.find(({ method }) => method.toUpperCase() === said.method) ?? here[0]
  // A browser's question before the question is HTTP's own, and answered for every route that is open to all origins.
  if (!op || (said.method === 'OPTIONS' && op.cross_origin)) return []
  const reply = repliesOfOperation(op)[String(said.status)]
  const name = `${said.method} ${op.path} ${said.status}`
  if (!reply)
    return [`${name} is not in the contract of ${op.operationId}: ${said.text.slice(0, 200)}`]
  return [...mediaFaults(reply, said), ...headerFaults(reply, said)].map((one) => `${name}: ${one}`)
}

function repliesOfOperation(op: Operation): Record<string, Reply> {
  const known = BOOK.get(op)
  if (known) return known
  const replies = operationReplies(op, () => ({})) as unknown as Record<string, Reply>
  const names = Object.values(replies).flatMap(({ $ref }) => $ref?.split('/').pop() ?? [])
  const common = commonReplies(new Set(names)) as unknown as Record<string, Reply>
  const resolved = Object.entries(replies).map(([status, reply]) => [
    status,
    reply.$ref ? common[reply.$ref.split('/').pop() ?? ''] : reply,
  ])
  const made = Object.fromEntries(resolved) as Record<string, Reply>
  BOOK.set(op, made)
  return made
}

function mediaFaults({ content }: Reply, { headers, text }: Said): string[] {
  const media = headers.get('content-type')?.split(';')[0] ?? ''
  const of = content[media]
  if (!of) return [`${media} is not one of ${Object.keys(content)}`]
  if (media !== 'application/problem+json') return []
  const { code } = JSON.parse(text) as { code: string }
  const codes = (of.schema.allOf ?? []).flatMap((part) => part.properties?.code?.enum ?? [])
  return codes.includes(code) ? [] : [`${code} is not one of ${codes}`]
}

function headerFaults(reply: Reply, { headers }: Said): string[] {
  const declared = Object.keys(reply.headers).map((name) => name.toLowerCase())
  const given = [...headers.keys()].filter((name) => !OF_HTTP.includes(name))
  const promised = Object.entries(reply.headers).filter(([name, of]) =>
    of.$ref ? 'required' in HEADERS[name as keyof typeof HEADERS] : of.required,
  )
  return [
    ...given.filter((name) => !declared.includes(name)).map((name) => `header ${name} is not said`),
    ...promised.filter(([name]) => !headers.has(name)).map(([name]) => `lacks header ${name}`),
  ]
}

const matches = (pattern: string, path: string): boolean => {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  return (
    wanted.length === given.length &&
    wanted.every((part, i) => part.startsWith(':') || part === given[i])
  )
}
