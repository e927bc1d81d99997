import type { JsonSchema } from './shapes'
import { ID_WORDS, OF_PREFIX } from './words/ids'
import { MONEY_WORDS } from './words/money'
import { OTHER_WORDS, OWN_WORDS } from './words/others'
import { TIME_WORDS } from './words/times'

/** One meaning for each field, whatever object it is in; what a room says itself goes before. */
const WORDS: ReadonlyMap<string, string> = new Map(
  [ID_WORDS, MONEY_WORDS, TIME_WORDS, OTHER_WORDS].flatMap((words) => Object.entries(words)),
)

/** What a field means, said nowhere nearer: by its owner, by the id it holds, by its name. */
export function meaningOf(owner: string, field: string, { pattern = '' }: JsonSchema) {
  const prefix = /^\^([a-z]{3})_\[/.exec(pattern)?.[1] ?? ''
  const own =
    owner.endsWith(' query') || owner.endsWith(' params')
      ? `${owner.split(' ')[0]} ?${field}`
      : `${owner}.${field}`
  return OWN_WORDS[own] ?? (field === 'id' ? OF_PREFIX[prefix] : undefined) ?? WORDS.get(field)
}

/** Schemas with every field described that nobody described nearer. */
export const described = (schemas: Record<string, JsonSchema>): Record<string, JsonSchema> =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, told(name, schema)]))

function told(owner: string, schema: JsonSchema): JsonSchema {
  const properties = Object.entries(schema.properties ?? {}).map(([field, of]) => {
    const inner = told(owner, of)
    const meaning = meaningOf(owner, field, inner)
    const silent = inner.description === undefined && inner.$ref === undefined
    return [field, silent && meaning !== undefined ? { ...inner, description: meaning } : inner]
  })
  const within = (options: JsonSchema[]) => options.map((option) => told(owner, option))
  return {
    ...schema,
    ...(schema.properties ? { properties: Object.fromEntries(properties) } : {}),
    ...(schema.items ? { items: told(owner, schema.items) } : {}),
    ...(schema.oneOf ? { oneOf: within(schema.oneOf) } : {}),
    ...(schema.anyOf ? { anyOf: within(schema.anyOf) } : {}),
    ...(schema.allOf ? { allOf: within(schema.allOf) } : {}),
  }
}
