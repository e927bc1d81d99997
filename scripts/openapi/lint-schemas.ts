import type { JsonSchema } from '../../src/contract/shapes'
import { valueFaults } from './validate'

export type Findings = (where: string, fault: string) => void
type Components = Record<string, Record<string, JsonSchema>>
type Doc = { components?: Components }

/** Every object in the document that may be a schema's owner, with its address. */
function* objectsIn(node: unknown, at: string): Generator<[string, Record<string, unknown>]> {
  if (typeof node !== 'object' || node === null) return
  if (!Array.isArray(node)) yield [at, node as Record<string, unknown>]
  for (const [key, value] of Object.entries(node)) {
    // Values are data, whatever they look like.
    if (
      ['example', 'examples', 'const', 'enum', 'default'].includes(key) &&
      !at.endsWith('/properties')
    )
      continue
    yield* objectsIn(value, `${at}/${key}`)
  }
}

/** References that lead nowhere or do not stand alone, and components that nothing leads to. */
export function referenceFaults(doc: Doc, say: Findings) {
  const used = new Set<string>()
  for (const [at, node] of objectsIn(doc, '')) {
    if (typeof node.$ref !== 'string') continue
    const [, kind = '', name = ''] = /^#\/components\/(\w+)\/(.+)$/.exec(node.$ref) ?? []
    used.add(`${kind}/${name}`)
    if (!doc.components?.[kind]?.[name]) say(at, `${node.$ref} leads nowhere`)
    if (Object.keys(node).length > 1) say(at, '$ref does not stand alone')
  }
  const schemes = new Set(
    [...JSON.stringify(doc).matchAll(/"security":\[((?:\{[^}]*\},?)*)\]/g)].flatMap(
      ([, all = '']) => [...all.matchAll(/"(\w+)":/g)].map(([, name]) => `securitySchemes/${name}`),
    ),
  )
  for (const [kind, parts] of Object.entries(doc.components ?? {}))
    for (const name of Object.keys(parts))
      if (!used.has(`${kind}/${name}`) && !schemes.has(`${kind}/${name}`))
        say(`components/${kind}/${name}`, 'is used by nothing')
}

const KEYWORDS = new Set(
  `$ref type format description enum const default pattern properties required items additionalProperties
   oneOf anyOf allOf minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength minItems maxItems
   uniqueItems prefixItems examples dependentRequired propertyNames discriminator not title`.split(
    /\s+/,
  ),
)
const MEANS_SOMETHING = ['$ref', 'type', 'enum', 'const', 'oneOf', 'anyOf', 'allOf']

/** Every schema: components, bodies, parameters, headers, and all that is inside them. */
export function schemaFaults(doc: Doc, say: Findings) {
  for (const [at, node] of objectsIn(doc, ''))
    if (node.schema && typeof node.schema === 'object')
      walk(doc, node.schema as JsonSchema, `${at}/schema`, say)
  for (const [name, schema] of Object.entries(doc.components?.schemas ?? {}))
    walk(doc, schema, `components/schemas/${name}`, say)
}

function walk(doc: Doc, schema: JsonSchema, at: string, say: Findings) {
  ownFaults(doc, schema, at, say)
  for (const [name, of] of Object.entries(schema.properties ?? {})) {
    const narrows = /allOf\/\d+$/.test(at)
    const meant = of.description !== undefined || of.$ref !== undefined || of.allOf !== undefined
    if (!meant && !narrows) say(`${at}/${name}`, 'is not described')
    walk(doc, of, `${at}/${name}`, say)
  }
  if (schema.items) walk(doc, schema.items, `${at}/items`, say)
  if (typeof schema.additionalProperties === 'object')
    walk(doc, schema.additionalProperties, `${at}/*`, say)
  for (const choice of ['oneOf', 'anyOf', 'allOf'] as const)
    for (const [i, option] of (schema[choice] ?? []).entries())
      walk(doc, option, `${at}/${choice}/${i}`, say)
}

function ownFaults(doc: Doc, schema: JsonSchema, at: string, say: Findings) {
  const keywords = Object.keys(schema)
  for (const keyword of keywords)
    if (!KEYWORDS.has(keyword)) say(at, `${keyword} is no keyword of a schema`)
  const types = [schema.type ?? []].flat()
  const is_open = keywords.every((one) => one === 'description') && at.endsWith('*')
  const is_condition = /oneOf|anyOf/.test(at) && (schema.required ?? schema.not) !== undefined
  if (!is_open && !is_condition && !MEANS_SOMETHING.some((one) => one in schema))
    say(at, 'says nothing of its type')
  if (types.includes('array') && !schema.items && !schema.prefixItems)
    say(at, 'is a list of nobody knows what')
  for (const name of schema.properties ? (schema.required ?? []) : [])
    if (!schema.properties?.[name]) say(at, `requires ${name}, which it does not have`)
  if (schema.enum && new Set(schema.enum.map(String)).size !== schema.enum.length)
    say(at, 'has a value twice')
  for (const value of [...(schema.enum ?? []), ...('const' in schema ? [schema.const] : [])])
    if (types.length > 0 && valueFaults(doc, { type: types }, value).length > 0)
      say(at, `${JSON.stringify(value)} is not of its type`)
  const { default: chosen, examples = [], ...shape } = schema
  for (const value of [...(chosen === undefined ? [] : [chosen]), ...(examples as unknown[])])
    for (const fault of valueFaults(doc, shape, value)) say(at, `its example or default${fault}`)
  if (schema.pattern !== undefined && !isPattern(schema.pattern)) say(at, 'its pattern is none')
}

function isPattern(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u')
    return true
  } catch {
    return false
  }
}
