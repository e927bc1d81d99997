import * as z from 'zod'

/** A JSON Schema (2020-12), as OpenAPI 3.1 has it. */
export type JsonSchema = {
  $ref?: string
  type?: string | string[]
  format?: string
  description?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  pattern?: string
  properties?: Record<string, JsonSchema>
  required?: string[]
  /** `false`: none beyond `prefixItems`. */
  items?: JsonSchema | false
  additionalProperties?: boolean | JsonSchema
  oneOf?: JsonSchema[]
  anyOf?: JsonSchema[]
  allOf?: JsonSchema[]
  [keyword: string]: unknown
}
type Shapes = { roots: Record<string, JsonSchema>; named: Record<string, JsonSchema> }

/** Schemas with an `id` become components; those without stay where they are used. Same bytes every time. */
export function jsonShapes(schemas: Record<string, z.ZodType>, io: 'input' | 'output'): Shapes {
  const whole = z.toJSONSchema(z.strictObject(schemas), { io }) as JsonSchema & {
    $defs?: Record<string, JsonSchema>
  }
  const tidied = Object.entries(whole.$defs ?? {}).map(([id, schema]) => [id, tidy(schema)])
  const roots = Object.entries(whole.properties ?? {}).map(([id, schema]) => [id, tidy(schema)])
  return { named: Object.fromEntries(tidied), roots: Object.fromEntries(roots) }
}

/** What both directions say, as one; what they say differently is a fault of the contract. */
export function together(...all: Record<string, JsonSchema>[]): Record<string, JsonSchema> {
  const named: Record<string, JsonSchema> = {}
  for (const [id, schema] of all.flatMap((one) => Object.entries(one))) {
    const before = named[id]
    if (before && JSON.stringify(before) !== JSON.stringify(schema))
      throw new Error(`${id} is one thing in a request and another in an answer`)
    named[id] = schema
  }
  return Object.fromEntries(Object.entries(named).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Bounds that only say "a safe integer", which `integer` says already. */
const isNoBound = (keyword: string, value: unknown): boolean =>
  (keyword === 'maximum' && value === Number.MAX_SAFE_INTEGER) ||
  (keyword === 'minimum' && value === -Number.MAX_SAFE_INTEGER)

/** References point to components; a reference stands alone; `null` is told by the type where that is enough. */
function tidy(schema: JsonSchema): JsonSchema {
  const is_day = schema.format === 'date' || schema.format === 'date-time'
  const own = Object.fromEntries(
    Object.entries(schema)
      .filter(
        ([keyword, value]) => !isNoBound(keyword, value) && !(is_day && keyword === 'pattern'),
      )
      .map(([keyword, value]) => [keyword, keyword === 'examples' ? value : tidyValue(value)]),
  ) as JsonSchema
  const { example, ...shown } = own
  if (example !== undefined) return { ...shown, examples: [example] }
  if (own.$ref !== undefined) return aloneRef(own)
  if (own.prefixItems) return tuple(own)
  return own.anyOf ? nullable(enumerated(own)) : own
}
const tidyValue = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(tidyValue)
    : typeof value === 'object' && value !== null
      ? tidy(value as JsonSchema)
      : value

function aloneRef({ $ref = '', ...beside }: JsonSchema): JsonSchema {
  const reference = { $ref: $ref.replace('#/$defs/', '#/components/schemas/') }
  return Object.keys(beside).length === 0 ? reference : { ...beside, allOf: [reference] }
}

/** A pair of days is a list of two days. */
function tuple(schema: JsonSchema): JsonSchema {
  const { prefixItems = [], ...rest } = schema as JsonSchema & { prefixItems?: JsonSchema[] }
  const [first] = prefixItems
  const alike = prefixItems.every((one) => JSON.stringify(one) === JSON.stringify(first))
  const length = prefixItems.length
  if (first === undefined || !alike) return { ...schema, items: schema.items ?? false }
  return { ...rest, items: first, minItems: length, maxItems: length }
}

/** A choice of single values is an enum. */
function enumerated(schema: JsonSchema): JsonSchema {
  const { anyOf: options = [], ...rest } = schema
  if (options.length === 0 || options.some((one) => one.const === undefined)) return schema
  const values = options.map((one) => one.const)
  const type = values.every(Number.isInteger) ? 'integer' : options[0]?.type
  return { ...rest, ...(type === undefined ? {} : { type }), enum: values }
}

/** `anyOf: [{type: "string", …}, {type: "null"}]` is the type `["string", "null"]`, which every tool shows well. */
function nullable(schema: JsonSchema): JsonSchema {
  const { anyOf: options = [], ...rest } = schema
  const [some, none] = options
  if (options.length !== 2 || none?.type !== 'null' || typeof some?.type !== 'string') return schema
  const values = some.const === undefined ? some.enum : [some.const]
  const { const: _one, enum: _some, ...shape } = some
  return {
    ...shape,
    ...rest,
    type: [some.type, 'null'],
    ...(values ? { enum: [...values, null] } : {}),
  }
}
