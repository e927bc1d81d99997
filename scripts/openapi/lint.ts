import type { JsonSchema } from '../../src/contract/shapes'
import { type Findings, referenceFaults, schemaFaults } from './lint-schemas'
import { valueFaults } from './validate'

type Parameter = {
  name?: string
  in?: string
  required?: boolean
  description?: string
  schema?: JsonSchema
}
type Media = { schema?: JsonSchema; examples?: Record<string, { value?: unknown }> }
type Reply = { $ref?: string; description?: string; content?: Record<string, Media> }
type Op = {
  operationId?: string
  tags?: string[]
  summary?: string
  'x-summary-en'?: string
  description?: string
  security?: Record<string, unknown>[]
  'x-policy'?: unknown
  parameters?: Parameter[]
  requestBody?: { description?: string; content?: Record<string, Media> }
  responses?: Record<string, Reply>
}
type Doc = {
  openapi?: string
  info?: Record<string, unknown>
  servers?: { url?: string }[]
  tags?: { name: string; description?: string }[]
  paths?: Record<string, Record<string, Op>>
  webhooks?: Record<string, Record<string, Op>>
  components?: Record<string, Record<string, JsonSchema>>
}

/**
 * What is wrong with an OpenAPI 3.1 document, one line for each fault; the rules are those of Redocly’s `recommended`
 * and Spectral’s `oas`, and the house’s own: both languages, a meaning for every field, a key for every write.
 */
export function openApiLint(document: object): string[] {
  const doc = document as Doc
  const operations = Object.entries(doc.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item).map(([method, op]) => ({ where: `${method} ${path}`, path, method, op })),
  )
  const told = Object.entries(doc.webhooks ?? {}).flatMap(([name, item]) =>
    Object.entries(item).map(([method, op]) => ({ where: `webhook ${name} ${method}`, op })),
  )
  const faults: string[] = []
  const say: Findings = (where, fault) => void faults.push(`${where}: ${fault}`)
  headFaults(doc, say)
  pathFaults(Object.keys(doc.paths ?? {}), say)
  tagFaults(doc, [...operations, ...told], say)
  const names = [...operations, ...told].map(({ op }) => op.operationId)
  for (const { where, path, method, op } of operations) {
    if (names.indexOf(op.operationId) !== names.lastIndexOf(op.operationId))
      say(where, `operationId ${op.operationId} is not its own`)
    operationFaults(doc, op, where, say)
    parameterFaults(path, method, op, where, say)
  }
  for (const { where, op } of told) operationFaults(doc, op, where, say)
  for (const { where, op } of [...operations, ...told]) exampleFaults(doc, op, where, say)
  referenceFaults(doc, say)
  schemaFaults(doc, say)
  return faults
}

function headFaults(doc: Doc, say: Findings) {
  const { info = {}, servers = [] } = doc
  if (!/^3\.1\./.test(doc.openapi ?? '')) say('openapi', 'is not 3.1')
  for (const field of ['title', 'version', 'description', 'contact', 'license'])
    if (!info[field]) say('info', `has no ${field}`)
  const { url, identifier } = (info.license ?? {}) as { url?: string; identifier?: string }
  if (!url && !identifier) say('info', 'the license has neither url nor identifier')
  if (servers.length === 0) say('servers', 'there is none')
  for (const { url: server = '' } of servers)
    if (server === '' || /example\.|.\/$/.test(server)) say('servers', `${server} is no address`)
}

/** Two addresses that one request could mean, and addresses that are not spelt as ours are. */
function pathFaults(paths: string[], say: Findings) {
  for (const [i, path] of paths.entries()) {
    if (!/^(\/([\w.-]+|\{\w+\}))+$/.test(path)) say(path, 'is not spelt like an address of ours')
    for (const other of paths.slice(i + 1)) {
      const [a, b] = [path.split('/'), other.split('/')]
      const could_be_one =
        a.length === b.length && a.every((x, n) => x === b[n] || isOpen(x) || isOpen(b[n]))
      const one_inside = (x: string[], y: string[]) => x.every((p, n) => isOpen(y[n]) || !isOpen(p))
      if (could_be_one && !(one_inside(a, b) !== one_inside(b, a)))
        say(path, `cannot be told from ${other}`)
    }
  }
}
const isOpen = (part = ''): boolean => part.startsWith('{')

