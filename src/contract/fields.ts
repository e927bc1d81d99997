import type { JsonSchema } from './shapes'
import { COMPLAINT_WORDS } from './words/complaints'
import { ID_WORDS, PREFIX_WORDS } from './words/ids'
import { MONEY_WORDS } from './words/money'
import { OTHER_WORDS, OWN_WORDS } from './words/others'
import { SUPERVISION_WORDS } from './words/supervision'
import { TIME_WORDS } from './words/times'
import { WEBAUTHN_WORDS } from './words/webauthn'

/** One meaning for each field, whatever object it is in; what a room says itself goes before. */
const WORDS: ReadonlyMap<string, string> = new Map(
  [
    COMPLAINT_WORDS,
    WEBAUTHN_WORDS,
    ID_WORDS,
    MONEY_WORDS,
    TIME_WORDS,
    OTHER_WORDS,
    SUPERVISION_WORDS,
  ].flatMap((words) => Object.entries(words)),
)

/** What a field means, said nowhere nearer: by its owner, by the id it holds, by its name. */
function meaningOf(owner: string, field: string, schema: JsonSchema): string | undefined {
  const prefix = /^\^([a-z]{3})_\[/.exec(schema.pattern ?? '')?.[1] ?? ''
  const [operation = '', part] = owner.split(' ')
  const own = part === 'query' || part === 'params' ? `${operation} ?${field}` : `${owner}.${field}`
  const of_id = field === 'id' ? PREFIX_WORDS[prefix] : undefined
  const said = OWN_WORDS[own] ?? of_id ?? WORDS.get(field)
  return mayBeNull(schema) ? said : said?.replace(/；[^；]*为 null$/, '')
}
const mayBeNull = ({ type, anyOf = [] }: JsonSchema): boolean =>
  [type].flat().includes('null') || anyOf.some((option) => option.type === 'null')

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