function tagFaults(doc: Doc, operations: { where: string; op: Op }[], say: Findings) {
  const defined = doc.tags ?? []
  const used = new Set(operations.flatMap(({ op }) => op.tags ?? []))
  for (const { name, description } of defined) {
    if (!/[\u4e00-\u9fff].* · [A-Z]/.test(description ?? ''))
      say(`tag ${name}`, 'has no description')
    if (!used.has(name)) say(`tag ${name}`, 'is on no operation')
  }
  for (const { where, op } of operations) {
    if ((op.tags ?? []).length !== 1) say(where, 'does not have one tag')
    for (const tag of op.tags ?? [])
      if (!defined.some(({ name }) => name === tag)) say(where, `its tag ${tag} is not defined`)
  }
}

function operationFaults(doc: Doc, op: Op, where: string, say: Findings) {
  if (!/^[a-z][A-Za-z0-9]*$/.test(op.operationId ?? ''))
    say(where, 'has no operationId in camelCase')
  if (!/[\u4e00-\u9fff]/.test(op.summary ?? '')) say(where, 'has no Chinese summary')
  if (!/^[A-Z][^\u4e00-\u9fff]+$/.test(op['x-summary-en'] ?? ''))
    say(where, 'has no English summary')
  if (!op.description) say(where, 'has no description')
  if (!op.security) say(where, 'does not say who may')
  for (const scheme of (op.security ?? []).flatMap(Object.keys))
    if (!doc.components?.securitySchemes?.[scheme])
      say(where, `its security ${scheme} is not defined`)
  const is_open = op['x-policy'] === 'public'
  if (is_open && op.security?.length !== 0) say(where, 'is public, and asks for a token')
  const statuses = Object.keys(op.responses ?? {})
  if (!statuses.some((status) => status.startsWith('2'))) say(where, 'never succeeds')
  if (!statuses.some((status) => status.startsWith('4'))) say(where, 'never refuses')
  for (const [status, reply] of Object.entries(op.responses ?? {}))
    if (!reply.$ref && !reply.description) say(where, `${status} is not described`)
  const media = Object.entries(op.requestBody?.content ?? {})
  if (op.requestBody && media.length === 0) say(where, 'its body is of no media type')
  for (const [type, { schema }] of media) if (!schema) say(where, `its ${type} has no schema`)
}

function parameterFaults(path: string, method: string, op: Op, where: string, say: Findings) {
  const parameters = op.parameters ?? []
  const named = (place: string) =>
    parameters.filter((one) => one.in === place).map(({ name = '' }) => name)
  const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  for (const name of wanted.filter((one) => !named('path').includes(one)))
    say(where, `{${name}} is not declared`)
  for (const name of named('path').filter((one) => !wanted.includes(one)))
    say(where, `${name} is not in the address`)
  for (const { name = '', in: place, required, description, schema } of parameters) {
    if (!description) say(where, `${name} is not described`)
    if (!schema) say(where, `${name} has no schema`)
    if (place === 'path' && required !== true) say(where, `${name} must be required`)
  }
  const places = parameters.map((one) => `${one.in} ${one.name}`)
  for (const place of places.filter((one, i) => places.indexOf(one) !== i))
    say(where, `${place} twice`)
  const keyed = named('header').includes('Idempotency-Key')
  const refuses = /RequestMalformed|idempotency_key_missing/.test(
    JSON.stringify(op.responses ?? {}),
  )
  if (keyed && method === 'get') say(where, 'reads, and asks for an Idempotency-Key')
  if (refuses && !keyed) say(where, 'writes, and asks for no Idempotency-Key')
}

/** An example that its own schema does not take. */
function exampleFaults(doc: Doc, op: Op, where: string, say: Findings) {
  const bodies = [
    ...Object.values(op.requestBody?.content ?? {}),
    ...Object.values(op.responses ?? {}).flatMap((reply) => Object.values(reply.content ?? {})),
  ]
  for (const { schema, examples = {} } of bodies)
    for (const [name, { value }] of Object.entries(examples))
      for (const fault of valueFaults(doc, schema ?? {}, value))
        say(where, `example ${name}${fault}`)
}
